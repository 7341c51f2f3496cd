"""One file as the user sees it: text, lines, notebook cells, and a tree even when the code is broken."""
