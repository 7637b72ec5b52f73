"""Every edit is told as what it is, and nothing else is."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from commands import render
from editing import Desk, commit, git
from sample_show import SCRIPT, STUDIO_YAML

from studio.changes import Kind, as_html, as_json, as_markdown, as_text, keep_version, kept_version
from studio.cli import main
from studio.settings.workspace import open_workspace

NO_CHANGE = {
    "nothing": [],
    "wrapped": [("The writer moves one of them, and", "The writer moves one of them,\nand")],
    "comment": [("## Why Not", "<!-- soon -->\n\n## Why Not")],
    "blank lines": [("## Why Not", "\n\n\n## Why Not")],
    "emphasis": [("every message", "*every* message")],
    "summary": [("summary: Four short parts.", "summary: Four parts.")],
}
LESS = " The garbage collector would notice that."
MORE = "It is a long story about waiting."
RING = "Under the Hood: the ring"
ONE_CHANGE = {
    "a word": (
        ("keeps two", "keeps six"),
        "text | A ring buffer keeps two indices. | A ring buffer keeps six indices.",
    ),
    "a case": (("Today", "today"), "text | {0} Today we {1} | {0} today we {1}"),
    "a sentence more": (("fill up.\n", f"fill up. {MORE}\n"), f"added |  | {MORE}"),
    "a sentence less": ((LESS, ""), f"removed |{LESS} | "),
    "a heading": (("the ring buffer\n", "the ring\n"), f"heading | {RING} buffer | {RING}"),
    "a heading more": (("When the indices", "### Meeting\n\nWhen the indices"), "heading |  | Meeting"),
    "a pillar": (("linked list?", "linked list? {.zoom}"), "pillar | why-not | zoom"),
    "a pause": (("When the indices", "::pause{3s}\n\nWhen the indices"), "cue |  | pause, 3 s"),
    "a paragraph": (("two indices. The writer", "two indices.\n\nThe writer"), "pause | 0.35 s | 0.7 s"),
    "a title": (("title: The First Episode", "title: Queues"), "heading | The First Episode | Queues"),
}
WELCOME = ("Welcome to the show.", "look at queues, and at what happens when they fill up.")


@pytest.mark.parametrize("edits", NO_CHANGE.values(), ids=NO_CHANGE)
@pytest.mark.parametrize("revision", [None, "HEAD"])
def test_what_nobody_hears_is_no_change(desk: Desk, edits: list[tuple[str, str]], revision: str | None) -> None:
    desk.edit(*edits)
    assert desk.told(revision) == []


@pytest.mark.parametrize(("edits", "expected"), ONE_CHANGE.values(), ids=ONE_CHANGE)
@pytest.mark.parametrize("revision", [None, "HEAD"])
def test_one_edit_is_one_change(desk: Desk, edits: tuple[str, str], expected: str, revision: str | None) -> None:
    desk.edit(edits)
    expected = expected.replace("{0}", WELCOME[0]).replace("{1}", WELCOME[1])
    told = desk.told(revision)
    assert expected in told
    # A heading more is a longer pause as well; nothing else is to be heard otherwise.
    assert [one for one in told if one != expected and not one.startswith("pause")] == []


def test_a_paragraph_that_moved_is_moved_and_its_sound_is_as_it_was(desk: Desk) -> None:
    paragraph = "When the indices meet, the buffer is empty.\n"
    desk.edit((paragraph, ""), ("up.\n", f"up.\n\n{paragraph}"))
    (change,) = desk.changes().changes
    assert change.kinds == (Kind.MOVED,)
    assert not change.is_heard
    assert (change.before[0].line, change.after[0].line) == (16, 12)


def test_a_section_that_moved_is_one_change_with_its_heading(desk: Desk) -> None:
    section = SCRIPT[SCRIPT.index("## Why Not") : SCRIPT.index("## Zoom")]
    desk.edit((section, ""), ("## Under the Hood", f"{section}## Under the Hood"))
    kinds = [change.kinds for change in desk.changes().changes]
    assert (Kind.MOVED,) in kinds
    assert all(Kind.MOVED in one or Kind.PAUSE in one for one in kinds)


def test_words_are_marked_in_the_written_and_the_spoken_form(desk: Desk) -> None:
    desk.edit(("two indices", "12 indices"))
    (change,) = as_json(desk.changes())["changes"]
    marked = {
        form: [one["text"] for one in change["words"][form]["after"] if one["changed"]] for form in change["words"]
    }
    assert marked == {"written": ["12"], "spoken": ["twelve"]}


def test_the_same_words_by_somebody_else(make_show: Callable[..., Path]) -> None:
    config = STUDIO_YAML + "speakers: {HOST: narrator, GUEST: guest}\n"
    root = make_show(SCRIPT.replace("Welcome", "HOST: Welcome"), config=config)
    (root / "voices" / "guest.yaml").write_text("engine: silent\n")
    render(root)
    desk = Desk(root)
    desk.edit(("HOST: Welcome", "GUEST: Welcome"))
    changed = [change for change in desk.changes().changes if Kind.SPEAKER in change.kinds]
    assert [(change.was, change.now) for change in changed] == [("HOST", "GUEST")]


def test_an_edit_of_the_lexicon_lists_what_follows_from_it(desk: Desk) -> None:
    (desk.root / "lexicon.yaml").write_text("queue: {ipa: kjuː, respell: kew}\n")
    desk.edit(("narrator: narrator", "narrator: narrator\nlexicons: [lexicon.yaml]"), path="studio.yaml")
    found = desk.changes("HEAD")
    listed = {fan_out.cause.split()[1]: set(fan_out.segments) for fan_out in found.fan_outs}
    has = {one.number: {*re.findall(r"\w+", one.spoken.lower())} for one in found.after.passages}
    assert listed == {word: {number for number in has if word in has[number]} for word in ("queue", "queues")}
    assert {one.number for change in found.changes for one in change.after} == listed["queue"] | listed["queues"]
    assert "lexicon: queue /ˈkjuː/ “cue” → /kjuː/ “kew”" in as_text(found)


def test_another_voice_is_told_once_and_shown_a_few_times(desk: Desk) -> None:
    desk.edit(("engine: silent", "engine: espeak"), path="voices/narrator.yaml")
    found = desk.changes()
    (fan_out,) = found.fan_outs
    assert fan_out.cause == "voice narrator: engine silent → espeak"
    assert len(fan_out.segments) == len(found.after.passages) > 5
    assert as_text(found).count("written after:") == 5


def test_a_setting_of_pauses_is_one_change(desk: Desk) -> None:
    desk.edit(("narrator: narrator", "narrator: narrator\npauses: {sentence_s: 0.5}"), path="studio.yaml")
    (change,) = desk.changes("HEAD").changes
    assert change.causes == ("pauses: after a sentence 0.35 s → 0.5 s",)
    assert len(change.places) > 3


def test_everything_is_new_where_nothing_was_said(desk: Desk) -> None:
    desk.edit((SCRIPT[SCRIPT.index("Welcome") :], "```\nx = 1\n```\n"))
    empty = commit(desk.root)
    desk.edit(("```\nx = 1\n```\n", "Now there is something."))
    assert [one for one in desk.told(empty) if one.startswith("added")] == ["added |  | Now there is something."]


def test_reports_hold_the_same_changes_and_the_page_asks_for_nothing(desk: Desk) -> None:
    desk.edit(("two indices", "<b>two</b> indices"), ("Every stage", "Each & every stage"))
    found = desk.changes("HEAD")
    show = open_workspace(desk.root).show
    page = as_html(found, show)
    assert not re.search(r"<(?:script|link|img|iframe)\b|url\(|src=", page)
    assert "Each &amp; every" in page
    assert "**Each & every** stage" in as_markdown(found)
    assert "{+Each & every+}" in as_text(found)
    assert [one["kinds"] for one in as_json(found)["changes"]] == [["text"]]


def test_a_kept_version_is_the_version(desk: Desk, tmp_path: Path) -> None:
    version = desk.changes().after
    keep_version(tmp_path / "kept.json", version)
    assert kept_version(tmp_path / "kept.json") == version


@pytest.mark.parametrize("damage", [b"", b"[]", b"null", b'{"format": 0}', b'{"format": 1}', b"\xff"])
def test_a_damaged_version_is_no_version(tmp_path: Path, damage: bytes) -> None:
    (tmp_path / "kept.json").write_bytes(damage)
    assert kept_version(tmp_path / "kept.json") is None


# ------------------------------------------------------------------------------------------ what cannot be compared


def refused(capsys: pytest.CaptureFixture[str], root: Path, *arguments: str) -> dict[str, str]:
    assert main(["diff", "--show", str(root), "--format", "json", *arguments]) in (1, 2)
    told: dict[str, str] = json.loads(capsys.readouterr().out)["error"]
    return told


def test_an_unknown_revision(desk: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    for name in ("nowhere", "main..main", "-x", "main:studio.yaml", ""):
        assert refused(capsys, desk.root, "ep01", "--", name)["code"] == "unknown-revision"


def test_no_repository(make_show: Callable[..., Path], capsys: pytest.CaptureFixture[str]) -> None:
    root = make_show()
    assert refused(capsys, root, "ep01", "HEAD")["code"] == "no-repository"
    assert refused(capsys, root, "ep01")["code"] == "not-rendered"


def test_a_repository_without_a_commit(make_show: Callable[..., Path], capsys: pytest.CaptureFixture[str]) -> None:
    root = make_show()
    git(root, "init", "--quiet")
    assert refused(capsys, root, "ep01", "HEAD")["message"] == "this repository has no commit yet"


def test_an_episode_that_was_not_there(desk: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    (desk.root / "scripts" / "ep02.md").write_text("# Another\n\nQuite something else.\n")
    told = refused(capsys, desk.root, "ep02", "main")
    assert (told["code"], "`ep02`" in told["message"], "main" in told["message"]) == ("not-in-revision", True, True)


def test_a_shallow_clone(desk: Desk, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    desk.edit(("two indices", "three indices"))
    commit(desk.root)
    git(tmp_path, "clone", "--quiet", "--depth=1", f"file://{desk.root}", "clone")
    told = refused(capsys, tmp_path / "clone", "ep01", "HEAD~1")
    assert (told["code"], "fetch-depth: 0" in told["hint"]) == ("shallow-clone", True)


def test_settings_of_then_that_are_wrong_are_told_as_of_then(desk: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    desk.edit(("narrator: narrator", "narrater: narrator"), path="studio.yaml")
    broken = commit(desk.root)
    desk.edit(("narrater: narrator", "narrator: narrator"), path="studio.yaml")
    told = refused(capsys, desk.root, "ep01", broken)
    assert str(told["where"]).count(broken) == 1


def test_a_renamed_script_is_the_same_episode(desk: Desk) -> None:
    desk.edit(("id: ep01\n", ""))
    commit(desk.root)
    git(desk.root, "mv", "scripts/ep01.md", "scripts/queues.md")
    moved = Desk(desk.root, "queues")
    moved.edit(("two indices", "three indices"))
    found = moved.changes("HEAD")
    assert [change.kinds for change in found.changes] == [(Kind.TEXT,)]
    assert "it was scripts/ep01.md" in as_text(found)


def test_a_show_below_the_root_of_the_repository(make_show: Callable[..., Path], tmp_path: Path) -> None:
    root = make_show(folder="repository/shows/one")
    commit(tmp_path / "repository")
    desk = Desk(root)
    desk.edit(("two indices", "three indices"))
    assert [change.kinds for change in desk.changes("main").changes] == [(Kind.TEXT,)]


def test_nothing_of_the_repository_is_changed(desk: Desk) -> None:
    desk.edit(("two indices", "three indices"))
    before = git(desk.root, "status", "--porcelain=v2", "--branch")
    desk.changes("HEAD", make=True)
    assert git(desk.root, "status", "--porcelain=v2", "--branch") == before
