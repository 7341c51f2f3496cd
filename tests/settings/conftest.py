"""Programs in a project of their own, judged by its settings."""

from collections.abc import Callable
from pathlib import Path
from textwrap import dedent

import pytest

from fitlens.check.run import check_paths
from fitlens.environment.choice import Chooser
from fitlens.settings.configuration import Configuration, Given

WRONG = "from sklearn.linear_model import Ridge\n\nmodel = Ridge(alhpa=1.0)\n"

Write = Callable[..., None]
Check = Callable[..., list[str]]


@pytest.fixture
def write(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Write:
    """Writes files below the current directory, each given as its path and its text."""
    monkeypatch.chdir(tmp_path)

    def files(texts: dict[str, str]) -> None:
        for name, text in texts.items():
            path = tmp_path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(dedent(text), encoding="utf-8")

    return files


@pytest.fixture
def check(write: Write) -> Check:
    """What a run finds: `path:line code severity`."""

    def found(*paths: str, config: tuple[str, ...] = (), isolated: bool = False) -> list[str]:
        configuration = Configuration(Given(config, isolated))
        choose = Chooser(demand=configuration.demand, read_settings=configuration.reads_files)
        report = check_paths(paths or (".",), choose, configuration)
        assert report.problems == ()
        return [
            f"{checked.document.path}:{checked.document.line_of(finding.span.start)} {finding.code} {finding.severity}"
            for checked in report.checked
            for finding in checked.findings
        ]

    return found
