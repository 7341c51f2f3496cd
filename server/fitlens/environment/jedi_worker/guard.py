"""What the worker may not do, whatever it is asked: run code of the packages it reads, start programs, talk to the network.

jedi imports compiled modules where it finds them, to look inside. An audit hook cannot be taken off again, and sees every
import and every process however it comes about.
"""

from __future__ import annotations

import sys

_OWN = frozenset({"fitlens", "jedi", "parso"})
_REFUSED = frozenset(
    {
        "ctypes.dlopen",
        "os.exec",
        "os.fork",
        "os.forkpty",
        "os.posix_spawn",
        "os.spawn",
        "os.startfile",
        "os.system",
        "pty.spawn",
        "socket.bind",
        "socket.connect",
        "subprocess.Popen",
    }
)


class Refused(ImportError):
    """jedi takes it for a module that cannot be imported."""


def refuse_foreign_code() -> None:
    """From here on this process imports nothing but Python's own modules, jedi's, parso's and ours, from where they lie now."""
    own = list(sys.path)
    standard = sys.stdlib_module_names
    builtin = frozenset(sys.builtin_module_names)

    def hook(event: str, arguments: tuple[object, ...]) -> None:
        if event == "import":
            name, file, path = arguments[0], arguments[1], arguments[2]
            # What opens an extension module was let through, or not, when its import began.
            if file is not None or name in builtin:
                return
            top = str(name).partition(".")[0]
            # jedi puts another path in place while it imports: a name of Python's own may lead anywhere then.
            if path != own or not (top in standard or top in _OWN):
                raise Refused(f"{name} is not imported here")
        elif event in _REFUSED:
            raise Refused(f"{event} is not done here")

    sys.addaudithook(hook)
