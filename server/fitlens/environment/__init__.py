"""The scikit-learn of the user's program, found and read without importing it. The only room with jedi, in a process of its own."""
