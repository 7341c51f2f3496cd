"""`fitlens server`: where it listens, and what is said to one who starts it by hand."""

from __future__ import annotations

import argparse
import sys
from typing import Final, NoReturn

from fitlens.cli import streams
from fitlens.cli.exits import UsageError

Address = tuple[str, int]
_HERE: Final = "127.0.0.1"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """How the client is spoken to."""
    ways = parser.add_mutually_exclusive_group()
    ways.add_argument(
        "--stdio", action="store_true", help="on standard input and output, which is what it does without a flag"
    )
    ways.add_argument(
        "--tcp",
        type=_address,
        metavar="[HOST:]PORT",
        help=f"listen for one client there (default host: {_HERE}; port 0: any that is free, told on standard error)",
    )
    ways.add_argument(
        "--ws",
        type=_address,
        metavar="[HOST:]PORT",
        help="the same by WebSocket, which needs the package websockets: pip install 'fitlens[ws]'",
    )


def run(given: argparse.Namespace) -> NoReturn:
    """Serves one client, and ends the process when that leaves. Raises UsageError where it cannot."""
    tcp: Address | None = given.tcp
    ws: Address | None = given.ws
    address = tcp or ws
    if address is None:
        if sys.stdin is None:
            raise UsageError("server: standard input is closed; an editor starts this command and speaks to it there")
        if sys.stdin.isatty():
            streams.complain(
                "this server speaks the Language Server Protocol on standard input and output; "
                "an editor starts it, there is nothing to type here. Ctrl-C ends it"
            )
    from fitlens.lsp.server import main

    try:
        main(tcp=tcp, ws=ws)
    except ModuleNotFoundError as error:
        if error.name != "websockets":
            raise
        raise UsageError("server: --ws needs the package websockets: pip install 'fitlens[ws]'") from error
    except OSError as error:
        if address is None:
            raise
        raise UsageError(f"server: cannot listen on {address[0]}:{address[1]}: {error.strerror or error}") from error


def _address(text: str) -> Address:
    host, _, port = text.rpartition(":")
    if not port.isascii() or not port.isdigit() or int(port) > 0xFFFF:
        raise argparse.ArgumentTypeError(f'expected [HOST:]PORT with a port of 0 to 65535, found "{text}"')
    return host.removeprefix("[").removesuffix("]") or _HERE, int(port)
