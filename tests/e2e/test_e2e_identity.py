"""Whatever a person calls an episode, every command means the same one; two scripts are never mixed up."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from sample_show import SCRIPT, STUDIO_YAML

from studio.cli import main
from studio.publish.publish import publish
from studio.settings.show import load_show

CONFIG = STUDIO_YAML.replace("author: The Makers", "author: The Makers\nemail: makers@show.example")

MakeShow = Callable[..., Path]
Says = Callable[..., tuple[int, str]]


@pytest.fixture
def says(capsys: pytest.CaptureFixture[str]) -> Says:
    """Runs a command; gives its exit code and all that it printed."""

    def run(*arguments: str) -> tuple[int, str]:
        try:
            code = main(arguments)
        except SystemExit as end:
            code = int(end.code or 0)
        captured = capsys.readouterr()
        return code, captured.out + captured.err

    return run


def test_one_episode_by_all_its_names_through_all_commands(
    make_show: Callable[..., Path],
    says: Callable[..., tuple[int, str]],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    root = make_show(None, config=CONFIG)
    script = root / "scripts" / "season 1" / "003.md"
    script.parent.mkdir()
    script.write_text(SCRIPT.replace("id: ep01\nnumber: 1", "id: three\nnumber: 3"))
    monkeypatch.chdir(tmp_path)
    where = ["--show", str(root)]
    assert says("render", str(script))[0] == 0  # the show is found from the script
    for typed in ("three", "3", "003", "003.md", str(script)):
        assert says("plan", typed, *where) == (
            0,
            "nothing to make: all 10 takes are there, and the files are made from them\n",
        )
        code, printed = says("render", typed, *where)
        assert (code, "0 made, 10 reused" in printed) == (0, True), typed
        assert says("takes", typed, "-n", "2", *where)[0] == 0
        assert says("audit", typed, *where)[0] == 0
        assert says("verify", typed, "--fast", *where)[0] == 0, typed
        code, printed = says("publish", typed, *where)
        assert code == 0, printed
    assert [path.name for path in (root / "build").iterdir() if not path.name.startswith(".")] == ["three"]
    assert (root / "public" / "feed.xml").read_text().count("<item>") == 1
    code, printed = says("unpublish", "3", *where)
    assert (code, "<item>" in (root / "public" / "feed.xml").read_text()) == (0, False), printed


def test_two_scripts_with_one_id_are_refused_by_every_command_and_nothing_is_overwritten(
    make_show: MakeShow, says: Says
) -> None:
    root = make_show(config=CONFIG)
    where = ["--show", str(root)]
    assert says("render", "ep01", *where)[0] == 0
    before = (root / "build" / "ep01" / "ep01.mp3").read_bytes()
    (root / "scripts" / "ep09.md").write_text("---\nid: ep01\ntitle: Other\n---\n\nHello there, somebody else.\n")
    for command in (
        *(("render", "ep01"), ("render", "ep09"), ("render", "scripts/ep09.md"), ("plan", "ep01"), ("publish", "ep01")),
        *(
            ("lint",),
            ("verify", "ep01"),
            ("audit", "ep09"),
            ("preview", "ep09", "--no-play"),
            ("retake", "ep01", "-n", "1"),
        ),
    ):
        code, printed = says(*command, *where)
        assert code == (1 if command == ("lint",) else 2), command  # the linter goes on to the other scripts
        assert "scripts/ep01.md" in printed, command
        assert "scripts/ep09.md" in printed, command
        assert "share the id `ep01`" in printed, command
    assert (root / "build" / "ep01" / "ep01.mp3").read_bytes() == before
    assert not (root / "public").exists()


def test_scripts_of_any_name_and_in_sub_folders_are_linted_and_rendered_apart(make_show: MakeShow, says: Says) -> None:
    root = make_show(config=CONFIG)
    where = ["--show", str(root)]
    names = ["ep1.5.md", "ep1.6.md", "My Show & Co.md", "épisode.md", "part two/a talk.md"]
    for number, name in enumerate(names):
        path = root / "scripts" / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(f"---\ntitle: Talk {number}\n---\n\nThis is talk number {number}.\n")
    _, printed = says("lint", *where)
    for name in names:
        assert f"scripts/{name}:2:1: warning" in printed, name
    for name in names:
        code, printed = says("render", name if "/" not in name else f"scripts/{name}", *where)
        assert code == 0, printed
    made = sorted(path.name for path in (root / "build").iterdir() if not path.name.startswith("."))
    assert made == ["My-Show-Co", "a-talk", "ep1.5", "ep1.6", "episode"]


def test_a_folder_of_an_episodes_name_is_not_linted_in_its_place(
    make_show: Callable[..., Path],
    says: Callable[..., tuple[int, str]],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    root = make_show(config=CONFIG)
    other = tmp_path / "elsewhere" / "ep01" / "README.md"
    other.parent.mkdir(parents=True)
    other.write_text("# Not a script\n\nText. <!-- studio: disable=table -->\n")
    monkeypatch.chdir(tmp_path / "elsewhere")
    _, printed = says("lint", "ep01", "--fix", "--show", str(root))
    assert "1 script" in printed
    assert "disable=table" in other.read_text()


def test_what_is_published_stays_that_episode_when_its_script_is_renamed(make_show: Callable[..., Path]) -> None:
    import datetime

    from commands import render

    root = make_show(config=CONFIG)
    render(root)
    now = datetime.datetime(2026, 6, 1, tzinfo=datetime.UTC)
    show = load_show(root)
    publish([root / "build" / "ep01"], show, root / "public", now=now)
    first = (root / "public" / "feed.xml").read_bytes()
    shutil.move(root / "scripts" / "ep01.md", root / "scripts" / "another name.md")
    render(root, "another name")
    publish([root / "build" / "ep01"], show, root / "public", now=now)
    assert (root / "public" / "feed.xml").read_bytes() == first
