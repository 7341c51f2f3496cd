"""FitLens: tells what is set before fit from what fit learns, in Python code that uses scikit-learn."""

__version__ = "0.1.0"
