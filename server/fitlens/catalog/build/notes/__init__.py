"""Holds what the documentation says of hyperparameters that are not used against what was observed."""
