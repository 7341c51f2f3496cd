"""Reads names and signatures out of scikit-learn's source, for versions that are not installed to be asked."""
