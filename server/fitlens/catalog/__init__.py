"""What scikit-learn says of itself, per version: the model, the shipped data and its reader, the builder."""
