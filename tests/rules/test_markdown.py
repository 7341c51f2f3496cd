"""Every Markdown case: what is found, what the fixes make of it, and what scikit-learn itself says."""

from __future__ import annotations

import os
import subprocess
import sys
import warnings
from collections import Counter
from collections.abc import Sequence
from contextlib import chdir
from pathlib import Path
from tempfile import TemporaryDirectory
from types import ModuleType

import pytest

from fitlens.analysis.analyze import analyze
from fitlens.catalog.store import open_catalog
from fitlens.rules import registry
from fitlens.rules.model import Finding, Rule
from fitlens.rules.rounds import Mended, mend
from fitlens.source.document import document_from_text
from tests.rules.mdtest import Case, cases

CASES = cases(Path(__file__).parent)
SECTIONS = {"Valid", "Invalid", "Known gaps"}


def _findings(text: str, rule: Rule | None, version: str | None = None, declared: str | None = None) -> list[Finding]:
    """What the rules that are on by default find, and this one, judged by a version."""
    document = document_from_text("case.py", text)
    rules = [each for each in registry.all_rules() if each is rule or each.severity != "info"]
    facts = analyze(document, open_catalog(version))._replace(declared=lambda: declared)
    return registry.run(facts, document, rules)


def _found(case: Case, text: str) -> list[Finding]:
    return _findings(text, _rule(case), case.version, case.declared)


def _raised(text: str, *, warned: bool = False) -> BaseException | None:
    """What the code raises; where it is `warned`, the announcement that something of scikit-learn's goes counts."""
    _switch_experiments_off()
    # what it writes is written elsewhere
    with TemporaryDirectory() as folder, chdir(folder), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        if warned:
            warnings.simplefilter("error", FutureWarning)
        try:
            exec(compile(text, "case.py", "exec"), {"__name__": "__main__"})
        except Exception as error:
            return error
    return None


def _switch_experiments_off() -> None:
    """What an earlier program switched on would be there for this one as well."""
    package = "sklearn.experimental"
    for name in [each for each in sys.modules if each.startswith(f"{package}.")]:
        brought = vars(sys.modules.pop(name))
        delattr(sys.modules[package], name.rpartition(".")[2])
        for module in (each for each in brought.values() if isinstance(each, ModuleType)):
            for added in brought.keys() & set(getattr(module, "__all__", ())):
                delattr(module, added)
                module.__all__.remove(added)


def _raised_by(case: Case, code: str | None = None, *, warned: bool = False) -> object:
    """What the case's or other code raises with the version it is for; skips the test where that is not installed."""
    import sklearn

    code = case.program if code is None else code
    if case.version is None or sklearn.__version__.startswith(f"{case.version}."):
        return _raised(code, warned=warned)
    folder = os.environ.get("FITLENS_ENVIRONMENTS")
    pythons = [] if folder is None else sorted(Path(folder).glob(f"{case.version}.*/bin/python"))
    if not pythons:
        pytest.skip(f"scikit-learn {case.version} is not installed")
    filters = "ignore,error::FutureWarning" if warned else "ignore"
    command = [str(pythons[-1]), "-c", code]
    done = subprocess.run(
        command, env={**os.environ, "PYTHONWARNINGS": filters}, capture_output=True, text=True, check=False
    )
    return done.stderr if done.returncode else None


def _mended(case: Case, *, unsafe: bool) -> Mended:
    """The case with its fixes made, as `fitlens check --fix` makes them."""
    document = document_from_text("case.py", case.program)
    return mend(document, _found(case, case.program), lambda each: _found(case, each.text), unsafe=unsafe)


def _errors(findings: Sequence[Finding]) -> Counter[str]:
    return Counter(finding.code for finding in findings if finding.severity == "error")


def _has_safe_fix(case: Case) -> bool:
    return any(finding.fix is not None and finding.fix.safe for finding in _found(case, case.program))


def _deprecations(case: Case) -> bool:
    """Whether the case is about what is announced to go."""
    return case.file.stem.startswith("skl41")


def _rule(case: Case) -> Rule | None:
    return registry.rule_named(case.file.stem)


def _name(case: Case) -> str:
    return f"{case.file.stem}: {case.section}: {case.title}"


@pytest.mark.parametrize("case", CASES, ids=_name)
def test_found_as_written(case: Case) -> None:
    assert case.section in SECTIONS
    document = document_from_text("case.py", case.program)
    found = [(document.line_of(f.span.start), f.severity, f.code, f.message) for f in _found(case, case.program)]
    expected = case.expected()
    assert [(line, severity, code) for line, severity, code, _ in found] == [e[:3] for e in expected], found
    for (_, _, _, message), (_, _, _, text) in zip(found, expected, strict=True):
        assert text in message
    assert bool(expected) == (case.section == "Invalid")


@pytest.mark.parametrize("case", [case for case in CASES if case.runs], ids=_name)
def test_scikit_learn_agrees(case: Case) -> None:
    error = _raised_by(case)
    rule = _rule(case)
    if case.section == "Valid" or (rule is not None and rule.severity != "error"):
        assert error is None, error
    else:
        assert error is not None, "the code runs: there is nothing wrong with it"


@pytest.mark.parametrize("case", [case for case in CASES if case.runs and _deprecations(case)], ids=_name)
def test_scikit_learn_warns(case: Case) -> None:
    assert (_raised_by(case, warned=True) is not None) == (case.section == "Invalid")


@pytest.mark.parametrize("case", [case for case in CASES if case.fixed is not None], ids=_name)
def test_fixed_as_written(case: Case) -> None:
    done = _mended(case, unsafe=True)
    assert case.fixed is not None
    assert _code(done.document.text) == _code(case.setup + case.fixed)
    assert list(done.findings) == []


INVALID = [case for case in CASES if case.section == "Invalid"]


@pytest.mark.parametrize("case", [case for case in INVALID if _has_safe_fix(case)], ids=_name)
def test_safe_fixes_settle_what_they_are_for(case: Case) -> None:
    done = _mended(case, unsafe=False)
    assert not done.refused
    assert not done.restless
    compile(done.document.text, "case.py", "exec")
    assert not [finding for finding in done.findings if finding.fix is not None and finding.fix.safe]
    # what means the same today may be about to go in its turn
    assert not _errors(done.findings) - _errors(_found(case, case.program)), "one made another"
    if case.runs and not _errors(done.findings):
        error = _raised_by(case, done.document.text)
        assert error is None, error


def _code(text: str) -> list[str]:
    """The lines without comments; an import that is gone leaves an empty one, which does not count."""
    lines = (line.partition("  #")[0].rstrip() for line in text.split("\n"))
    return [line for line in lines if line]


def test_each_rule_has_cases_of_both_kinds() -> None:
    for rule in registry.all_rules():
        sections = {case.section for case in CASES if case.file.stem == rule.code.lower()}
        assert {"Valid", "Invalid"} <= sections, rule.code
