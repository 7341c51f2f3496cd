"""A run over many files: each is looked at by itself, so that none can stop the others."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Final, TypeVar

from fitlens.analysis.facts import Facts
from fitlens.check import garbage
from fitlens.check.cache.results import Cache, Fresh
from fitlens.check.discover import discover
from fitlens.check.judging import Judging, Looked, Read, confession, is_foreign
from fitlens.check.libraries import Choose, Libraries
from fitlens.check.model import Checked, Judged, Problem, Report
from fitlens.environment.choice import Choice
from fitlens.settings.configuration import Configuration
from fitlens.source.document import Document, read_document
from fitlens.source.read import SourceError

__all__ = ["Progress", "Read", "check_paths", "each", "is_foreign"]

if TYPE_CHECKING:
    from fitlens.check.mending import Mending

Outcome = TypeVar("Outcome")
Progress = Callable[[int, int], None]
"""Told after each file how many are done, of how many."""

FEW: Final = 24
"""Files to analyse for each process: fewer are done sooner than it has begun."""
_TOGETHER: Final = 16
_PARTS: Final = 2000


def check_paths(
    paths: Iterable[str],
    choose: Choose,
    settings_of: Configuration,
    *,
    read: Read = read_document,
    progress: Progress | None = None,
    mending: Mending | None = None,
    cache: Cache | None = None,
    jobs: int | None = None,
) -> Report:
    """Judges every file under the paths by the settings that hold for it.

    With `mending`, each is told of as it is after its fixes were made. jobs: the most processes, None for as many as can run
    at once. Raises CatalogError where no catalog can be read, SettingsError where settings cannot be used.
    """
    found = discover(paths, settings_of.of_directory)
    problems = list(found.problems)
    checked: list[Checked] = []
    skipped: list[str] = []
    judged: dict[Judged, None] = {}
    looked_at: list[str] = []
    estimators = 0
    libraries = Libraries(choose)
    judging = Judging(libraries, settings_of, read, cache, mending)
    # A fix changes what the files behind it import.
    jobs = 1 if mending is not None else jobs
    try:
        for outcome in _outcomes(found.files, judging, libraries, cache, jobs, progress):
            if isinstance(outcome, Problem):
                problems.append(outcome)
            elif outcome.foreign:
                skipped.append(outcome.path)
            else:
                judged[_judged(libraries.choice(outcome.path))] = None
                looked_at.append(outcome.path)
                estimators += outcome.estimators
                if outcome.document is not None:
                    checked.append(Checked(outcome.document, outcome.findings))
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


def _outcomes(
    files: Sequence[str],
    judging: Judging,
    libraries: Libraries,
    cache: Cache | None,
    jobs: int | None,
    progress: Progress | None,
) -> Iterator[Looked | Problem]:
    """What is found in each file, in their order."""
    if len(files) < 2 * FEW or jobs == 1:
        for done, path in enumerate(files, start=1):
            libraries.choice(path)  # raises here what ends the run
            yield judging.look(path)
            if progress is not None:
                progress(done, len(files))
        return
    outcomes: dict[str, Looked | Problem] = {}

    def add(path: str, outcome: Looked | Problem) -> None:
        outcomes[path] = outcome
        if progress is not None:
            progress(len(outcomes), len(files))

    for path in files:
        libraries.choice(path)
        known = judging.known(path)
        if known is not None:
            add(path, known)
    left = [path for path in files if path not in outcomes]
    for path, outcome in _shared(left, judging, cache, jobs):
        add(path, outcome)
    for path in left:
        if path not in outcomes:
            add(path, judging.look(path))
    for path in files:
        yield outcomes.pop(path)


def _shared(
    files: Sequence[str], judging: Judging, cache: Cache | None, jobs: int | None
) -> Iterator[tuple[str, Looked | Problem]]:
    """What several processes find, where there is enough for them to do."""
    from fitlens.check import workers

    count = min(len(files) // FEW, workers.processors() if jobs is None else jobs)
    if count < 2 or not workers.can_fork():
        return
    # Loaded once, before there are several.
    from fitlens.analysis import analyze
    from fitlens.settings import judge

    del analyze, judge
    size = max(_TOGETHER, -(-len(files) // _PARTS))
    size = min(size, -(-len(files) // (2 * count)))
    parts = [files[start : start + size] for start in range(0, len(files), size)]

    def work(part: Sequence[str]) -> tuple[list[Looked | Problem], list[Fresh]]:
        return [judging.look(path) for path in part], [] if cache is None else cache.take()

    def begin() -> None:
        if cache is not None:
            cache.hold()

    for _, (outcomes, fresh) in workers.spread(parts, work, count, begin):
        if cache is not None:
            cache.add(fresh)
        for outcome in outcomes:
            yield outcome.path, outcome


def each(
    files: Iterable[str], libraries: Libraries, action: Callable[[Document, Facts | None], Outcome]
) -> Iterator[Outcome | Problem]:
    """What the action makes of each file's facts, or why it could not, in the order of the files.

    There are no facts of a file that has nothing to do with scikit-learn. Raises CatalogError where no catalog can be read,
    SettingsError where settings cannot be used.
    """
    from fitlens.analysis.analyze import analyze

    for path in files:
        garbage.between_files()
        choice, library = libraries.of(path)
        try:
            document = read_document(path)
            reaches = libraries.reaches(document)
            yield action(document, analyze(document, choice.catalog, choice.packaged, library) if reaches else None)
        except SourceError as error:
            yield Problem(path, error.message)
        except Exception as error:  # noqa: BLE001 - a mistake of ours in one file must not keep the others from being checked
            yield Problem(path, confession(error), internal=True)


def _judged(choice: Choice) -> Judged:
    return Judged(choice.catalog.version, choice.origin, "" if choice.exact else choice.version)
