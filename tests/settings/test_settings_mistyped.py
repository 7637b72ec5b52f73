"""A name that is no episode's: what is there instead, where it was looked for, and what to do."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from studio.importing.material import read_material
from studio.importing.registry import form_of
from studio.kit.errors import StudioError
from studio.settings.episodes import find_episodes
from studio.settings.workspace import open_workspace

FILES = {
    "talk.txt": "Hello there.\n",
    "plain": "Hello there.\n",
    "loud.MD": "# Loud\n",
    "voice.mp3": "x",
    "word.docx": "x",
    "other.md": "# Other\n\nHello.\n",
    "drafts/late.md": "# Late\n\nHello.\n",
}


@pytest.fixture
def bare(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name, text in FILES.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    (tmp_path / "hollow").mkdir()
    monkeypatch.chdir(tmp_path)
    return tmp_path


def told(typed: str) -> str:
    """Message and hint."""
    with pytest.raises(StudioError) as caught:
        find_episodes(open_workspace(about=[typed]).show, [typed])
    assert caught.value.exit_code == 2
    return f"{caught.value}\n{caught.value.hint}"


@pytest.mark.parametrize(
    ("typed", "says", "to_do"),
    [
        ("talk.txt", "talk.txt: this is no script", "Rename it to talk.md"),
        ("talk.txt", "ends in .md", "`studio import talk.txt`"),
        ("plain", "plain: this is no script", "Rename it to plain.md"),
        ("loud.MD", "loud.MD: this is no script", "Rename it to loud.md."),
        ("word.docx", "word.docx: this is no script", "`studio import word.docx`"),
        ("voice.mp3", "voice.mp3: this is no script", "name the script that is to become sound"),
        ("hollow", "hollow: this is a folder", "there is none in this folder"),
        ("drafts", "drafts: this is a folder", "Name a script in it: drafts/late.md."),
        ("missing.md", "missing.md: there is no such script", "Markdown files here: other.md."),
        ("missing.txt", "missing.txt: there is no such script", "Markdown files here: other.md."),
        ("othr.md", "othr.md: there is no such script", "Did you mean `other.md`?"),
        ("drafts/lat.md", "drafts/lat.md: there is no such script", "Did you mean `drafts/late.md`?"),
        ("no/such.md", "no/such.md: there is no such script", "There is no folder no either."),
        ("othr", "no script `othr`", "Did you mean `other.md`?"),
        ("zzz", "there is no studio.yaml in", "Markdown files here: other.md."),
    ],
)
def test_in_a_folder_without_a_show(bare: Path, typed: str, says: str, to_do: str) -> None:
    said = told(typed)
    assert says in said.split("\n")[0]
    assert to_do in said


def test_in_a_show_its_scripts_are_looked_through(
    make_show: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    root = make_show()
    (root / "notes.txt").write_text("Hello.", encoding="utf-8")
    monkeypatch.chdir(root)
    assert "Rename it to notes.md" in told("notes.txt")
    assert "Did you mean `scripts/ep01.md`?" in told("ep10.md")
    assert told("ep10") == "there is no episode `ep10`\nDid you mean `ep01`?"


def test_import_says_that_plain_text_needs_none(bare: Path) -> None:
    with pytest.raises(StudioError) as caught:
        form_of(read_material(Path("talk.txt")))
    assert "no line says who speaks" in str(caught.value)
    assert "rename it to talk.md, and studio render talk.md reads it" in (caught.value.hint or "")


@pytest.mark.parametrize(
    ("typed", "hint"),
    [
        ("tlk.txt", "Did you mean `talk.txt`?"),
        ("no/such", "There is no folder no either."),
        ("hollow/x", "It would be in "),
    ],
)
def test_import_of_a_missing_file_says_what_is_there(bare: Path, typed: str, hint: str) -> None:
    with pytest.raises(StudioError, match="there is no such file") as caught:
        read_material(Path(typed))
    assert hint in (caught.value.hint or "")
