"""Runs in the interpreter that has scikit-learn and asks it. Uses the catalog's model and codec, nothing else of FitLens."""
