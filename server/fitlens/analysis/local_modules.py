"""The project's own modules as values: imported, their names read, bound anew from outside."""

from __future__ import annotations

from fitlens.analysis.context import Context
from fitlens.analysis.values import UNKNOWN, Collection, Constant, LocalModule, Value
from fitlens.source.document import Document

_PACKAGE = "__init__.py"


def find(context: Context, name: str, level: int) -> Value | None:
    """The module that an import names, UNKNOWN where it is the project's but not there; None where it is none of the project's."""
    if level:
        document = locate(context, context.document.path, name, level)
        return UNKNOWN if document is None else imported(context, document, "")
    top, _, rest = name.partition(".")
    document = locate(context, context.document.path, top, 0)
    if document is None:
        return None
    if not rest:
        return imported(context, document, name)
    inner = locate(context, context.document.path, name, 0)
    if inner is not None:
        return imported(context, inner, name)
    return None if is_blank(document) else UNKNOWN


def locate(context: Context, importer: str, name: str, level: int) -> Document | None:
    """Ask for a module of the project, and remember what the answer was."""
    from fitlens.analysis.library import Lookup

    assert context.library is not None
    known = context.lookups.get((importer, name, level))
    if known is None:
        found = context.library.modules.find(importer, name, level)
        known = context.lookups[importer, name, level] = Lookup(importer, name, level, found)
    return known.found


def is_blank(document: Document) -> bool:
    """Whether it holds nothing: a directory that is a package all the same, or might be one of another installed package."""
    return not document.code.strip()


def imported(context: Context, document: Document, path: str) -> LocalModule:
    """A module, with what is known of its names at hand."""
    from fitlens.analysis.exports import graft

    assert context.library is not None
    exports = context.library.exports(document)
    if not exports.opaque:
        context.imported[exports.scope] = exports
        graft(context, exports)
    return LocalModule(exports, path)


def member(context: Context, module: LocalModule, name: str) -> Value | None:
    """What a name of a module is bound to, or the module of that name in a package; None where there is neither."""
    context.hangs_on_more()
    found = context.state.value((module.exports.scope, name))
    if found is not None:
        return found
    document = module.exports.document
    if not document.path.endswith(_PACKAGE):
        return UNKNOWN if module.exports.opaque else None
    inside = locate(context, document.path, name, 1)
    if inside is not None:
        return imported(context, inside, f"{module.path}.{name}" if module.path else "")
    return None if is_blank(document) else UNKNOWN


def every(context: Context, module: Value) -> dict[str, Value] | None:
    """What `from module import *` binds; None where that is not known."""
    if not isinstance(module, LocalModule) or module.exports.opaque:
        return None
    scope, state = module.exports.scope, context.state
    said = state.value((scope, "__all__"))
    names = tuple(name for name in module.exports.names if not name.startswith("_"))
    if said is not None:
        items = state.items(said).values if isinstance(said, Collection) else ()
        texts = [each.value for each in items if isinstance(each, Constant) and isinstance(each.value, str)]
        if not texts or len(texts) != len(items):
            return None
        names = tuple(texts)
    return {name: member(context, module, name) or UNKNOWN for name in names}


def store(context: Context, module: LocalModule, name: str) -> None:
    """`module.name = ...`: whoever reads it, now or later, may get what others put there."""
    context.state.set((module.exports.scope, name), UNKNOWN)


def lost(context: Context, module: LocalModule) -> list[Value]:
    """Code that is not known got hold of the module: it may bind any of its names anew. Gives what they were bound to."""
    before: list[Value] = []
    for name in module.exports.names:
        found = context.state.value((module.exports.scope, name))
        if found is not None and found is not UNKNOWN:
            store(context, module, name)
            before.append(found)
    return before
