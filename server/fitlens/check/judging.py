"""What is found in one file after another: known from a run before, or analysed and judged."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from fitlens.analysis.facts import Facts
from fitlens.check import garbage
from fitlens.check.cache.results import Cache
from fitlens.check.cache.shard import Kept
from fitlens.check.libraries import Libraries
from fitlens.check.model import Problem
from fitlens.record import NamedTuple
from fitlens.rules.model import Finding
from fitlens.settings.configuration import Configuration
from fitlens.settings.layer import SettingsError
from fitlens.source.document import Document
from fitlens.source.read import SourceError

if TYPE_CHECKING:
    from fitlens.check.mending import Mending

Read = Callable[[str], Document]
"""The document of a path; raises SourceError."""


class Looked(NamedTuple):
    """One file that was looked at."""

    path: str
    document: Document | None = None
    """Where there are findings."""
    findings: tuple[Finding, ...] = ()
    estimators: int = 0
    foreign: bool = False
    """It is a notebook without Python."""


class Judging:
    """Looks at files. Not thread-safe."""

    def __init__(
        self,
        libraries: Libraries,
        settings_of: Configuration,
        read: Read,
        cache: Cache | None = None,
        mending: Mending | None = None,
    ) -> None:
        self._libraries = libraries
        self._settings_of = settings_of
        self._read = read
        self._cache = cache
        self._mending = mending

    def look(self, path: str) -> Looked | Problem:
        """What is found in a file, or why it could not be looked at."""
        garbage.between_files()
        looked = self._look(path, known=False)
        assert looked is not None
        return looked

    def known(self, path: str) -> Looked | Problem | None:
        """The same, where it need not be analysed."""
        return self._look(path, known=True)

    def _look(self, path: str, *, known: bool) -> Looked | Problem | None:
        try:
            document = self._read(path)
            if is_foreign(document):
                return Looked(path, foreign=True)
            result = self._judge(document, known=known)
            if result is None:
                return None
            findings, estimators = result
            if self._mending is not None:
                mended, findings = self._mending(document, findings, lambda other: self._anew(other)[0])
                if mended is not document:
                    # What follows may rest on what is not on disk.
                    self._cache = None
                    self._libraries.renew(document := mended)
        except SourceError as error:
            return Problem(path, error.message)
        except SettingsError:
            raise
        except Exception as error:  # noqa: BLE001 - a mistake of ours in one file must not keep the others from being checked
            return Problem(path, confession(error), internal=True)
        return Looked(path, document if findings else None, tuple(findings), estimators)

    def _judge(self, document: Document, *, known: bool) -> tuple[Sequence[Finding], int] | None:
        """The findings, and how many estimators are made there."""
        # What has nothing to do with scikit-learn is not even parsed.
        if not self._libraries.reaches(document):
            return (), 0
        choice, _ = self._libraries.of(document.path)
        reach = self._libraries.reach(document.path)
        cache = self._cache
        asked = cache and cache.ask(document, choice, self._settings_of(document.path), reach)
        if cache is None or asked is None:
            return None if known else self._anew(document)[:2]
        kept = cache.get(asked, choice)
        if kept is None:
            if known:
                return None
            findings, estimators, declared, facts = self._anew(document)
            kept = Kept(asked.key, estimators, tuple(findings), tuple(declared), choice.rests_on)
            if cache.covers(document, reach, facts.uses):
                cache.put(asked, kept)
        return kept.findings, kept.estimators

    def _anew(self, document: Document) -> tuple[Sequence[Finding], int, Sequence[str | None], Facts]:
        """The same, behind it the lowest version that the project says it works with, if that was asked, and the facts."""
        # Loaded where there is something to judge.
        from fitlens.analysis.analyze import analyze
        from fitlens.settings.judge import judge

        choice, library = self._libraries.of(document.path)
        facts = analyze(document, choice.catalog, choice.packaged, library)
        declared: list[str | None] = []

        def ask() -> str | None:
            declared[:] = [choice.declared_minimum]
            return declared[0]

        findings = judge(facts._replace(declared=ask), document, self._settings_of(document.path))
        return findings, _estimators(facts), declared, facts


def is_foreign(document: Document) -> bool:
    """Whether it is a notebook without a cell of Python: one in R or Julia, or one of text alone."""
    return document.kind == "notebook" and not document.cells


def confession(error: Exception) -> str:
    """One line that a user can report: what happened, and in which of our files."""
    place = ""
    step = error.__traceback__
    while step is not None:
        _, ours, rest = step.tb_frame.f_code.co_filename.replace("\\", "/").rpartition("/fitlens/")
        if ours:
            place = f" at fitlens/{rest}:{step.tb_lineno}"
        step = step.tb_next
    what = " ".join(f"{type(error).__name__}: {error}".split())
    return f"internal error{place}: {what}. This is a fault of FitLens, not of the file: report it with this line"


def _estimators(facts: Facts) -> int:
    return sum(any(entry.kind == "estimator" for entry in fact.classes) for fact in facts.constructions)
