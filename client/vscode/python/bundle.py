"""Copies FitLens and the packages that its server needs, all of them pure Python, into build/vscode/python.

They are taken from the environment that runs this, which `make` has installed from the lock file.
"""

from __future__ import annotations

import re
import shutil
import sys
from importlib.metadata import distribution
from pathlib import Path

ROOT = Path(__file__).parents[3]
TARGET = ROOT / "build" / "vscode" / "python"
# For commands of the terminal alone.
LEFT_OUT = {"shtab"}
# Stubs of other packages: jedi is asked where names of installed packages lead, not what stubs say of them.
UNUSED = re.compile(r"^jedi/third_party/(django-stubs|typeshed/stubs)/|(^|/)__pycache__/|^\.\./|\.dist-info/(?!licenses?/|LICEN[CS]E|METADATA)")
NATIVE = {".so", ".pyd", ".dylib", ".dll"}


def required(name: str) -> dict[str, None]:
    """The distributions that one needs, without extras, itself first."""
    found = {name: None}
    for requirement in distribution(name).requires or ():
        if "extra ==" in requirement or _is_for_others(requirement):
            continue
        other = re.match(r"[\w.-]+", requirement)
        if other is not None and other.group() not in LEFT_OUT:
            found |= required(other.group())
    return found


def _is_for_others(requirement: str) -> bool:
    """Whether it is only for a Python older than any that FitLens runs on."""
    marker = re.search(r"python_version\s*<\s*['\"]3\.(\d+)", requirement)
    return marker is not None and int(marker.group(1)) <= 11


def main() -> None:
    """Makes the directory anew."""
    shutil.rmtree(TARGET, ignore_errors=True)
    packages = TARGET / "packages"
    shutil.copytree(ROOT / "server" / "fitlens", packages / "fitlens", ignore=shutil.ignore_patterns("__pycache__"))
    for name in required("fitlens"):
        if name == "fitlens":
            continue
        for file in distribution(name).files or ():
            if UNUSED.search(file.as_posix()):
                continue
            if file.suffix in NATIVE:
                sys.exit(f"{name} is not pure Python: {file}; the extension runs on any platform")
            (packages / file).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(str(file.locate()), packages / file)
    for each in ("start.py", "probe.py"):
        shutil.copyfile(Path(__file__).with_name(each), TARGET / each)


if __name__ == "__main__":
    main()
