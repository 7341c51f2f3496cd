"""Writes a catalog: the index of its version, and its records into the file that all versions share."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from fitlens.catalog.store import ENTRIES, EVIDENCE, INDEX_SUFFIX, CatalogError


@dataclass(frozen=True, slots=True)
class Written:
    """What a build left behind."""

    version: str
    """The version that was asked: `1.9.1`."""
    classes: int
    functions: int
    index: Path
    entries: Path
    unfitted: tuple[str, ...] = ()
    """Estimators that no kind of data suits; their evidence says how they refuse."""


def write(answer: Mapping[str, Any], output: Path) -> Written:
    """Writes what the probe said. Records that no index names any more are dropped from the shared file."""
    version = str(answer["version"])
    index_file = output / (".".join(version.split(".")[:2]) + INDEX_SUFFIX)
    entries_file = output / ENTRIES
    lines: dict[str, str] = {}
    places: dict[str, list[Any]] = {}
    for entry in sorted(answer["entries"], key=lambda entry: entry["record"]["path"]):
        record: dict[str, Any] = entry["record"]
        form = hashlib.sha256(_compact(record).encode()).hexdigest()[:8]
        path = record["path"]
        lines[f"{path} {form}"] = _compact({"path": path, "form": form, **record})
        places[path] = [form, entry["line"], entry["lines"] if any(entry["lines"]) else []]
    try:
        output.mkdir(parents=True, exist_ok=True)
        kept = _kept(output, index_file)
        if entries_file.exists():
            for line in entries_file.read_text(encoding="utf-8").splitlines():
                old = json.loads(line)
                if f"{old['path']} {old['form']}" in kept:
                    lines.setdefault(f"{old['path']} {old['form']}", line)
        _replace(entries_file, _file_of(lines))
        _replace(output / EVIDENCE, _file_of(_evidence(answer, lines, output / EVIDENCE)))
        _replace(index_file, _index(answer, version, places))
    except OSError as error:
        raise CatalogError(f"{error.filename or output}: cannot be written: {error.strerror}") from error
    classes = sum("kind" in entry["record"] for entry in answer["entries"])
    unfitted = tuple(
        record["path"]
        for entry in answer["entries"]
        if (record := entry["record"]).get("kind") == "estimator" and "evidence" in record and "data" not in record
    )
    return Written(version, classes, len(places) - classes, index_file, entries_file, unfitted)


def _evidence(answer: Mapping[str, Any], lines: Mapping[str, str], file: Path) -> dict[str, str]:
    """The records of evidence that entries name: what the probe said, and what other versions left in the file."""
    wanted = {(entry["path"], entry.get("evidence")) for line in lines.values() if (entry := json.loads(line))}
    kept = [json.loads(line) for line in file.read_text("utf-8").splitlines()] if file.exists() else []
    return {
        f"{record['path']} {record['form']}": _compact(record)
        for record in (*kept, *answer["evidence"])
        if (record["path"], record["form"]) in wanted
    }


def _file_of(lines: Mapping[str, str]) -> str:
    return "".join(f"{line}\n" for line in sorted(lines.values(), key=str.encode))


def _replace(file: Path, text: str) -> None:
    """Writes beside it first: a program that has the old file mapped keeps it whole."""
    part = file.with_name(file.name + ".part")
    part.write_text(text, "utf-8", newline="\n")
    part.replace(file)


def _kept(output: Path, index_file: Path) -> set[str]:
    """Keys of the records that other versions' indexes name."""
    return {
        f"{path} {place[0]}"
        for other in output.glob("*" + INDEX_SUFFIX)
        if other != index_file
        for path, place in json.loads(other.read_text(encoding="utf-8"))["entries"].items()
    }


def _index(answer: Mapping[str, Any], version: str, places: Mapping[str, Any]) -> str:
    public = {path.rpartition(".")[2]: path for path in places}
    modules = {
        module: [name if public.get(name) == path else f"{name}={path}" for name, path in members.items()]
        for module, members in answer["modules"].items()
    }
    exports = {
        module: names
        for module, names in answer["exports"].items()
        if names != sorted(name for name in answer["modules"][module] if not name.startswith("_"))
    }
    sections: dict[str, Mapping[str, Any]] = {
        "modules": modules,
        "exports": exports,
        # of what was only read nothing is known here
        **{name: answer[name] for name in ("promised",) if answer[name]},
        "documented": answer["documented"],
        **{name: answer[name] for name in ("scorers",) if answer[name]},
        "entries": places,
    }
    written = [f'"version":{_compact(version)}', f'"level":{_compact(answer["level"])}']
    written += [f'"{name}":{{\n{_lines(section.items())}\n}}' for name, section in sections.items()]
    return "{\n" + ",\n".join(written) + "\n}\n"


def _lines(items: Iterable[tuple[str, Any]]) -> str:
    return ",\n".join(f"{_compact(key)}:{_compact(value)}" for key, value in items)


def _compact(value: Any) -> str:
    return json.dumps(value, separators=(",", ":"), ensure_ascii=False)
