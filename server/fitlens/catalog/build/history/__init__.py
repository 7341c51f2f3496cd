"""Writes `data/history.jsonl`: what became of scikit-learn's names, from the differences of neighbouring catalogs."""
