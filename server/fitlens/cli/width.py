"""How wide the terminal is."""

from __future__ import annotations

import os
import sys


def terminal_width(otherwise: int = 100) -> int:
    """Columns of the terminal behind standard output, or what COLUMNS says; for a file or a pipe the width given."""
    told = os.environ.get("COLUMNS", "")
    if told.isdigit() and int(told) > 0:
        return int(told)
    try:
        return os.get_terminal_size(sys.stdout.fileno()).columns or otherwise
    except (OSError, ValueError):
        return otherwise
