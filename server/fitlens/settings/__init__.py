"""What the user has decided about a run: rules, severities, files, suppressions. One definition, for terminal and editor."""
