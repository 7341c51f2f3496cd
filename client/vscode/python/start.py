"""Starts the server that the extension carries: with the packages beside this file, whatever the interpreter has."""

import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "packages"))

from fitlens.cli.main import program  # noqa: E402

program()
