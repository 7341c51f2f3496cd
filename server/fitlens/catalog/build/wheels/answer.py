"""What a scikit-learn says of itself without being asked: its source read, answered in the probe's form."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from fitlens.catalog.build.probe.answer import answer_of
from fitlens.catalog.build.probe.paths import documented_paths, is_private, public_path, references_in
from fitlens.catalog.build.wheels.namespaces import Compiled, Definition, ModuleName, Namespaces
from fitlens.catalog.build.wheels.records import Records
from fitlens.catalog.build.wheels.sources import Sources, read_sources


def read_wheel(place: Path) -> dict[str, Any]:
    """The answer for a wheel, or for a directory that holds the package; its level is "signatures".

    Raises CatalogError where it cannot be read.
    """
    sources = read_sources(place)
    namespaces = Namespaces(sources)
    references = references_in(source.text for source in sources.modules.values() if source)
    aliases: dict[Definition | Compiled, list[str]] = {}
    for found, path in _candidates(sources, namespaces):
        module = path.rpartition(".")[0]
        # Without `__all__` a module does not tell what it offers from what it merely uses.
        if namespaces.listed(module) is None and found.module != module and not references[path]:
            continue
        aliases.setdefault(found, []).append(path)

    def is_listed(path: str) -> bool:
        module, _, name = path.rpartition(".")
        return name in (namespaces.listed(module) or ())

    chosen = {found: public_path(paths, is_listed) for found, paths in aliases.items()}
    public = dict(sorted(chosen.items(), key=lambda item: item[1]))
    records = Records(sources, namespaces, public)
    return answer_of(
        sources.version,
        level="signatures",
        modules={module: _members(sources, namespaces, public, module) for module in sources.modules},
        exports=dict(_exports(sources, namespaces)),
        documented=documented_paths(references, {public[found]: paths for found, paths in aliases.items()}),
        entries=[records.entry(found) for found in public],
    )


def _candidates(sources: Sources, namespaces: Namespaces) -> Iterator[tuple[Definition | Compiled, str]]:
    """Classes and functions with the public places they can be imported from."""
    for module in sources.modules:
        if is_private(module):
            continue
        listed = namespaces.listed(module)
        for name in sorted(set(namespaces.names(module) if listed is None else listed)):
            found = namespaces.look_up(module, name)
            if not name.startswith("_") and isinstance(found, Definition | Compiled):
                yield found, f"{module}.{name}"


def _members(
    sources: Sources, namespaces: Namespaces, public: dict[Definition | Compiled, str], module: str
) -> dict[str, str]:
    """Name in a module -> public path of what it is, or path of the submodule."""
    members: dict[str, str] = {}
    for name in namespaces.names(module):
        match namespaces.look_up(module, name):
            case Definition() | Compiled() as found:
                if found in public:
                    members[name] = public[found]
            case ModuleName(path) if path == f"{module}.{name}":
                members[name] = path
            case _:
                pass
    return dict(sorted(members.items()))


def _exports(sources: Sources, namespaces: Namespaces) -> Iterator[tuple[str, list[str]]]:
    for module in sources.modules:
        listed = namespaces.listed(module)
        if listed is not None:
            yield module, listed
        elif not is_private(module):
            yield module, [name for name in namespaces.names(module) if not name.startswith("_")]
