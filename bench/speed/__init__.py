"""How long FitLens takes: by itself against Python, and beside other checkers on the same files."""
