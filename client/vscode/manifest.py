"""Writes into package.json what the server decides: the version, and its settings as an editor offers them.

With --check nothing is written, and the exit code says whether the file is as it should be.
"""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path
from typing import Any

from fitlens import __version__
from fitlens.catalog.store import versions
from fitlens.settings.options import OPTIONS
from fitlens.settings.schema import schema

MANIFEST = Path(__file__).parents[2] / "package.json"
SECTION = "fitlens.server"
# They say which files a lint run takes, or where it keeps things: an editor has its file open.
OF_RUNS = {"extend", "exclude", "extend-exclude", "force-exclude", "respect-gitignore", "cache-dir"}


def settings() -> dict[str, Any]:
    """One property for each setting of the server that means something in an editor."""
    properties = schema()["properties"]
    return {
        f"fitlens.{_camel(option.name)}": _property(option.name, option.does, properties[option.name])
        for option in OPTIONS
        if option.name not in OF_RUNS
    }


def _property(name: str, does: str, of_schema: dict[str, Any]) -> dict[str, Any]:
    found = {key: value for key, value in of_schema.items() if key not in ("description", "default", "propertyNames")}
    if name == "target-version":
        known = list(reversed(versions()))
        found = {"type": "string", "enum": ["", *known], "enumItemLabels": ["as the project says", *known], "default": ""}
    elif found["type"] == "array":
        found["items"] = {"type": "string"}  # VS Code follows no references, and the rules are many
    elif found["type"] == "object":
        inner = found["additionalProperties"]
        listed = {"type": "array", "items": {"type": "string"}}
        found["additionalProperties"] = listed if inner.get("type") == "array" else {"type": "string", **inner}
    told = does.replace(", here or in the file that is extended", "").replace("relative to this one", "absolute")
    return {"scope": "resource", "markdownDescription": f"{told} Holds before `{name}` in files.", **found}


def _camel(name: str) -> str:
    return re.sub(r"-(\w)", lambda match: match.group(1).upper(), name)


def main() -> int:
    """Gives the exit code."""
    before = MANIFEST.read_text(encoding="utf-8")
    manifest = json.loads(before)
    manifest["version"] = __version__
    (part,) = [each for each in manifest["contributes"]["configuration"] if each["id"] == SECTION]
    part["properties"] = settings()
    after = json.dumps(manifest, indent=2, ensure_ascii=False) + "\n"
    if after == before:
        return 0
    if "--check" in sys.argv:
        sys.stderr.write("package.json is not what client/vscode/manifest.py writes; run `make manifest`\n")
        return 1
    MANIFEST.write_text(after, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
