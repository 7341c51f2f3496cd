"""`fitlens` and `python -m fitlens`: from here on, what interrupts the program ends it without a traceback."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    import signal
else:
    # What `signal` is made of: to load that, or `typing`, takes long enough to be interrupted.
    import _signal as signal

# While modules load there is nothing to put in order. Who starts it may have it ignore the signal: that stays.
if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def program() -> None:
    """Runs the command and ends the process."""
    from fitlens.cli.main import program as run

    run()


if __name__ == "__main__":
    program()
