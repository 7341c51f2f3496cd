"""A lint run over many files: discovery, analysis, findings, reports."""
