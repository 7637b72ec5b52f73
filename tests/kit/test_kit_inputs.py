"""What was read is noted by whoever reads it, and a record says what has changed since."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from studio.kit.inputs import (
    FACT,
    Record,
    file_digest,
    is_file,
    look_at,
    names_in,
    portable,
    read_bytes,
    recording,
    variable,
)


def look_around(folder: Path) -> Record:
    """Every kind of look, at every kind of thing."""
    with recording() as record:
        read_bytes(folder / "text")
        file_digest(folder / "large")
        is_file(folder / "absent")
        look_at(folder / "model")
        names_in(folder, "**/*.md")
        variable("STUDIO_TEST_VARIABLE")
        with pytest.raises(FileNotFoundError):
            read_bytes(folder / "not yet")
    return record


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("text", "large", "model", "unread", "one.md"):
        (tmp_path / name).write_text(name)
    return tmp_path


def test_nothing_changed(folder: Path) -> None:
    record = Record.from_json(look_around(folder).as_json(folder), folder)
    (folder / "text").write_text("text")  # the same again, at another time
    (folder / "unread").write_text("something else")
    assert list(record.changes()) == []


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda folder: (folder / "text").write_text("other"), "{folder}/text changed"),
        (lambda folder: (folder / "large").unlink(), "{folder}/large is not there any more"),
        (lambda folder: (folder / "absent").write_text("x"), "{folder}/absent is new"),
        (lambda folder: (folder / "not yet").write_text("x"), "{folder}/not yet is new"),
        (lambda folder: (folder / "model").write_text("longer"), "{folder}/model changed"),
        (lambda folder: (folder / "two.md").write_text("x"), "{folder}: + two.md"),
        (lambda folder: (folder / "one.md").unlink(), "{folder}: - one.md"),
    ],
)
def test_a_change_is_told_in_words(folder: Path, change: Callable[[Path], object], said: str) -> None:
    record = look_around(folder)
    change(folder)
    assert list(record.changes()) == [said.format(folder=folder)]


def test_a_variable_and_a_fact_may_change(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    record = look_around(folder)
    record.note(FACT, "--also", "none")
    monkeypatch.setenv("STUDIO_TEST_VARIABLE", "set")
    assert list(record.changes({"--also": "opus"})) == [
        "STUDIO_TEST_VARIABLE is set instead of not set",
        "--also is opus instead of none",
    ]


def test_what_changes_while_it_is_looked_at_is_told(folder: Path) -> None:
    with recording() as record:
        read_bytes(folder / "text")
        (folder / "text").write_text("other")
        read_bytes(folder / "text")
    assert record.torn == [str(folder / "text")]


def test_looks_count_for_every_record_that_is_open(folder: Path) -> None:
    with recording() as outer:
        read_bytes(folder / "text")
        with recording() as inner:
            read_bytes(folder / "large")
    read_bytes(folder / "model")
    assert (len(outer.notes), len(inner.notes)) == (2, 1)


def test_a_record_moves_with_its_folder(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    written = look_around(folder).as_json(folder)
    copy = tmp_path_factory.mktemp("elsewhere") / "copy"
    shutil.copytree(folder, copy)
    assert list(Record.from_json(written, copy).changes()) == []
    (copy / "text").write_text("other")
    (copy / "two.md").write_text("x")
    assert list(Record.from_json(written, copy).changes()) == [f"{copy}/text changed", f"{copy}: + two.md"]
    assert list(Record.from_json(written, folder).changes()) == []


@pytest.mark.parametrize("path", ["/a/show/x", "/a/show", "/a/showroom/x", "/b/x", "/a", "/a/show/../x"])
def test_a_portable_path_leads_back_to_the_same_file(path: str) -> None:
    assert str(Path("/a/show") / portable(path, Path("/a/show"))) == path
