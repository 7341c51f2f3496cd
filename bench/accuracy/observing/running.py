"""Runs one program, with what it does recorded, in this process."""

from __future__ import annotations

import ast
import contextlib
import importlib.machinery
import io
import os
import sys
import types
import warnings
from collections.abc import Callable, Iterator
from typing import Any

from bench.accuracy.observing.recording import Recorder
from bench.accuracy.observing.rewriting import rewrite

Report = dict[str, Any]
"""What is told of a run, as JSON: `error`, `seen`, `classes`, `executed`, `raised`."""


def run(directory: str, main: str, *, plain: bool = False) -> Report:
    """Executes a script in a directory; the modules of its own in that directory are observed too.

    plain: as it stands, nothing recorded but how it ends.
    """

    def observed(path: str) -> str | None:
        return os.path.relpath(path, directory) if path.startswith(directory + os.sep) else None

    run_ = _Run(observed, plain=plain)
    path = os.path.join(directory, main)
    module = types.ModuleType("__main__")
    module.__file__ = path

    def execute() -> None:
        sys.modules["__main__"] = module
        with open(path, encoding="utf-8") as file:
            code = run_.compiled(path, file.read())
        exec(code, module.__dict__)

    with _search(os.path.dirname(path)):
        return run_.of(execute)


def run_tests(path: str, root: str, limit: int) -> Report:
    """Executes a module of tests where it lies in its package, at most so many of them; tells which lines ran."""
    import pytest

    run_ = _Run(lambda each: os.path.relpath(each, root) if each == path else None)

    class Bounded:
        """Keeps the first tests, and counts those that pass."""

        passed = 0

        def pytest_collection_modifyitems(self, items: list[Any]) -> None:
            del items[limit:]

        def pytest_runtest_logreport(self, report: Any) -> None:
            self.passed += report.passed and report.when == "call"

    def execute() -> None:
        arguments = ["-q", "--assert=plain", "-p", "no:cacheprovider", "-p", "no:doctest", path]
        bounded = Bounded()
        pytest.main(arguments, plugins=[bounded])
        if not bounded.passed:
            raise RuntimeError("no test passed")

    return run_.of(execute)


class _Run:
    """One execution: which files are observed, and what is found out."""

    def __init__(self, observed: Callable[[str], str | None], *, plain: bool = False) -> None:
        self._plain = plain
        self._recorder = Recorder()
        self._observed = observed
        self._lines: dict[str, tuple[set[int], set[int]]] = {}
        """Path -> lines that were executed, lines on which something was raised."""

    def compiled(self, path: str, text: str) -> types.CodeType:
        """The code of an observed file."""
        import builtins

        name = self._observed(path)
        assert name is not None
        if self._plain:
            self._lines[path] = set(), set()
            return compile(text, path, "exec")
        told, places = rewrite(ast.parse(text))
        # Names that end in two underscores are not mangled in classes.
        slot = f"{len(self._lines)}__"
        for function, each in self._recorder.functions(name, places).items():
            setattr(builtins, function + slot, each)
        for node in ast.walk(told):
            if isinstance(node, ast.Name) and node.id.startswith("__seen_"):
                node.id += slot
        self._lines[path] = set(), set()
        return compile(told, path, "exec")

    def of(self, execute: Callable[[], None]) -> Report:
        error: Report | None = None
        with self._loading(), _quiet():
            sys.settrace(None if self._plain else self._trace)
            try:
                execute()
            except BaseException as raised:
                if not isinstance(raised, (Exception, SystemExit)):
                    raise
                error = self._error(raised)
            finally:
                sys.settrace(None)
        names = {path: self._observed(path) for path in self._lines}
        return {
            "error": error,
            "seen": self._recorder.seen,
            "classes": self._recorder.classes,
            "executed": {names[path]: sorted(executed) for path, (executed, _) in self._lines.items()},
            "raised": {names[path]: sorted(raised) for path, (_, raised) in self._lines.items()},
        }

    def _trace(self, frame: types.FrameType, event: str, _: Any) -> Any:
        lines = self._lines.get(frame.f_code.co_filename)
        if lines is None:
            return None
        executed, raised = lines

        def local(inner: types.FrameType, what: str, _: Any) -> Any:
            if what == "line":
                executed.add(inner.f_lineno)
            elif what == "exception":
                raised.add(inner.f_lineno)
            return local

        return local(frame, event, None)

    def _error(self, raised: BaseException) -> Report:
        frames: list[tuple[str | None, int]] = []
        inside = ""
        trace = raised.__traceback__
        while trace is not None:
            path = trace.tb_frame.f_code.co_filename
            if path in self._lines:
                frames.append((self._observed(path), trace.tb_lineno))
            inside = trace.tb_frame.f_globals.get("__name__", "")
            trace = trace.tb_next
        line = getattr(raised, "lineno", None)
        if isinstance(raised, SyntaxError) and line:
            frames.append((self._observed(raised.filename or ""), line))
        return {
            "type": type(raised).__name__,
            "mro": [each.__name__ for each in type(raised).__mro__],
            "message": str(raised)[:500],
            "frames": frames,
            "inside": inside,
        }

    @contextlib.contextmanager
    def _loading(self) -> Iterator[None]:
        """Observed modules are compiled by us when they are imported."""
        loader = importlib.machinery.SourceFileLoader
        usual = loader.get_code

        def get_code(this: Any, fullname: str) -> types.CodeType | None:
            path = this.get_filename(fullname)
            if self._observed(path) is None:
                return usual(this, fullname)
            return self.compiled(path, this.get_data(path).decode())

        loader.get_code = get_code  # type: ignore[method-assign]
        try:
            yield
        finally:
            loader.get_code = usual  # type: ignore[method-assign]


@contextlib.contextmanager
def _quiet() -> Iterator[None]:
    with (
        warnings.catch_warnings(),
        contextlib.redirect_stdout(io.StringIO()),
        contextlib.redirect_stderr(io.StringIO()),
    ):
        warnings.simplefilter("ignore")
        yield


@contextlib.contextmanager
def _search(directory: str) -> Iterator[None]:
    sys.path.insert(0, directory)
    main = sys.modules["__main__"]
    try:
        yield
    finally:
        sys.modules["__main__"] = main
        sys.path.remove(directory)
