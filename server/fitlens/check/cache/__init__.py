"""What was found in files before, kept on disk as long as nothing changes that it rests on."""
