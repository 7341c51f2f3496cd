"""What is told of an item when a client asks for more."""

from __future__ import annotations

from collections.abc import Callable

from fitlens.catalog import phrases
from fitlens.catalog.model import ClassEntry, Conditions, FunctionEntry, Parameter
from fitlens.catalog.store import Catalog
from fitlens.catalog.wording import accepted
from fitlens.environment.documentation import Paragraph
from fitlens.ide.completion.item import Subject
from fitlens.ide.life import life
from fitlens.ide.markup import Piece, code, joined, link, page, strong, text, written
from fitlens.ide.spelled import default_of, nature_of, role_of

_MOST_ACCEPTED = 10
_MOST_LEARNED = 12


def explained(
    subject: Subject, catalog: Catalog, documentation: Callable[[ClassEntry, str], Paragraph | None]
) -> Piece | None:
    """A text on a class, a function or what belongs to it; None where the catalog does not know it."""
    owner = catalog.resolve(subject.path)
    if owner is None or isinstance(owner, str):
        return None
    told: list[Piece] = []
    anchor: str | None = None
    if not subject.member:
        told = _whole(owner)
    elif (parameter := owner.parameter_named(subject.member)) is not None:
        told = _parameter(owner, parameter)
    elif isinstance(owner, ClassEntry):
        told = _member(owner, subject.member)
        anchor = subject.member if owner.method_named(subject.member) else None
    if isinstance(owner, ClassEntry) and subject.member:
        paragraph = documentation(owner, subject.member)
        if paragraph is not None:
            told.append(written(paragraph.text))
    last = [life(owner.path, subject.member)] if subject.member else []
    last.append(link(f"docs {catalog.version}", catalog.documentation_url(owner, anchor)))
    return page([*told, joined([each for each in last if each.plain], " · ")])


def acceptance(parameter: Parameter) -> Piece:
    """`Accepts "scale", "auto" or a number ≥ 0`; empty where nothing is known of it."""
    words = Piece(
        accepted(parameter.constraints, most=_MOST_ACCEPTED),
        accepted(parameter.constraints, mark="", most=_MOST_ACCEPTED),
    )
    return text("Accepts ") + words if words.plain else words


def _parameter(owner: ClassEntry | FunctionEntry, parameter: Parameter) -> list[Piece]:
    role = role_of(owner, parameter.name) if isinstance(owner, ClassEntry) else "argument"
    head = strong(parameter.name) + text(f" · {role} of ") + code(owner.name) + text(f", {default_of(parameter)}")
    told = [head]
    if isinstance(owner, ClassEntry):
        for fact in owner.ineffective:
            if fact.parameter == parameter.name:
                under = phrases.together(fact.under, mark="`", most=3), phrases.together(fact.under, most=3)
                told.append(Piece(f"No effect with {under[0]}", f"No effect with {under[1]}"))
    return [*told, acceptance(parameter)]


def _member(owner: ClassEntry, name: str) -> list[Piece]:
    learned, method = owner.learned_named(name), owner.method_named(name)
    if learned is not None:
        head = strong(name) + text(" · learned parameter of ") + code(owner.name) + text(", set by ") + code("fit")
        holds = Piece(phrases.alternatives(learned.forms, mark="`"), phrases.alternatives(learned.forms))
        return [head, holds, _exists(learned.conditions)]
    if method is None:
        return []
    told = [strong(name) + text(" · method of ") + code(owner.name), _exists(method.conditions)]
    if method.raises_unfitted:
        told.append(text("Needs ") + code("fit"))
    return told


def _whole(owner: ClassEntry | FunctionEntry) -> list[Piece]:
    if isinstance(owner, FunctionEntry):
        return [strong(owner.name) + text(" · function of ") + code(owner.path.rpartition(".")[0])]
    told = [strong(owner.name) + text(f" · {nature_of(owner)}")]
    telling = [code(name) for name in owner.influence]
    if telling:
        told.append(text("changes most by: ") + joined(telling))
    learned = [code(each.name) for each in owner.learned if each.documented][:_MOST_LEARNED]
    if learned:
        told.append(text("fit learns: ") + joined(learned))
    return told


def _exists(conditions: Conditions) -> Piece:
    if not conditions:
        return text("")
    return Piece(f"Exists {phrases.only(conditions, mark='`', most=3)}", f"Exists {phrases.only(conditions, most=3)}")
