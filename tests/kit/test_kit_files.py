"""Files are whole or not there, keep what they were, and what goes wrong is told by what was being done."""

from __future__ import annotations

import errno
import multiprocessing
import os
import resource
import signal
import stat
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import pytest

from studio.cli import main
from studio.kit.errors import StudioError
from studio.kit.files import copy_durably, held, staging, storage_error, unreadable, unusable, write_atomically


def _mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


@contextmanager
def _no_file_above(size_bytes: int) -> Iterator[None]:
    """The kernel refuses to let files grow further, as it does when a disk or a quota is full."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    ignored = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size_bytes, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        signal.signal(signal.SIGXFSZ, ignored)


# --------------------------------------------------------------------------------------------- writing


def test_a_file_and_the_folders_above_it_are_made(tmp_path: Path) -> None:
    write_atomically(tmp_path / "a" / "b" / "file", b"content")
    assert (tmp_path / "a" / "b" / "file").read_bytes() == b"content"
    assert [path.name for path in (tmp_path / "a" / "b").iterdir()] == ["file"]


def test_a_new_file_is_as_open_as_the_umask_allows(tmp_path: Path) -> None:
    (tmp_path / "plain").write_bytes(b"")
    write_atomically(tmp_path / "file", b"")
    assert _mode(tmp_path / "file") == _mode(tmp_path / "plain")


@pytest.mark.parametrize("mode", [0o600, 0o640, 0o755, 0o444])
def test_a_file_that_is_written_anew_keeps_its_permissions(tmp_path: Path, mode: int) -> None:
    path = tmp_path / "file"
    path.write_bytes(b"before")
    path.chmod(mode)
    write_atomically(path, b"after")
    assert path.read_bytes() == b"after"
    assert _mode(path) == mode


@pytest.mark.parametrize("target", ["there", "deeper/there"])
def test_a_symbolic_link_stays_one_and_leads_to_what_was_written(tmp_path: Path, target: str) -> None:
    real, link = tmp_path / "real" / target, tmp_path / "link"
    real.parent.mkdir(parents=True)
    real.write_bytes(b"before")
    real.chmod(0o600)
    link.symlink_to(Path("real") / target)
    write_atomically(link, b"after")
    assert link.is_symlink()
    assert real.read_bytes() == b"after"
    assert _mode(real) == 0o600
    assert [path.name for path in real.parent.iterdir()] == [real.name]


def test_a_link_to_nothing_makes_what_it_leads_to(tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to("later")
    write_atomically(tmp_path / "link", b"now")
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "later").read_bytes() == b"now"


def test_a_full_disk_leaves_the_former_file_and_is_told_as_full(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_bytes(b"before")
    with _no_file_above(100_000), pytest.raises(StudioError) as caught:
        write_atomically(path, bytes(200_000))
    assert caught.value.code == "disk-full"
    assert "the disk is full" in caught.value.message
    assert caught.value.where == str(tmp_path)
    assert path.read_bytes() == b"before"
    assert [found.name for found in tmp_path.iterdir()] == ["file"]


def test_an_interrupted_write_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(Path, "replace", interrupted)
    with pytest.raises(KeyboardInterrupt):
        write_atomically(tmp_path / "file", b"content")
    assert list(tmp_path.iterdir()) == []


def test_a_place_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "in the way").write_text("a file")
    with pytest.raises(StudioError) as caught:
        write_atomically(tmp_path / "in the way" / "file", b"")
    assert caught.value.code == "not-writable"
    assert caught.value.where == str(tmp_path / "in the way")


def test_writers_side_by_side_leave_one_of_their_files_whole(tmp_path: Path) -> None:
    path = tmp_path / "file"
    contents = [bytes([number]) * 50_000 for number in range(8)]

    def write(content: bytes) -> None:
        for _ in range(20):
            write_atomically(path, content)
            assert path.read_bytes() in contents

    with ThreadPoolExecutor(len(contents)) as pool:
        list(pool.map(write, contents))
    assert path.read_bytes() in contents
    assert [found.name for found in tmp_path.iterdir()] == ["file"]


def test_a_copy_tells_which_side_failed(tmp_path: Path) -> None:
    (tmp_path / "source").write_bytes(b"x" * 3_000_000)
    copy_durably(tmp_path / "source", tmp_path / "target")
    assert (tmp_path / "target").read_bytes() == (tmp_path / "source").read_bytes()
    with pytest.raises(StudioError) as caught:
        copy_durably(tmp_path / "missing", tmp_path / "other")
    assert (caught.value.code, caught.value.where) == ("unreadable", str(tmp_path / "missing"))
    with pytest.raises(StudioError) as caught:
        copy_durably(tmp_path / "source", tmp_path / "nowhere" / "target")
    assert (caught.value.code, caught.value.where) == ("not-writable", str(tmp_path / "nowhere"))


# --------------------------------------------------------------------------------------------- what is told


@pytest.mark.parametrize(
    ("code", "says"),
    [(errno.ENOENT, "there is no such file"), (errno.EACCES, "cannot read this file: permission denied")],
)
def test_reading_is_not_told_as_writing(code: int, says: str) -> None:
    told = unreadable(OSError(code, os.strerror(code)), Path("assets/theme.flac"))
    assert str(told) == f"assets/theme.flac: {says}"
    assert "writ" not in f"{told} {told.hint}"


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EDQUOT, errno.EFBIG])
def test_every_kind_of_full_is_told_as_full(code: int) -> None:
    assert storage_error(OSError(code, "x"), Path("a/b")).code == "disk-full"


@pytest.mark.parametrize(
    ("error", "code", "says"),
    [
        (OSError(errno.ENOSPC, "No space left on device", "build/x"), "disk-full", "the disk is full"),
        (OSError(errno.EROFS, "Read-only file system", "build/x"), "not-writable", "cannot write here"),
        (OSError(errno.EACCES, "Permission denied", "x.md"), "unusable", "cannot use this file: permission denied"),
        (OSError(errno.EMFILE, "Too many open files"), "unusable", "the system refused to go on: too many open files"),
    ],
)
def test_an_error_from_anywhere_is_told_neither_as_reading_nor_as_writing_unless_it_must_be(
    error: OSError, code: str, says: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    told = unusable(error)
    assert told.code == code
    assert says in told.message

    def fail(*_: object) -> None:
        raise error

    monkeypatch.setattr("studio.settings.workspace.load_show", fail)
    assert main(["unpublish", "ep01"]) == 1
    assert says in capsys.readouterr().err


# --------------------------------------------------------------------------------------------- one process at a time


def _hold(how: Callable[[Path], object], path: Path, ready: object, done: object) -> None:
    with how(path):  # type: ignore[attr-defined]
        ready.set()  # type: ignore[attr-defined]
        done.wait(30)  # type: ignore[attr-defined]


@pytest.mark.parametrize("ending", ["leaves", "is killed"])
def test_a_folder_is_for_one_process_and_free_again_when_that_has_ended(tmp_path: Path, ending: str) -> None:
    context = multiprocessing.get_context("spawn")
    ready, done = context.Event(), context.Event()
    folder = tmp_path / "build" / "ep01"
    other = context.Process(target=_hold, args=(staging, folder, ready, done))
    other.start()
    try:
        assert ready.wait(30)
        with pytest.raises(StudioError) as caught, staging(folder):
            pass
        assert (caught.value.code, caught.value.where) == ("busy", str(folder))
    finally:
        if ending == "is killed":  # an event that a killed process waited for can never be set
            other.kill()
        else:
            done.set()
        other.join()
    with staging(folder) as stage:
        (stage / "file").write_bytes(b"x")
    assert [path.name for path in folder.iterdir()] == ["file"]


def test_a_lock_that_cannot_be_made_is_no_lock_that_is_held(tmp_path: Path) -> None:
    (tmp_path / "lock").mkdir()
    with pytest.raises(StudioError) as caught, held(tmp_path / "lock", StudioError("busy", "busy")):
        pass
    assert caught.value.code == "not-writable"


def test_a_failed_stage_changes_nothing_and_its_error_stays_what_it_is(tmp_path: Path) -> None:
    folder = tmp_path / "ep01"
    with staging(folder) as stage:
        (stage / "file").write_bytes(b"before")
    with pytest.raises(FileNotFoundError), staging(folder) as stage:
        (stage / "file").write_bytes(b"after")
        (tmp_path / "no such asset").read_bytes()
    assert (folder / "file").read_bytes() == b"before"
    assert not (tmp_path / ".ep01.staging").exists()


def test_what_a_killed_process_left_in_the_stage_is_cleared_away(tmp_path: Path) -> None:
    (tmp_path / ".ep01.staging").mkdir()
    (tmp_path / ".ep01.staging" / "half").write_bytes(b"x")
    with staging(tmp_path / "ep01") as stage:
        assert list(stage.iterdir()) == []
