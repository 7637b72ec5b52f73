"""A script that cannot be read, or written, never silences what is found in the others."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from commands import workspace_of
from sample_show import SCRIPT

from studio.actions.lint import fix, lint
from studio.cli import main
from studio.lint.config import is_known
from studio.settings.show import load_show

MakeShow = Callable[..., Path]
BAD = {
    "empty.md": b"",
    "blank.md": b"\xef\xbb\xbf \n\n",
    "latin.md": "Ein Fest.\nCaf\u00e9.\n".encode("latin-1"),
    "utf16.md": "Hello there.".encode("utf-16"),
    "zip.md": b"PK\x03\x04\xff\xfe\x00\x00",
    "dangling.md": "nowhere.md",
    "loop.md": "loop.md",
    "folder.md": None,
}


@pytest.fixture
def root(make_show: MakeShow) -> Path:
    """A show with one good script, one with an error, and many that cannot be read."""
    root = make_show()
    for name, data in BAD.items():
        path = root / "scripts" / name
        if data is None:
            path.mkdir()
        elif isinstance(data, str):
            path.symlink_to(data)
        else:
            path.write_bytes(data)
    (root / "scripts" / "table.md").write_text(
        "Done \u2705 here.\n\n| a | b |\n|---|---|\n| 1 | 2 |\n", encoding="utf-8"
    )
    return root


def codes(root: Path, *select: str) -> dict[str, list[str]]:
    found = lint(workspace_of(load_show(root)), [], select=select)
    return {Path(one.script.source.path).name: [d.code for d in one.diagnostics] for one in found}


def test_every_other_script_is_still_reported(root: Path) -> None:
    found = codes(root, "U103", "X902")
    assert found["table.md"] == ["U103"]
    assert found["ep01.md"] == []
    assert {name for name, of_file in found.items() if of_file == ["X902"]} == {*BAD, "nowhere.md"} - {
        "dangling.md"
    }  # a link is known by what it leads to


def test_a_script_that_nothing_reads_for_its_ending_is_told(make_show: MakeShow) -> None:
    root = make_show()
    for name in ("ep02.MD", "ep03.mdx", "part/ep04.markdown", "notes.txt", ".ep05.MD", "read.md"):
        path = root / "scripts" / name
        path.parent.mkdir(exist_ok=True)
        path.write_text("Hello there.\n")
    workspace = workspace_of(load_show(root))
    found = {one.script.source.path: one.diagnostics for one in lint(workspace, [], select=["X904"])}
    assert {name for name, told in found.items() if told} == {
        "scripts/ep02.MD", "scripts/ep03.mdx", "scripts/part/ep04.markdown",
    }  # fmt: skip
    assert found["scripts/ep02.MD"][0].hint == "Rename it to ep02.md, or move it out of scripts/."
    assert not any(one.diagnostics for one in lint(workspace, ["ep01"], select=["X904"]))


@pytest.mark.parametrize("output", ["text", "json", "github", "sarif", "junit"])
def test_each_report_tells_of_all(root: Path, output: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["lint", "--show", str(root), "--format", output]) == 1
    printed = capsys.readouterr().out
    assert "table.md" in printed
    assert "not UTF-8 text (byte 14 is 0xE9)" in printed
    assert "U103" in printed
    if output in ("json", "sarif"):
        json.loads(printed)


def test_the_line_at_fault_is_told(root: Path) -> None:
    (found,) = lint(workspace_of(load_show(root)), [str(root / "scripts" / "latin.md")])
    (problem,) = found.diagnostics
    assert (problem.location.line, problem.name, problem.severity) == (2, "unreadable-script", "error")
    assert problem.hint


def test_fixing_goes_on_past_them(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["lint", "--fix", "--show", str(root)]) == 1
    assert "\u2705" not in (root / "scripts" / "table.md").read_text(encoding="utf-8")
    assert (root / "scripts" / "latin.md").read_bytes() == BAD["latin.md"]
    told = capsys.readouterr().err
    assert "scripts/table.md:1:6: fixed U109 emoji: Remove the emoji" in told


def test_a_diff_says_what_it_could_not_read(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["lint", "--diff", "--fix", "--show", str(root)]) == 1
    printed = capsys.readouterr()
    assert "+Done here." in printed.out
    assert "empty.md" in printed.err


def test_a_script_that_cannot_be_written_is_told_and_the_next_one_fixed(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from studio.actions import lint as action
    from studio.kit.errors import StudioError

    def write(path: Path, data: bytes) -> None:
        if path.name == "ep01.md":
            raise StudioError("not-writable", "cannot write this file: no", where=str(path))
        path.write_bytes(data)

    (root / "scripts" / "ep01.md").write_text(SCRIPT + "\nDone \u2705 here.\n", encoding="utf-8")
    monkeypatch.setattr(action, "write_atomically", write)
    found = {Path(one.checked.script.source.path).name: one for one in fix(workspace_of(load_show(root)), [])}
    assert "X902" in [d.code for d in found["ep01.md"].checked.diagnostics]
    assert not found["ep01.md"].mended
    assert found["table.md"].mended


def test_two_scripts_of_one_episode_are_a_finding_on_both(root: Path) -> None:
    (root / "scripts" / "other.md").write_text("---\nid: ep01\ntitle: x\n---\n\nHello.\n", encoding="utf-8")
    found = codes(root, "X903", "U103")
    assert found["other.md"] == found["ep01.md"] == ["X903"]
    assert found["table.md"] == ["U103"]
    assert codes(root, "U103")["other.md"] == []


@pytest.mark.parametrize("selector", ["X902", "same-episode", "unused-disable", "S", "S001", "front-matter-key", "U"])
def test_every_code_and_name_can_be_selected(selector: str) -> None:
    assert is_known(selector)


@pytest.mark.parametrize("selector", ["sentence-lenght", "S9", "x", "same", "Sentence-length"])
def test_a_misspelt_selector_means_nothing(selector: str) -> None:
    assert is_known(selector) is (selector == "x")
