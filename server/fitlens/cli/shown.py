"""`fitlens check --show-settings` and `--show-files`: what a run would go by, and what it would look at."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence

from fitlens.check.discover import discover
from fitlens.check.report.line import one_line
from fitlens.check.report.place import relative
from fitlens.cli.exits import CLEAN, FAILED, FOUND, UsageError
from fitlens.cli.flags import Shown
from fitlens.cli.opened import tell
from fitlens.environment.step import shown as named
from fitlens.settings.configuration import Configuration
from fitlens.settings.layer import FLAGS, SettingsError
from fitlens.settings.options import EXCLUDED
from fitlens.settings.settings import Settings


def run(paths: Sequence[str], configuration: Configuration, what: Shown) -> int:
    """Prints them; returns the exit code. Raises UsageError where settings cannot be used."""
    try:
        found = discover(paths, configuration.of_directory)
        tell(found.problems)
        if what == "files":
            for path in found.files:
                print(one_line(relative(path)))
            return CLEAN if not found.problems else FOUND if found.files else FAILED
        path = found.files[0] if found.files else paths[0]
        for line in page(path, configuration(path)):
            print(line)
    except SettingsError as error:
        raise UsageError(str(error)) from error
    return CLEAN


def page(path: str, settings: Settings) -> Iterator[str]:
    """The settings of one file, as a fitlens.toml would have them."""
    yield f"# settings of {one_line(relative(path))}"
    sources = [named(each.source) for each in settings.layers if each.source != FLAGS]
    yield f"# from {', then '.join(sources) or 'no file: these are the defaults'}"
    target = settings.target
    if target is not None:
        yield f"target-version = {_toml(target.target_version)}"
    else:
        yield "# target-version is not set: `fitlens config` shows by what a program is judged"
    rules = settings.rules_for(path)
    yield "select = ["
    yield from (f"    {_toml(rule.code)},  # {rule.name}" for rule in rules)
    yield "]"
    everywhere = {rule.code for rule in settings.rules} - {rule.code for rule in rules}
    if everywhere:
        yield f"# per-file-ignores leave out, of this file: {', '.join(sorted(everywhere))}"
    changed = {rule.code: settings.severities[rule.code] for rule in rules if rule.code in settings.severities}
    graver = ", ".join(f"{code} = {_toml(severity)}" for code, severity in changed.items())
    yield f"severity = {{ {graver} }}" if graver else "severity = {}"
    exclude = next((each.exclude for each in reversed(settings.layers) if each.exclude is not None), EXCLUDED)
    yield f"exclude = {_toml(exclude)}"
    yield f"extend-exclude = {_toml([one for each in settings.layers for one in each.extend_exclude or ()])}"
    yield f"force-exclude = {_toml(settings.force_exclude)}"
    yield f"respect-gitignore = {_toml(settings.respect_gitignore)}"
    if settings.baseline is not None:
        yield f"baseline = {_toml(named(settings.baseline))}"
    if settings.cache_dir is not None:
        yield f"cache-dir = {_toml(named(settings.cache_dir))}"


def _toml(value: object) -> str:
    """Text, switches and lists of text look the same in TOML and JSON."""
    return json.dumps(value, ensure_ascii=False)
