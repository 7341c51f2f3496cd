"""What was run to see what the catalog says of a class: read when someone asks why, and not before."""

from __future__ import annotations

import json
import os
from typing import Any, Literal

from fitlens.catalog.model import ClassEntry
from fitlens.catalog.store import DATA, EVIDENCE, CatalogError, line_of, map_records, record_key
from fitlens.record import NamedTuple

Outcome = Literal["is", "there", "absent", "refused", "same", "differs"]


class Trial(NamedTuple):
    """One run, or two that are compared."""

    subject: str
    """The learned parameter, method or hyperparameter that it is about; `conflicts` for two values refused together."""
    outcome: Outcome
    """is: the learned parameter was what `detail` says. there, absent: the learned parameter or method was. refused: the
    call or fit raised. same, differs: what was learned and predicted, with and without a change."""
    data: str
    """The kind of data it was fitted on (`multiclass`)."""
    call: str
    """How the instance was made, as source text: `SVC(random_state=0, kernel='linear')`. `Classifier()`, `Regressor()`,
    `Transformer()` and `Clusterer()` are small estimators of ours."""
    other: str | None = None
    """same, differs: the call that it was compared with."""
    detail: str = ""
    """is: `ndarray float64 (3, 5)`. refused: the name of the exception's type."""
    fact: tuple[Any, ...] = ()
    """The trial as it is written, with which it can be run again."""


def trials_of(entry: ClassEntry, *, directory: str = DATA) -> tuple[Trial, ...]:
    """All evidence for a class, by subject; empty where nothing of it was observed.

    Raises CatalogError where the file of evidence is damaged.
    """
    record = record_of(entry, directory=directory)
    try:
        standing = {**record.get("given", {}), **record.get("base", {})}
        return tuple(_trial(entry.name, standing, fact) for fact in record.get("facts", ()))
    except (TypeError, ValueError) as error:
        raise _damaged(directory) from error


def record_of(entry: ClassEntry, *, directory: str = DATA) -> dict[str, Any]:
    """The record of a class's evidence as it is written, with which it can be run again; empty where there is none.

    `given` and `base` are what every instance was made with (arguments that must be given, and a seed or fewer trees),
    `facts` the trials. Raises CatalogError where the file is damaged.
    """
    if not entry.evidence:
        return {}
    try:
        return json.loads(
            line_of(map_records(os.path.join(directory, EVIDENCE)), record_key(entry.path, entry.evidence))
        )
    except (KeyError, TypeError, ValueError) as error:
        raise _damaged(directory) from error


def _damaged(directory: str) -> CatalogError:
    return CatalogError(f"{os.path.join(directory, EVIDENCE)}: the catalog is damaged; reinstall fitlens")


def _trial(name: str, standing: dict[str, str], fact: list[Any]) -> Trial:
    subject, outcome, data, changed, *rest = fact
    values = {**standing, **changed}
    other, detail = None, rest[0] if rest else ""
    if outcome in ("same", "differs"):
        parameter, text = detail
        other, detail = _call(name, values), ""
        values = {**values, parameter: text}
    return Trial(subject, outcome, data, _call(name, values), other, detail, tuple(fact))


def _call(name: str, values: dict[str, str]) -> str:
    return f"{name}({', '.join(f'{parameter}={text}' for parameter, text in values.items())})"
