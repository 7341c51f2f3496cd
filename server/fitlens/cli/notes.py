"""`fitlens catalog notes`: where the documentation and what was observed disagree, for those who build FitLens."""

from __future__ import annotations

import json
import os
import shutil
from typing import Final, Literal

from fitlens.catalog import phrases
from fitlens.catalog.build.notes.command import reconcile
from fitlens.catalog.build.notes.model import Note, Outcome, Reconciliation, Verdict
from fitlens.catalog.model import Setting
from fitlens.catalog.store import CatalogError
from fitlens.cli.exits import CLEAN, UsageError
from fitlens.environment.installed import selected

_TITLES: Final[dict[Outcome, str]] = {
    "agrees": "agree with what was observed",
    "in part": "agree, under some of the values that they name",
    "less": "are about what was not observed either way",
    "disagrees": "disagree with what was observed",
}
_LISTED: Final[tuple[Outcome, ...]] = ("disagrees", "in part", "less")


def run(python: str, *, output: Literal["text", "json"]) -> int:
    """Holds the notes in the documentation of the interpreter's scikit-learn against the catalog of its version."""
    found = selected(python).found
    if found is None:
        there = os.path.exists(python) or shutil.which(python) is not None
        said = "has no scikit-learn; name an interpreter that has one" if there else "does not exist"
        raise UsageError(f"--python {python}: {said}")
    try:
        reconciled = reconcile(found.version, found.directory)
    except CatalogError as error:
        raise UsageError(str(error)) from error
    if output == "json":
        print(json.dumps(_record(reconciled), ensure_ascii=False, indent=2))
    else:
        _tell(reconciled)
    return CLEAN


def _tell(reconciled: Reconciliation) -> None:
    print(f"scikit-learn {reconciled.version}: {reconciled.found} notes on when a hyperparameter does something")
    print(f"{len(reconciled.verdicts):5} are understood; of these")
    for outcome, title in _TITLES.items():
        print(f"{len(reconciled.having(outcome)):5}   {title}")
    for outcome in _LISTED:
        print(f"\n{_TITLES[outcome]}:")
        for verdict in reconciled.having(outcome):
            print(f"  {_claim(verdict.note)}")
            for line in _told(verdict):
                print(f"    {line}")
    print("\nnot understood:")
    for unread in reconciled.unread:
        print(f"  {unread.path}.{unread.parameter}")
        print(f"    {unread.sentence}")
    print("\n`fitlens show NAME --why` with one of these names shows what was run")


def _claim(note: Note) -> str:
    name = f"{note.path}.{note.parameter}"
    return f"{name}: {phrases.only(note.when) if note.says == 'used' else f'nothing {phrases.under(note.when)}'}"


def _told(verdict: Verdict) -> list[str]:
    if verdict.reasons:
        return list(verdict.reasons)
    return [f"not observed with {' or '.join(phrases.setting(each) for each in verdict.unseen)}"]


def _record(reconciled: Reconciliation) -> dict[str, object]:
    return {
        "version": reconciled.version,
        "found": reconciled.found,
        "understood": len(reconciled.verdicts),
        **{outcome.replace(" ", "_"): len(reconciled.having(outcome)) for outcome in _TITLES},
        "notes": [
            {
                "path": each.note.path,
                "parameter": each.note.parameter,
                "says": each.note.says,
                "when": [[_setting(one) for one in together] for together in each.note.when],
                "sentence": each.note.sentence,
                "outcome": each.outcome,
                "reasons": each.reasons,
                "not_observed": [_setting(one) for one in each.unseen],
            }
            for each in reconciled.verdicts
        ],
        "not_understood": [
            {"path": each.path, "parameter": each.parameter, "sentence": each.sentence} for each in reconciled.unread
        ],
    }


def _setting(one: Setting) -> dict[str, object]:
    return {"parameter": one.parameter, "values": one.values, "other": one.other}
