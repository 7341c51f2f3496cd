"""What an editor shows, as plain data over offsets: hovers, inlay hints, labels and quick fixes. Knows no protocol."""
