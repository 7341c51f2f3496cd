"""Numbers that all agree on."""

SEED = 0
TREES = 8
