"""A run over many files: each is read, analysed and judged by itself, so that none can stop the others."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, TypeVar

from fitlens.analysis.facts import Facts
from fitlens.analysis.library import Library
from fitlens.check import garbage
from fitlens.check.cache.results import Cache
from fitlens.check.cache.shard import Kept
from fitlens.check.discover import discover
from fitlens.check.libraries import Choose, Libraries
from fitlens.check.model import Checked, Judged, Problem, Report
from fitlens.environment.choice import Choice
from fitlens.rules.model import Finding
from fitlens.settings.configuration import Configuration
from fitlens.source.document import Document, read_document
from fitlens.source.read import SourceError

if TYPE_CHECKING:
    from fitlens.check.mending import Mending

Outcome = TypeVar("Outcome")
Read = Callable[[str], Document]
"""The document of a path; raises SourceError."""
Progress = Callable[[int, int], None]
"""Told after each file how many are done, of how many."""


def check_paths(
    paths: Iterable[str],
    choose: Choose,
    settings_of: Configuration,
    *,
    read: Read = read_document,
    progress: Progress | None = None,
    mending: Mending | None = None,
    cache: Cache | None = None,
) -> Report:
    """Judges every file under the paths by the settings that hold for it.

    With `mending`, each is told of as it is after its fixes were made. Raises CatalogError where no catalog can be read,
    SettingsError where settings cannot be used.
    """
    found = discover(paths, settings_of.of_directory)
    problems = list(found.problems)
    checked: list[Checked] = []
    skipped: list[str] = []
    judged: dict[Judged, None] = {}
    looked_at: list[str] = []
    estimators = 0
    libraries = Libraries(choose)
    judging = _Judging(libraries, settings_of, cache)

    def again(document: Document) -> Sequence[Finding]:
        # It is no file that others import yet.
        return judging.anew(document)[0]

    def look(path: str) -> None:
        nonlocal estimators
        choice = choose(path)
        try:
            document = read(path)
            if is_foreign(document):
                skipped.append(path)
                return
            findings, count = judging(document)
            if mending is not None:
                mended, findings = mending(document, findings, again)
                if mended is not document:
                    # What follows may rest on what is not on disk.
                    judging.cache = None
                    libraries.renew(document := mended)
        except SourceError as error:
            problems.append(Problem(path, error.message))
            return
        except Exception as error:  # noqa: BLE001 - a mistake of ours in one file must not keep the others from being checked
            problems.append(Problem(path, _confession(error), internal=True))
            return
        judged[_judged(choice)] = None
        looked_at.append(path)
        estimators += count
        if findings:
            checked.append(Checked(document, tuple(findings)))

    try:
        for done, path in enumerate(found.files, start=1):
            garbage.between_files()
            look(path)
            if progress is not None:
                progress(done, len(found.files))
    finally:
        if cache is not None:
            cache.save()
    return Report(
        len(looked_at),
        estimators,
        tuple(judged),
        tuple(checked),
        tuple(problems),
        tuple(skipped),
        tuple(looked_at),
    )


class _Judging:
    """Says of one document after another what is found in it, and how many estimators are made there."""

    def __init__(self, libraries: Libraries, settings_of: Configuration, cache: Cache | None) -> None:
        self._libraries = libraries
        self._settings_of = settings_of
        self.cache = cache

    def __call__(self, document: Document) -> tuple[Sequence[Finding], int]:
        # What has nothing to do with scikit-learn is not even parsed.
        if not self._libraries.reaches(document):
            return (), 0
        if self.cache is None:
            return self.anew(document)[:2]
        choice, _ = self._libraries.of(document.path)
        reach = self._libraries.reach(document.path)
        asked = self.cache.ask(document, choice, self._settings_of(document.path), reach)
        if asked is None:
            return self.anew(document)[:2]
        kept = self.cache.get(asked, choice)
        if kept is None:
            findings, estimators, declared, facts = self.anew(document)
            kept = Kept(asked.key, estimators, tuple(findings), tuple(declared), choice.rests_on)
            if self.cache.covers(document, reach, facts.uses):
                self.cache.put(asked, kept)
        return kept.findings, kept.estimators

    def anew(self, document: Document) -> tuple[Sequence[Finding], int, Sequence[str | None], Facts]:
        """The same, behind it what the project was asked for the lowest version that it works with, and the facts."""
        # Loaded where there is something to judge.
        from fitlens.settings.judge import judge

        choice, library = self._libraries.of(document.path)
        facts = _facts(document, choice, library)
        declared: list[str | None] = []

        def ask() -> str | None:
            declared[:] = [choice.declared_minimum]
            return declared[0]

        findings = judge(facts._replace(declared=ask), document, self._settings_of(document.path))
        return findings, _estimators(facts), declared, facts


def each(
    files: Iterable[str],
    libraries: Libraries,
    action: Callable[[Document, Facts | None], Outcome],
    read: Read = read_document,
) -> Iterator[Outcome | Problem]:
    """What the action makes of each file's facts, or why it could not, in the order of the files.

    There are no facts of a file that has nothing to do with scikit-learn.

    Raises CatalogError where no catalog can be read, SettingsError where settings cannot be used.
    """
    for path in files:
        garbage.between_files()
        choice, library = libraries.of(path)
        try:
            document = read(path)
            # What has nothing to do with scikit-learn is not even parsed.
            facts = _facts(document, choice, library) if libraries.reaches(document) else None
            yield action(document, facts)
        except SourceError as error:
            yield Problem(path, error.message)
        except Exception as error:  # noqa: BLE001 - a mistake of ours in one file must not keep the others from being checked
            yield Problem(path, _confession(error), internal=True)


def _facts(document: Document, choice: Choice, library: Library) -> Facts:
    from fitlens.analysis.analyze import analyze

    return analyze(document, choice.catalog, choice.packaged, library)


def is_foreign(document: Document) -> bool:
    """Whether it is a notebook without a cell of Python: one in R or Julia, or one of text alone."""
    return document.kind == "notebook" and not document.cells


def _judged(choice: Choice) -> Judged:
    return Judged(choice.catalog.version, choice.origin, "" if choice.exact else choice.version)


def _estimators(facts: Facts) -> int:
    return sum(any(entry.kind == "estimator" for entry in fact.classes) for fact in facts.constructions)


def _confession(error: Exception) -> str:
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
