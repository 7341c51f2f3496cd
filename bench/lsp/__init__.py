"""How quick language servers are while someone types."""
