"""The scikit-learn of the user's program, found and read without importing it. The only room that may import jedi."""
