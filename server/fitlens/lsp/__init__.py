"""The language server: the only room that knows the protocol, its positions and its versions."""
