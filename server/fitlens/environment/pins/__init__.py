"""What a project's own files say of the scikit-learn that it runs with: one module for each kind of file."""
