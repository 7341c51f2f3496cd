"""`fitlens show NAME --why`: what was run to see what a page says, and with `--rerun` what comes of it now."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Final

from fitlens.catalog.build.again import Again, run_again
from fitlens.catalog.build.probe.samples import SIZES
from fitlens.catalog.evidence import Trial, trials_of
from fitlens.catalog.model import ClassEntry
from fitlens.catalog.phrases import kinds
from fitlens.catalog.store import Catalog, open_catalog, versions
from fitlens.check.report.line import one_line
from fitlens.check.report.paint import Paint
from fitlens.check.report.summary import plural
from fitlens.cli.exits import UsageError
from fitlens.environment.installed import selected
from fitlens.record import NamedTuple

_PLAIN: Final = {
    "there": "there",
    "absent": "not there",
    "same": "same result",
    "differs": "other result",
    "accepted": "accepted",
    "refused": "refused",
}


class Shown(NamedTuple):
    """One trial, and what came of it when it was run again."""

    trial: Trial
    again: Again | None = None

    def record(self) -> dict[str, object]:
        """As JSON."""
        record: dict[str, object] = self.trial._asdict()
        del record["fact"]
        return record if self.again is None else {**record, "rerun": self.again._asdict()}


class Reasons(NamedTuple):
    """The evidence behind a page."""

    version: str
    """The scikit-learn that it was observed with."""
    shown: tuple[Shown, ...]
    again: str = ""
    """Where it was run again: `scikit-learn 1.5.2 of python3`; empty where it was not."""

    @property
    def holds(self) -> bool:
        """Whether nothing that was run again came out otherwise."""
        return all(each.again is None or each.again.holds for each in self.shown)

    def page(self, paint: Paint, width: int) -> Iterator[str]:
        """Lines below the page that it is the evidence for."""
        yield ""
        yield paint("bold", "Why")
        if not self.shown:
            yield "  nothing was run for it: it is what the source says"
            return
        size = SIZES[0]
        yield from _wrapped(
            f"run with scikit-learn {self.version}: the call · the kind of data · what came of it", 0, width
        )
        yield from _wrapped(
            f"most data is {size.n_samples} samples of {size.n_features} features, "
            f"with {size.n_classes} classes or {size.n_outputs} outputs",
            0,
            width,
        )
        for subject, group in groupby(self.shown, key=lambda each: each.trial.subject):
            yield ""
            yield f"  {paint('bold', subject)}"
            for each in group:
                yield from _lines(each, paint, width)
        if self.again:
            failed = sum(1 for each in self.shown if each.again is not None and not each.again.holds)
            yield ""
            yield f"Run again with {self.again}: " + (
                f"{failed} of {plural(len(self.shown), 'trial')} came out otherwise"
                if failed
                else f"{'all ' if len(self.shown) > 1 else ''}{plural(len(self.shown), 'trial')} came out the same"
            )


def reasons(entry: ClassEntry, name: str | None, catalog: Catalog, rerun: str | None) -> Reasons:
    """The evidence for a class, or for what concerns one member of it.

    rerun: the interpreter to run it again with. Raises UsageError for a version that was only read, CatalogError where the
    evidence is damaged, or the interpreter cannot be started, has no scikit-learn or not this class.
    """
    if not catalog.observed:
        raise UsageError(
            f"no evidence: nothing was run with scikit-learn {catalog.version}, only its source was read; "
            f"give --target-version {_first_observed()} or newer"
        )
    trials = [each for each in trials_of(entry) if name is None or _concerns(each, name)]
    trials.sort(key=lambda each: (each.subject != name, each.subject))
    if rerun is None or not trials:
        return Reasons(catalog.patch, tuple(Shown(each) for each in trials))
    again = run_again(rerun, entry, trials)
    found = selected(rerun).found
    where = f"scikit-learn {found.version} of {rerun}" if found is not None else rerun
    return Reasons(catalog.patch, tuple(map(Shown, trials, again)), where)


def _first_observed() -> str:
    return next(each for each in versions() if open_catalog(each).observed)


def _concerns(trial: Trial, name: str) -> bool:
    """Whether it is about a member, or set it on purpose."""
    changed = trial.fact[3]
    return trial.subject == name or name in changed


def _lines(shown: Shown, paint: Paint, width: int) -> Iterator[str]:
    trial, again = shown
    came = _came(trial.outcome, trial.detail)
    if trial.other is not None:
        came += f" {'as' if trial.outcome == 'same' else 'than'} {trial.other}"
    told = f"{trial.call} · {kinds([trial.data])} · {came}"
    mark = "" if again is None else "holds   " if again.holds else "not so  "
    margin = 4 + len(mark)
    first, *rest = textwrap.wrap(
        told, width, initial_indent=" " * margin, subsequent_indent=" " * (margin + 2), break_on_hyphens=False
    )
    yield "    " + (paint("dim" if again and again.holds else "error", mark) if mark else "") + first[margin:]
    yield from rest
    if again is None:
        return
    if not again.holds:
        yield from _wrapped(f"now: {_came(again.outcome, again.detail)}", margin, width)
    if again.message:
        yield from _wrapped(f"{again.detail}: {one_line(' '.join(again.message.split()))}", margin, width)


def _wrapped(text: str, margin: int, width: int) -> Sequence[str]:
    return textwrap.wrap(
        text, width, initial_indent=" " * (margin + 2), subsequent_indent=" " * (margin + 4), break_on_hyphens=False
    )


def _came(outcome: str, detail: str) -> str:
    """What came of a trial; `ndarray float64 (3, 5)` is written as it was read, a value without axes as its type."""
    if outcome == "is" or (outcome == "refused" and detail):
        return detail.removesuffix(" ()").removesuffix(" -")
    return _PLAIN[outcome]
