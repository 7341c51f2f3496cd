"""Builds the catalogs of all versions, keeps what each one answered, and asks again only what may answer differently."""

from __future__ import annotations

import hashlib
import json
import os
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from fitlens.catalog.build.command import ask
from fitlens.catalog.build.docstrings import documented_names
from fitlens.catalog.build.environments import download, find_python, install
from fitlens.catalog.build.versions import RELEASES, Release
from fitlens.catalog.build.wheels.answer import read_wheel
from fitlens.catalog.build.writing import Written, write
from fitlens.catalog.store import DATA, CatalogError


@dataclass(frozen=True, slots=True)
class Outcome:
    """How one version went."""

    release: Release
    seconds: float
    answer: dict[str, Any] | None = None
    kept: bool = False
    """It was answered before, and nothing that could change the answer has changed."""
    error: str | None = None


def chosen(versions: Iterable[str]) -> tuple[Release, ...]:
    """The releases of the minor versions or patches named, all for none. Raises CatalogError for one that is not there."""
    by_name = {name: release for release in RELEASES for name in (release.minor, release.version)}
    wanted: list[Release] = []
    for version in versions:
        if version not in by_name:
            names = ", ".join(release.minor for release in RELEASES)
            raise CatalogError(f"{version}: no version that catalogs are built of; there are {names}")
        wanted.append(by_name[version])
    return tuple(release for release in RELEASES if release in wanted or not wanted)


def build_every(
    releases: Iterable[Release],
    *,
    cache: Path,
    output: Path = Path(DATA),
    python: str | None = None,
    tell: Callable[[Outcome | str], None],
) -> tuple[Written, ...]:
    """Writes the catalogs of these releases into `output`; those of others there stay as they are.

    cache: where environments, wheels and answers are kept. tell: hears when a version begins (a line of text) and how it
    went; one that fails does not stop the others.

    Raises CatalogError where nothing can be done at all.
    """
    documented_names("")
    releases = tuple(releases)
    observes = any(release.level == "observed" for release in releases)
    python = find_python(python) if observes else ""
    # One version after the other: the probe has all processors at work by itself.
    outcomes = [_outcome(release, cache, python, tell) for release in releases]
    return tuple(write(outcome.answer, output) for outcome in outcomes if outcome.answer is not None)


def _outcome(release: Release, cache: Path, python: str, tell: Callable[[Outcome | str], None]) -> Outcome:
    started = time.monotonic()
    file = cache / "answers" / f"{release.version}.json"
    key = _key(release)
    try:
        answer = _kept(file, key)
        if answer is not None:
            outcome = Outcome(release, 0.0, answer, kept=True)
        else:
            tell(f"scikit-learn {release.version}: {_WHAT[release.level]} ...")
            if release.level == "observed":
                answer = ask(install(release, cache, python))
            else:
                answer = read_wheel(download(release, cache))
            _keep(file, key, answer)
            outcome = Outcome(release, time.monotonic() - started, answer)
    except CatalogError as error:
        outcome = Outcome(release, time.monotonic() - started, error=str(error))
    except OSError as error:
        reason = f"{error.filename or cache}: {error.strerror}"
        outcome = Outcome(release, time.monotonic() - started, error=reason)
    tell(outcome)
    return outcome


_WHAT = {"observed": "installing and observing it", "signatures": "reading its wheel"}


def _key(release: Release) -> str:
    """What an answer depends on: the requirements, and the sources that ask or read, and encode."""
    package = Path(DATA).parent
    rooms = ("probe",) if release.level == "observed" else ("probe", "wheels")
    files = {
        *(file for room in rooms for file in (package / "build" / room).glob("*.py")),
        *(package / "build" / name for name in ("command.py", "docstrings.py", "interpreter.py")),
        *(package / name for name in ("codec.py", "model.py")),
    }
    found = hashlib.sha256(repr(release).encode())
    for file in sorted(files):
        found.update(file.relative_to(package).as_posix().encode() + b"\0" + file.read_bytes())
    return found.hexdigest()


def _kept(file: Path, key: str) -> dict[str, Any] | None:
    try:
        kept = json.loads(file.read_text("utf-8"))
        return kept["answer"] if kept["key"] == key else None
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _keep(file: Path, key: str, answer: dict[str, Any]) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    part = file.with_suffix(".part")
    part.write_text(json.dumps({"key": key, "answer": answer}, ensure_ascii=False), "utf-8")
    os.replace(part, file)
