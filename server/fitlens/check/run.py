"""A run over many files: each is read, analysed and judged by itself, so that none can stop the others."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from typing import TYPE_CHECKING, TypeVar

from fitlens.analysis.analyze import analyze
from fitlens.analysis.facts import Facts
from fitlens.analysis.library import Library
from fitlens.check import garbage
from fitlens.check.discover import discover
from fitlens.check.libraries import Choose, Libraries
from fitlens.check.model import Checked, Judged, Problem, Report
from fitlens.environment.choice import Choice
from fitlens.rules.model import Finding
from fitlens.settings.configuration import Configuration
from fitlens.settings.judge import judge as judged_by
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

    def again(document: Document) -> Sequence[Finding]:
        return judged_by(_facts(document, *libraries.of(document.path)), document, settings_of(document.path))

    def judge(document: Document, facts: Facts | None) -> tuple[Checked, int]:
        findings: Sequence[Finding] = ()
        if facts is not None:
            findings = judged_by(facts, document, settings_of(document.path))
        if mending is not None:
            mended, findings = mending(document, findings, again)
            if mended is not document:
                libraries.renew(document := mended)
        if not is_foreign(document):
            judged[_judged(choose(document.path))] = None
        return Checked(document, tuple(findings)), 0 if facts is None else _estimators(facts)

    for done, outcome in enumerate(each(found.files, libraries, judge, read), start=1):
        if progress is not None:
            progress(done, len(found.files))
        if isinstance(outcome, Problem):
            problems.append(outcome)
            continue
        result, count = outcome
        if is_foreign(result.document):
            skipped.append(result.document.path)
            continue
        looked_at.append(result.document.path)
        estimators += count
        if result.findings:
            checked.append(result)
    return Report(
        len(looked_at),
        estimators,
        tuple(judged),
        tuple(checked),
        tuple(problems),
        tuple(skipped),
        tuple(looked_at),
    )


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
    facts = analyze(document, choice.catalog, choice.packaged, library)
    return facts._replace(declared=partial(_declared, choice))


def _declared(choice: Choice) -> str | None:
    return choice.declared_minimum


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
