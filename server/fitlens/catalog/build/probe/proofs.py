"""Evidence: one run, or two, that show a fact, short enough to ship and exact enough to be run again."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple, cast

from fitlens.catalog.build.probe.laboratory import Changes, Subject, changes

Json = Any


class Proof(NamedTuple):
    """What one trial showed."""

    subject: str
    """The learned parameter, method or hyperparameter that it is about; `conflicts` for two values refused together."""
    outcome: str
    """is, there, absent, refused, same, differs."""
    kind: str
    """The kind of data."""
    changed: Changes
    """What is set otherwise than in the plain instance."""
    detail: object = ""
    """is: what it is. refused: the exception's name. same, differs: the change whose effect was looked for."""


def evidence_of(subject: Subject, proofs: Iterable[Proof]) -> dict[str, Json]:
    """The record of all evidence for one class; `form` is the key that the class's own record names it by."""
    facts = sorted({json.dumps(_written(each), ensure_ascii=False) for each in proofs})
    record: dict[str, Json] = {
        "given": dict(subject.given),
        "base": dict(subject.base),
        "facts": [json.loads(each) for each in facts],
    }
    record = {key: value for key, value in record.items() if value}
    form = hashlib.sha256(json.dumps([subject.entry.path, record]).encode()).hexdigest()[:8]
    return {"path": subject.entry.path, "form": form, **record}


def read_proof(written: Sequence[Json]) -> Proof:
    """A proof as it stands in a record of evidence."""
    subject, outcome, kind, changed, *rest = written
    detail: object = rest[0] if rest else ""
    if outcome in ("same", "differs"):
        detail = tuple(cast("list[str]", detail))
    return Proof(subject, outcome, kind, changes(*cast("Mapping[str, str]", changed).items()), detail)


def _written(proof: Proof) -> list[Json]:
    return [
        proof.subject,
        proof.outcome,
        proof.kind,
        dict(proof.changed),
        *(
            [list(cast("tuple[str, ...]", proof.detail)) if isinstance(proof.detail, tuple) else proof.detail]
            if proof.detail
            else []
        ),
    ]
