"""The command line: what can be asked, and what becomes of a run that fails.

Each command's module is loaded when it runs: a lint run loads nothing of the editor's.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from contextlib import suppress
from typing import Final, NoReturn

from fitlens import __version__
from fitlens.cli import adopting, flags, interrupts, outputs, streams
from fitlens.cli.exits import BROKEN_PIPE, FAILED, INTERRUPTED, UsageError
from fitlens.cli.parser import Parser

_CHECK_CODES: Final = """\
exit code:
  0  there are no errors (with --error-on-warning: no warnings either)
  1  there are errors (with --fix: left), --diff shows a change, a locked baseline
     is stale, or some paths could not be read (with --exit-zero: 0)
  2  bad arguments or settings, none of the paths could be read, the output or a
     file could not be written, or FitLens itself failed at a file; --exit-zero
     changes none of these
"""
_INSPECT_CODES: Final = """\
exit code:
  0  everything was read
  1  some paths could not be read, or some code is not Python
  2  bad arguments, none of the paths could be read, the output could not be
     written, or FitLens itself failed at a file
"""
_SHOW_CODES: Final = """\
exit code:
  0  it was shown
  1  run again, some of the evidence does not hold
  2  bad arguments, an unknown name, nothing was run for this version, or the
     interpreter of --rerun cannot run it
"""


_COMPLETION_USE: Final = """\
for example:
  fitlens completion bash > ~/.local/share/bash-completion/completions/fitlens
  fitlens completion zsh > ~/.zfunc/_fitlens    (a directory of your fpath)
  fitlens completion fish > ~/.config/fish/completions/fitlens.fish
"""


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs one command and returns the exit code; the SystemExit of --help and --version is all that leaves it."""
    try:
        streams.prepare()
        try:
            return _run(arguments)
        finally:
            # Here, where what goes wrong can be told; argparse's --help ends by SystemExit.
            sys.stdout.flush()
    except UsageError as error:
        streams.complain(str(error))
        return FAILED
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        streams.abandon()
        return BROKEN_PIPE
    except OSError as error:
        streams.complain(streams.refusal(error))
        streams.abandon()
        return FAILED


def program() -> NoReturn:
    """Runs one command and ends the process at once: to free all that it made, piece by piece, is a sixth of a short run."""
    is_server = sys.argv[1:2] == ["server"]
    code = interrupts.guarded(main, tidy=not is_server)
    if is_server:
        sys.exit(code)  # it has threads and processes of its own to wait for
    with suppress(OSError, ValueError):
        sys.stderr.flush()
    os._exit(code)


def _run(arguments: Sequence[str] | None) -> int:
    words = sys.argv[1:] if arguments is None else arguments
    # To describe every flag of every command takes as long as to load a room.
    parser = _parser(check_alone=list(words[:1]) == ["check"])
    given = parser.given(arguments)
    if given.command in ("check", "inspect"):
        from fitlens.check import garbage

        garbage.hold()
    match given.command:
        case None:
            parser.print_help(sys.stderr)
            return FAILED
        case "check":
            from fitlens.cli import check, fixing

            asked = check.Asked(
                outputs.asked(given),
                fixing.asked(given),
                adopting.given(given),
                given.target_version,
                given.python,
                given.exit_zero,
                given.error_on_warning,
                cached=not given.no_cache,
                jobs=given.jobs,
            )
            return check.run(
                given.paths,
                asked,
                settings=flags.given(given),
                shown=flags.shown(given),
                stdin_filename=given.stdin_filename,
                watch=given.watch,
            )
        case "inspect":
            from fitlens.cli import inspect

            return inspect.run(
                given.paths, output=given.output_format, target=given.target_version, python=given.python
            )
        case "rule":
            from fitlens.cli import rule

            return rule.run(given.rule, output=given.output_format)
        case "show":
            from fitlens.cli import show

            return show.run(
                given.name,
                given.output_format,
                target=given.target_version,
                python=given.python,
                why=given.why,
                rerun=given.rerun,
            )
        case "config":
            from fitlens.cli import config

            if given.schema:
                return config.print_schema()
            return config.run(given.path, output=given.output_format, target=given.target_version, python=given.python)
        case "completion":
            from fitlens.cli import completion

            return completion.run(parser, given.shell)
        case "catalog" if given.catalog_command == "diff":
            from fitlens.cli import diff

            return diff.run(given.old, given.new, given.name, output=given.output_format)
        case "catalog" if given.catalog_command == "history":
            from fitlens.cli import history

            return history.run(given.output, given.source, differences=given.differences)
        case "catalog" if given.catalog_command == "notes":
            from fitlens.cli import notes

            return notes.run(given.python, output=given.output_format)
        case "catalog":
            from fitlens.cli import catalog

            if given.catalog_command == "build-all":
                return catalog.build_all(given.versions, cache=given.cache, output=given.output, python=given.python)
            return catalog.build(given.python, given.output, check=given.check)
        case _:
            from fitlens.cli import serving

            return serving.run(given)


def _parser(*, check_alone: bool = False) -> Parser:
    """The parser of every command, or one that knows `check` and no other."""
    parser = Parser(
        prog="fitlens",
        description="Tells what is set before fit from what fit learns, in Python code that uses scikit-learn.",
    )
    parser.add_argument("--version", action="version", version=f"fitlens {__version__}")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", prog="fitlens")

    def command(name: str, does: str, epilog: str | None = None) -> argparse.ArgumentParser:
        described = f"{does[0].upper()}{does[1:]}."
        return commands.add_parser(name, help=does, description=described, epilog=epilog)

    check = command("check", "find what scikit-learn would refuse, in files and directories", _CHECK_CODES)
    _add_paths(check, "; - alone for standard input")
    _add_version(check)
    outputs.add_arguments(check)
    flags.add_rules(check)
    _add_standard_input(check)
    check.add_argument("--watch", action="store_true", help="check again after every change, until Ctrl-C")
    _add_exits(check)
    flags.add_settings(check)
    adopting.add_arguments(check)
    _add_fixes(check)
    if check_alone:
        return parser

    inspect = command("inspect", "list every hyperparameter, learned parameter, estimator and method", _INSPECT_CODES)
    _add_paths(inspect)
    _add_version(inspect)
    _add_format(inspect)

    from fitlens.cli import serving

    server = command("server", "serve an editor by the Language Server Protocol, on standard input and output")
    serving.add_arguments(server)

    rule = command("rule", "explain one rule, or list them")
    rule.add_argument(
        "rule",
        nargs="?",
        metavar="RULE",
        help="a code (SKL102) or a name to explain; how codes begin (SKL2) to list those; nothing to list all",
    )
    _add_format(rule)

    show = command(
        "show", "show what can be set on an estimator and what it learns, or what a module holds", _SHOW_CODES
    )
    show.add_argument(
        "name",
        metavar="NAME",
        help="sklearn.svm.SVC, svm.SVC or SVC; SVC.gamma or SVC.coef_; a function; a module, to list what is in it",
    )
    show.add_argument("--why", action="store_true", help="show what was run to find it out, and what came of it")
    show.add_argument(
        "--rerun",
        metavar="PYTHON",
        help="run that again with the scikit-learn of this interpreter: whether it holds there, and in which words it refuses",
    )
    _add_format(show)
    _add_version(show)

    config = command("config", "show which scikit-learn a program is judged by, and why")
    config.add_argument("path", nargs="?", default=".", metavar="PATH", help="a program or a directory (default: .)")
    config.add_argument("--schema", action="store_true", help="print the JSON schema of the settings instead")
    _add_version(config)
    _add_format(config)

    completion = command("completion", "write the script that makes a shell complete this command", _COMPLETION_USE)
    completion.add_argument("shell", choices=("bash", "zsh", "fish"), metavar="SHELL", help="bash, zsh or fish")

    catalog = command("catalog", "build the catalogs of scikit-learn versions, or compare two")
    builds = catalog.add_subparsers(dest="catalog_command", required=True, metavar="COMMAND", prog="fitlens catalog")
    build = builds.add_parser("build", help="ask an installed scikit-learn about itself")
    build.add_argument(
        "--python",
        required=True,
        metavar="PYTHON",
        help="an interpreter that has scikit-learn; numpydoc must be installed beside fitlens",
    )
    build.add_argument("--output", metavar="DIR", help="where to write it (default: the catalog that fitlens ships)")
    build.add_argument(
        "--check", action="store_true", help="write nothing: name what would change, and exit with 1 if anything would"
    )
    every = builds.add_parser("build-all", help="build the catalogs of all versions; what is current is kept")
    every.add_argument("versions", nargs="*", metavar="VERSION", help="only these, such as 1.2 (default: all)")
    every.add_argument(
        "--cache", metavar="DIR", help="where environments and answers are kept (default: the user's cache)"
    )
    every.add_argument("--output", metavar="DIR", help="where to write them (default: the catalog that fitlens ships)")
    every.add_argument(
        "--python", metavar="PYTHON", help="a Python 3.11, to make environments with (default: this one)"
    )
    history = builds.add_parser("history", help="work out what became of names, from the catalogs that there are")
    history.add_argument("--output", metavar="DIR", help="the catalogs' directory (default: what fitlens ships)")
    history.add_argument(
        "--source",
        action="append",
        default=[],
        metavar="PATH",
        help="a wheel of scikit-learn, or a directory that holds one installed, to read what it deprecates; repeatable",
    )
    history.add_argument("--differences", action="store_true", help="list where it differs from what was looked up")
    notes = builds.add_parser(
        "notes", help="hold what the documentation says of unused hyperparameters against what was observed"
    )
    notes.add_argument(
        "--python",
        required=True,
        metavar="PYTHON",
        help="an interpreter that has scikit-learn, whose source is read; numpydoc must be installed beside fitlens",
    )
    _add_format(notes)
    diff = builds.add_parser("diff", help="show what changed between two versions")
    diff.add_argument("old", metavar="OLD", help="the older version, such as 1.7")
    diff.add_argument("new", metavar="NEW", help="the newer version")
    diff.add_argument("name", nargs="?", metavar="NAME", help="a class, function or module; SVC.gamma too")
    _add_format(diff)
    return parser


def _add_paths(parser: argparse.ArgumentParser, more: str = "") -> None:
    parser.add_argument(
        "paths",
        nargs="*",
        default=["."],
        metavar="PATH",
        help=f"a script, a notebook, or a directory of them{more} (default: .)",
    )


def _add_standard_input(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--stdin-filename",
        metavar="FILE",
        help="what a program is called that - reads from standard input; of .ipynb, it is a notebook",
    )


def _add_exits(parser: argparse.ArgumentParser) -> None:
    exits = parser.add_mutually_exclusive_group()
    exits.add_argument(
        "--exit-zero", action="store_true", help="exit with 0 even if there are errors or unreadable paths"
    )
    exits.add_argument("--error-on-warning", action="store_true", help="exit with 1 for warnings too")


def _add_fixes(parser: argparse.ArgumentParser) -> None:
    group = parser.add_argument_group("fixes")
    group.add_argument("--fix", action="store_true", help="make the fixes that are safe, and report what is left")
    group.add_argument(
        "--unsafe-fixes", action="store_true", help="with it, make those too that may change what a program computes"
    )
    group.add_argument(
        "--fix-only", action="store_true", help="make the fixes, report nothing of what is left, and exit with 0"
    )
    group.add_argument(
        "--diff", action="store_true", help="write nothing: print what --fix would change, and exit with 1 if anything"
    )
    group.add_argument("--exit-non-zero-on-fix", action="store_true", help="exit with 1 if anything was fixed")


def _add_version(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--target-version", metavar="VERSION", help="the scikit-learn to judge by, such as 1.9 (default: the project's)"
    )
    parser.add_argument(
        "--python", metavar="PYTHON", help="the interpreter that the programs run with, or its directory"
    )


def _add_format(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--output-format", choices=("text", "json"), default="text", help="how it is shown (default: text)"
    )
