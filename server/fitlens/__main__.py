"""`python -m fitlens`."""

import sys

from fitlens.cli.main import main

if __name__ == "__main__":
    sys.exit(main())
