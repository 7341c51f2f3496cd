"""The rules, tested by Markdown that reads like documentation."""
