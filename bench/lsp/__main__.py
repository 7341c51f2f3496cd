"""Measures language servers while someone types: `make bench-lsp`, or `python -m bench.lsp --help`."""

from __future__ import annotations

import argparse
import dataclasses
import json
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from bench.accuracy.origins import ROOT
from bench.lsp.client import Client
from bench.lsp.report import NAMES, page
from bench.lsp.servers import SERVERS, started
from bench.lsp.typing import Session, measured
from fitlens.catalog.store import open_catalog


def main() -> int:
    """Each part that was measured takes the place of what an earlier run has of it."""
    arguments = _arguments()
    file = Path(arguments.json)
    rows: list[dict[str, Any]] = json.loads(file.read_text(encoding="utf-8")) if file.exists() else []
    for name in arguments.servers:
        command, version = started(name, arguments.cache, open_catalog().patch or "")
        for document in arguments.documents:
            edits = arguments.edits if name == "fitlens" else arguments.peer_edits
            session = _measure(name, command, document, edits, arguments)
            told = "not served" if session is None else f"{session.processor:.0f} ms of processor time a key"
            print(f"{name} {version}, {document}: {told}", file=sys.stderr)
            row = {"server": name, "version": version, "document": document, "edits": edits}
            row["session"] = None if session is None else dataclasses.asdict(session)
            rows = [each for each in rows if (each["server"], each["document"]) != (name, document)] + [row]
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(json.dumps(rows), encoding="utf-8")
    rows.sort(key=lambda row: list(SERVERS).index(row["server"]))
    text = "\n".join(page(rows)) + "\n"
    if arguments.output is None:
        print(text)
    else:
        Path(arguments.output, "editor.md").write_text(text, encoding="utf-8")
    return 0


def _measure(
    name: str, command: Sequence[str], document: str, edits: int, arguments: argparse.Namespace
) -> Session | None:
    server = SERVERS[name]
    with tempfile.TemporaryDirectory() as folder:
        client = Client(command, folder, server.variables)
        try:
            return measured(
                client,
                server,
                folder,
                notebook=document == "notebook",
                edits=edits,
                memory_edits=arguments.memory_edits if name == "fitlens" and document == "file" else 0,
                timeout=arguments.timeout,
            )
        finally:
            client.close()


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.lsp", description=__doc__)
    for flag, known in (("--servers", tuple(SERVERS)), ("--documents", tuple(NAMES))):
        parser.add_argument(flag, nargs="+", choices=known, default=known, help="these only (default: all)")
    parser.add_argument("--edits", type=int, default=500, help="keys that are pressed in FitLens (default: 500)")
    parser.add_argument("--peer-edits", type=int, default=100, help="in each other server (default: 100)")
    parser.add_argument("--memory-edits", type=int, default=0, help="more of them, for the memory (default: 0)")
    parser.add_argument("--timeout", type=float, default=5, help="seconds an answer is waited for (default: 5)")
    parser.add_argument("--cache", default=str(ROOT / "build" / "lsp"), help="folder for virtual environments")
    parser.add_argument("--json", default=str(ROOT / "build" / "lsp.json"), help="file that keeps what was measured")
    parser.add_argument("--output", help="folder for editor.md (default: printed)")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
