"""A run over many files: each is read, analysed and judged by itself, so that none can stop the others."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from typing import TypeVar

from fitlens.analysis.analyze import analyze
from fitlens.analysis.facts import Facts
from fitlens.analysis.library import Library
from fitlens.check import garbage
from fitlens.check.discover import discover
from fitlens.check.model import Checked, Judged, Problem, Report
from fitlens.check.select import chosen, every_rule
from fitlens.environment.choice import Choice
from fitlens.rules import registry
from fitlens.rules.model import Rule
from fitlens.source.document import Document, read_document
from fitlens.source.modules import ModulesOnDisk
from fitlens.source.read import SourceError

Outcome = TypeVar("Outcome")
Choose = Callable[[str], Choice]
"""Which scikit-learn a file is judged by."""


def check_paths(paths: Iterable[str], choose: Choose, rules: Sequence[Rule] | None = None) -> Report:
    """Judges every file under the paths by the rules, or by those that are on by default.

    Raises CatalogError where no catalog can be read.
    """
    found = discover(paths)
    problems = list(found.problems)
    checked: list[Checked] = []
    skipped: list[str] = []
    judged: dict[Judged, None] = {}
    files = estimators = 0

    def judge(document: Document, facts: Facts) -> tuple[Checked, int]:
        findings = registry.run(facts, document, chosen(every_rule()) if rules is None else rules)
        if not is_foreign(document):
            judged[_judged(choose(document.path))] = None
        return Checked(document, tuple(findings)), _estimators(facts)

    for outcome in each(found.files, choose, judge):
        if isinstance(outcome, Problem):
            problems.append(outcome)
            continue
        result, count = outcome
        if is_foreign(result.document):
            skipped.append(result.document.path)
            continue
        files += 1
        estimators += count
        if result.findings:
            checked.append(result)
    return Report(files, estimators, tuple(judged), tuple(checked), tuple(problems), tuple(skipped))


def each(
    files: Iterable[str], choose: Choose, action: Callable[[Document, Facts], Outcome]
) -> Iterator[Outcome | Problem]:
    """What the action makes of each file's facts, or why it could not, in the order of the files.

    Raises CatalogError where no catalog can be read.
    """
    libraries: dict[Choice, Library] = {}
    for path in files:
        garbage.between_files()
        choice = choose(path)
        library = libraries.get(choice)
        if library is None:
            library = libraries[choice] = _library(choice)
        try:
            document = read_document(path)
            facts = analyze(document, choice.catalog, choice.packaged, library)
            yield action(document, facts._replace(declared=partial(_declared, choice)))
        except SourceError as error:
            yield Problem(path, error.message)
        except Exception as error:  # noqa: BLE001 - a mistake of ours in one file must not keep the others from being checked
            yield Problem(path, _confession(error), internal=True)


def _declared(choice: Choice) -> str | None:
    return choice.declared_minimum


def _library(choice: Choice) -> Library:
    """The modules of a project. Files are taken to stay as they are for the length of a run."""

    def installed() -> str | None:
        return None if choice.installation is None else choice.installation.directory

    return Library(choice.catalog, choice.packaged, ModulesOnDisk(choice.project.levels, installed))


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
