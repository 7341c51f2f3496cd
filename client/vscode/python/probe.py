"""Says which Python this is and which FitLens is installed in it, as one line of JSON; any Python from 3.4 on can run it."""

import json
import sys

found = None
if sys.version_info >= (3, 11):
    from importlib.metadata import PackageNotFoundError, version

    try:
        found = version("fitlens")
    except PackageNotFoundError:
        pass
print(json.dumps({"version": list(sys.version_info[:3]), "executable": sys.executable, "fitlens": found}))
