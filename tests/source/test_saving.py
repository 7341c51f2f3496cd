"""A file that is written anew: whole or not at all, and never over somebody else's work."""

import errno
import os
from pathlib import Path

import pytest

from fitlens.source.read import SourceError
from fitlens.source.saving import save


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "program.py"
    path.write_bytes(b"before\r\n")
    return path


def test_mode_and_symbolic_link_stay(file: Path, tmp_path: Path) -> None:
    file.chmod(0o754)
    link = tmp_path / "link.py"
    link.symlink_to("program.py")
    save(str(link), b"before\r\n", b"after\r\n")
    assert link.is_symlink()
    assert file.read_bytes() == b"after\r\n"
    assert file.stat().st_mode & 0o7777 == 0o754
    assert sorted(os.listdir(tmp_path)) == ["link.py", "program.py"]


def test_what_somebody_else_wrote_meanwhile_stays(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(SourceError, match="it was changed while it was checked; run this again"):
        save(str(file), b"another\n", b"after\n")

    def slowly(descriptor: int) -> None:
        file.write_bytes(b"typed in the meantime\n")

    monkeypatch.setattr(os, "fsync", slowly)
    with pytest.raises(SourceError, match="it was changed while it was checked"):
        save(str(file), b"before\r\n", b"after\n")
    assert file.read_bytes() == b"typed in the meantime\n"
    assert os.listdir(file.parent) == ["program.py"]


def test_a_read_only_file_stays_even_where_it_could_be_replaced(file: Path) -> None:
    file.chmod(0o444)
    with pytest.raises(SourceError, match="it is read-only; allow this user to write to it"):
        save(str(file), b"before\r\n", b"after\n")
    assert file.read_bytes() == b"before\r\n"


@pytest.mark.parametrize(
    ("step", "error", "says"),
    [
        ("write", OSError(errno.ENOSPC, "No space left on device"), "no space is left on its disk"),
        ("fsync", OSError(errno.EDQUOT, "Disk quota exceeded"), "no space is left on its disk"),
        ("open", PermissionError(errno.EACCES, "Permission denied"), "its directory may not be written to"),
        ("replace", OSError(errno.EBUSY, "Resource busy"), "it cannot be written: Resource busy"),
    ],
)
def test_nothing_is_left_of_what_fails(
    file: Path, monkeypatch: pytest.MonkeyPatch, step: str, error: OSError, says: str
) -> None:
    def fail(*_: object) -> None:
        raise error

    monkeypatch.setattr(os, step, fail)
    with pytest.raises(SourceError, match=rf"program\.py: is not fixed: {says}"):
        save(str(file), b"before\r\n", b"after\n")
    monkeypatch.undo()
    assert file.read_bytes() == b"before\r\n"
    assert os.listdir(file.parent) == ["program.py"]


def test_an_interrupt_leaves_nothing(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "write", interrupt)
    with pytest.raises(KeyboardInterrupt):
        save(str(file), b"before\r\n", b"after\n")
    assert os.listdir(file.parent) == ["program.py"]
