"""scikit-learn as the judge: its own documented examples, executed, against what FitLens says of them."""
