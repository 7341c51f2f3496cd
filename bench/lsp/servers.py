"""The servers that are measured: what is installed of each, how it is started, what it is by its own word."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from bench.accuracy.environments import environment, python_of
from bench.accuracy.origins import ROOT
from fitlens import __version__


@dataclass(frozen=True)
class Server:
    """One server."""

    requirement: str
    """What is installed; empty for FitLens itself."""
    command: Sequence[str]
    """Its program, in its environment, and the arguments."""
    pushes_cells: bool = False
    """Diagnostics of cells are pushed, whatever is pulled."""
    variables: Mapping[str, str] = field(default_factory=dict)


SERVERS: Mapping[str, Server] = {
    "fitlens": Server("", ("-m", "fitlens", "server"), True, {"PYTHONPATH": str(ROOT / "server")}),
    "jedi-language-server": Server("jedi-language-server", ("jedi-language-server",)),
    "pylsp": Server("python-lsp-server[pyflakes]", ("pylsp",)),
    "basedpyright": Server("basedpyright", ("basedpyright-langserver", "--stdio")),
    "ty": Server("ty", ("ty", "server")),
    "pyrefly": Server("pyrefly", ("pyrefly", "lsp")),
}
PROGRAMS_NEED = ("scikit-learn", "matplotlib", "pandas")


def started(name: str, cache: str, scikit_learn: str) -> tuple[list[str], str]:
    """The command that starts a server, and its version. Its environment also has what the programs import."""
    server = SERVERS[name]
    if not server.requirement:
        return [sys.executable, *server.command], __version__
    needed = (f"scikit-learn=={scikit_learn}", *PROGRAMS_NEED[1:])
    directory = environment(cache, name, (server.requirement, *needed))
    program, *arguments = server.command
    package = server.requirement.partition("[")[0]
    ask = f"from importlib.metadata import version; print(version({package!r}))"
    told = subprocess.run([python_of(directory), "-c", ask], capture_output=True, text=True, check=True)
    return [os.path.join(directory, "bin", program), *arguments], told.stdout.strip()
