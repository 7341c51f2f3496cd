"""Runs programs and writes down what they did. Needs nothing but Python and the packages that the programs use."""
