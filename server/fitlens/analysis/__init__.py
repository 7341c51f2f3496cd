"""Abstract interpretation of a document: from its tree and a catalog to facts."""
