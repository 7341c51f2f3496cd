"""Gets one scikit-learn version from the package index with pip: installed in an environment of its own, or its wheel."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from fitlens.catalog.build.versions import PYTHON, Release
from fitlens.catalog.store import CatalogError

_READY = "fitlens-ready"
"""Names the file that an environment has once it is complete, with what was installed."""
_PLATFORMS = ("manylinux1_x86_64", "manylinux2014_x86_64")
"""Every version has a wheel for one of them; the source in it is the same for all."""
_PIP = ("-m", "pip", "--quiet", "--disable-pip-version-check")


def default_cache() -> Path:
    """The user's own directory for what can be made again."""
    if sys.platform == "win32":
        base = os.environ.get("LOCALAPPDATA") or "~/AppData/Local"
    elif sys.platform == "darwin":
        base = "~/Library/Caches"
    else:
        base = os.environ.get("XDG_CACHE_HOME") or "~/.cache"
    return Path(base).expanduser() / "fitlens" / "catalogs"


def install(release: Release, cache: Path, python: str) -> str:
    """The interpreter of the environment that has this version, made with `python` where it is not there yet.

    Raises CatalogError where it cannot be made.
    """
    home = cache / "environments" / release.version
    interpreter = home / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
    wanted = "\n".join(release.requirements)
    ready = home / _READY
    if not (interpreter.exists() and ready.exists() and ready.read_text("utf-8") == wanted):
        shutil.rmtree(home, ignore_errors=True)
        _run([python, "-m", "venv", str(home)], f"scikit-learn {release.version}: no environment in {home}")
        _run(
            [str(interpreter), *_PIP, "install", "--only-binary", ":all:", *release.requirements],
            f"scikit-learn {release.version}: could not be installed in {home}",
        )
        ready.write_text(wanted, "utf-8")
    return str(interpreter)


def download(release: Release, cache: Path) -> Path:
    """The wheel of this version, fetched where it is not there yet. Raises CatalogError where it cannot be."""
    folder = cache / "wheels"
    pattern = f"scikit_learn-{release.version}-*.whl"
    if not any(folder.glob(pattern)):
        scratch = folder / f"{release.version}.part"
        shutil.rmtree(scratch, ignore_errors=True)
        scratch.mkdir(parents=True)
        abi = f"cp{release.wheel}" + ("m" if release.wheel < "38" else "")
        chosen = ["--only-binary", ":all:", "--python-version", release.wheel, "--implementation", "cp", "--abi", abi]
        chosen += [text for platform in _PLATFORMS for text in ("--platform", platform)]
        _run(
            [sys.executable, *_PIP, "download", "--no-deps", *chosen, "--dest", str(scratch), *release.requirements],
            f"scikit-learn {release.version}: its wheel could not be fetched",
        )
        # Complete or not there: a download that was cut off is begun anew.
        for file in scratch.glob(pattern):
            file.replace(folder / file.name)
        scratch.rmdir()
    return next(folder.glob(pattern))


def find_python(given: str | None) -> str:
    """An interpreter of the version that catalogs are built with: the one given, else this one, else one on PATH.

    Raises CatalogError where that is another version.
    """
    named = ".".join(map(str, PYTHON))
    if given is None and sys.version_info[:2] == PYTHON:
        return sys.executable
    python = given or shutil.which(f"python{named}")
    if python is None:
        raise CatalogError(f"no python{named} on PATH, with which catalogs are built; name one with --python")
    try:
        code = "import sys; print(*sys.version_info[:2], sep='.')"
        found = subprocess.run([python, "-c", code], capture_output=True, text=True, check=True).stdout.strip()
    except (OSError, subprocess.CalledProcessError) as error:
        raise CatalogError(f"--python {python}: cannot be started") from error
    if found != named:
        raise CatalogError(f"--python {python}: is Python {found}; catalogs are built with {named}, so that they agree")
    return python


def _run(command: Sequence[str], otherwise: str) -> None:
    # An environment that this process was started in must not lead the other interpreter to its own packages.
    environment = {name: value for name, value in os.environ.items() if name not in ("PYTHONPATH", "PYTHONHOME")}
    try:
        done = subprocess.run(
            command, capture_output=True, text=True, encoding="utf-8", errors="replace", env=environment, check=False
        )
    except OSError as error:
        raise CatalogError(f"{otherwise}: {command[0]}: {error.strerror}") from error
    if done.returncode:
        said = [line for line in done.stderr.splitlines() if line.strip()] or ["it said nothing"]
        errors = [line for line in said if line.startswith("ERROR")] or said
        raise CatalogError(f"{otherwise}: {errors[-1].removeprefix('ERROR: ')}")
