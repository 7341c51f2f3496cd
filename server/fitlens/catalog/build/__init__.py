"""Builds a catalog by asking an installed scikit-learn. Runs in that interpreter, never inside FitLens."""
