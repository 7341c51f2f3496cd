"""Which settings hold where: each file has those of the closest file of settings above it, and the flags before them."""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import Final

from fitlens.environment.step import Step, shown
from fitlens.environment.version import parse_version
from fitlens.record import NamedTuple
from fitlens.settings.layer import FLAGS, Layer, SettingsError
from fitlens.settings.settings import Settings

_PROJECT: Final = "pyproject.toml"
NAMES: Final = (".fitlens.toml", "fitlens.toml", _PROJECT)
"""Files that may hold settings, the one that counts first in a directory first."""


class Given(NamedTuple):
    """What the command line says of settings."""

    config: tuple[str, ...] = ()
    """Files, and `KEY=VALUE`."""
    isolated: bool = False
    """No file is looked for."""
    flags: Layer = Layer(FLAGS, "")
    """Settings that have flags of their own."""
    source: str = "--config"
    """What messages call the place that `config` is from."""


class Configuration:
    """Finds the settings of files, each file of settings read once. Not thread-safe."""

    def __init__(self, given: Given | None = None) -> None:
        """Raises SettingsError where what is given cannot be used."""
        given = given or Given()
        here = os.getcwd()
        files, pairs = _sorted(given.config)
        if len(files) > 1:
            raise SettingsError(f"--config: {files[0]} and {files[1]} are both files, expected one file at most")
        if files and given.isolated:
            raise SettingsError(f"--config {files[0]}: cannot be used with --isolated, which reads no file of settings")
        over: list[Layer] = []
        if pairs:
            from fitlens.settings.files import layer_of_text, layers_of

            for text in pairs:
                layer = layer_of_text(text, given.source, here)
                over += [layer] if layer.extend is None else [*(layers_of(layer.extend) or ()), layer]
        self._over = (*over, given.flags._replace(root=here))
        self._fixed: tuple[Layer, ...] | None = () if given.isolated else None
        if files:
            from fitlens.settings.files import layers_of

            path = os.path.abspath(files[0])
            # As ruff has it: patterns of a file that is named hold where the command runs.
            self._fixed = layers_of(path, here)
            if self._fixed is None:
                raise SettingsError(f"--config {shown(path)}: has no [tool.fitlens]")
        self._directories: dict[str, Settings] = {}
        self._files: dict[str, Settings | None] = {}
        self._default = Settings((*(self._fixed or ()), *self._over))

    def __call__(self, path: str) -> Settings:
        """The settings of a file, or of what lies in a directory. Raises SettingsError."""
        absolute = os.path.abspath(path)
        return self.of_directory(absolute if os.path.isdir(absolute) else os.path.dirname(absolute))

    def of_directory(self, directory: str) -> Settings:
        """The settings of what lies in a directory (absolute). Raises SettingsError."""
        if self._fixed is not None:
            return self._default
        found = self._directories.get(directory)
        if found is None:
            found = self._directories[directory] = self._look(directory)
        return found

    def demand(self, path: str) -> Step | None:
        """What a file's settings say of the scikit-learn that it is judged by."""
        layer = self(path).target
        if layer is None or layer.target_version is None:
            return None
        source = shown(layer.source) if os.path.isabs(layer.source) else layer.source
        says = f"target-version = {layer.target_version!r}"
        return Step(source, says, layer.target_line, parse_version(layer.target_version))

    @property
    def reads_files(self) -> bool:
        """Whether files of settings are looked for."""
        return self._fixed is None

    @property
    def files(self) -> tuple[str, ...]:
        """The files of settings that were found so far."""
        found = [settings for settings in self._files.values() if settings is not None]
        paths = [layer.source for settings in (*found, self._default) for layer in settings.layers]
        return tuple(dict.fromkeys(path for path in paths if os.path.isabs(path)))

    def forget(self) -> None:
        """Files have changed: they are read anew when they are next asked for."""
        self._directories.clear()
        self._files.clear()

    def _look(self, directory: str) -> Settings:
        for name in NAMES:
            path = os.path.join(directory, name)
            if os.path.isfile(path):
                found = self._read(path)
                if found is not None:
                    return found
        parent = os.path.dirname(directory)
        return self._default if parent == directory else self.of_directory(parent)

    def _read(self, path: str) -> Settings | None:
        if path not in self._files:
            if path.endswith(_PROJECT) and not _mentions_us(path):
                self._files[path] = None
                return None
            from fitlens.settings.files import layers_of

            layers = layers_of(path)
            self._files[path] = None if layers is None else Settings((*layers, *self._over))
        return self._files[path]


def _mentions_us(path: str) -> bool:
    """Whether a pyproject.toml may have a table of ours: most have none, and need not be parsed to know."""
    try:
        with open(path, "rb") as file:
            return b"fitlens" in file.read()
    except OSError:
        return True


def _sorted(config: Sequence[str]) -> tuple[list[str], list[str]]:
    """Those that name files, and those that give a value."""
    files: list[str] = []
    pairs: list[str] = []
    for each in config:
        if os.path.isfile(each) or "=" not in each:
            if not os.path.isfile(each):
                raise SettingsError(f"--config {each}: no such file; expected a file of settings, or KEY=VALUE")
            files.append(each)
        else:
            pairs.append(each)
    return files, pairs
