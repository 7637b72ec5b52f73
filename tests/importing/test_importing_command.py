"""``studio import`` as a person types it, and as a program reads it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from old_feeds import PODLOVE

from studio.cli import main

SCRIPT = "Emily: Hello.\nTom: Two.\n[MUSIC FADES]\nEmily: Three, at last.\n"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "talk.txt").write_text(SCRIPT, encoding="utf-8")
    return tmp_path


def test_what_is_not_spoken_is_listed_with_its_line(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["import", "talk.txt"]) == 0
    printed = capsys.readouterr()
    assert "Emily (narrator), Tom (guest)" in printed.out
    assert "talk.txt:3: not spoken, kept as a comment: direction: [MUSIC FADES]" in printed.err
    assert "[MUSIC FADES]" in (folder / "talk.md").read_text(encoding="utf-8")


def test_a_program_gets_all_of_it(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["import", "talk.txt", "--format", "json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["kept"] == [{"line": 3, "what": "direction", "text": "[MUSIC FADES]"}]
    assert (told["form"], told["paragraphs"]) == ("names", 3)
    assert told["speakers"] == {"Emily": "narrator", "Tom": "guest"}


def test_a_show_gets_the_script_where_its_scripts_are(folder: Path) -> None:
    assert main(["new", "show", "--yes"]) == 0
    assert main(["import", "talk.txt", "--show", "show"]) == 0
    assert main(["lint", "show/scripts/talk.md"]) == 0
    assert main(["import", "talk.txt", "--to", "show/scripts/new/deep.md"]) == 0
    assert (folder / "show/scripts/new/deep.md").is_file()


def test_a_speaker_that_the_show_knows_keeps_their_voice(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["new", "show", "--yes"]) == 0
    (folder / "talk.txt").write_text("GUEST: One.\nHOST: Two.\n", encoding="utf-8")
    assert main(["import", "talk.txt", "--show", "show"]) == 0
    assert "GUEST (guest), HOST (narrator)" in capsys.readouterr().out
    assert "speakers:" not in (folder / "show/scripts/talk.md").read_text(encoding="utf-8")


def test_a_feed_says_what_it_made(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "old.xml").write_text(PODLOVE, encoding="utf-8")
    assert main(["import", "feed", "old.xml", "--into", "tide"]) == 0
    printed = capsys.readouterr()
    assert "2 episodes stay as they are: Tide Tables" in printed.out
    assert "itunes:type" in printed.err
    # What only a feed needs is asked for by publishing, and not before.
    assert main(["publish", "--show", "tide"]) == 2
    assert "site" in capsys.readouterr().err


@pytest.mark.parametrize(
    "line", ["import feed", "import talk.txt more", "import feed x.xml --from vtt", "import talk.txt --into x"]
)
def test_a_wrong_line_is_told(folder: Path, line: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(line.split()) == 2
    assert "Say studio import " in capsys.readouterr().err
