"""The rules: one file each, asking the facts and nothing else."""
