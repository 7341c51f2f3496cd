"""A run over many files: each is read, analysed and judged by itself, so that none can stop the others."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TypeVar

from fitlens.analysis.analyze import analyze
from fitlens.analysis.facts import Facts, Span
from fitlens.catalog.store import Catalog
from fitlens.check.discover import discover
from fitlens.check.model import SYNTAX, Checked, Problem, Report
from fitlens.rules import registry
from fitlens.rules.model import Finding, Rule
from fitlens.source.document import Document, read_document
from fitlens.source.read import SourceError

Outcome = TypeVar("Outcome")


def check_paths(paths: Iterable[str], catalog: Catalog, rules: Sequence[Rule] | None = None) -> Report:
    """Judges every file under the paths by the rules, or by those that are on by default."""
    found = discover(paths)
    problems = list(found.problems)
    checked: list[Checked] = []
    files = estimators = 0

    def judge(document: Document, facts: Facts) -> tuple[Checked, int]:
        findings = [*_syntax(document), *registry.run(facts, document, rules)]
        findings.sort(key=lambda finding: (finding.span, finding.code))
        return Checked(document, tuple(findings)), _estimators(facts)

    for outcome in each(found.files, catalog, judge):
        if isinstance(outcome, Problem):
            problems.append(outcome)
            continue
        result, count = outcome
        files += 1
        estimators += count
        if result.findings:
            checked.append(result)
    return Report(files, estimators, catalog.version, tuple(checked), tuple(problems))


def each(
    files: Iterable[str], catalog: Catalog, action: Callable[[Document, Facts], Outcome]
) -> Iterator[Outcome | Problem]:
    """What the action makes of each file's facts, or why it could not, in the order of the files."""
    for path in files:
        try:
            document = read_document(path)
            yield action(document, analyze(document, catalog))
        except SourceError as error:
            yield Problem(path, error.message)
        except Exception as error:  # noqa: BLE001 - a mistake of ours in one file must not keep the others from being checked
            yield Problem(path, _confession(error), internal=True)


def _syntax(document: Document) -> Iterator[Finding]:
    for problem in document.tree.problems:
        yield Finding(
            code=SYNTAX,
            name="invalid-syntax",
            severity="error",
            message=problem.message,
            span=Span(problem.offset, min(problem.offset + 1, len(document.text))),
            help="the rest of the file was checked as far as it could be read",
        )


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
