"""Faults put into programs that ran, one per copy: what users get wrong, as far as the catalog can tell what is wrong."""
