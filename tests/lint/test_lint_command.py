"""``studio lint`` as an author uses it: exit codes, fixing in place, diffs, explanations."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from commands import workspace_of
from sample_show import SCRIPT

from studio.actions.lint import changes, fix, lint
from studio.lint import spellings
from studio.settings.show import load_show

MakeShow = Callable[..., Path]
DIRTY = SCRIPT + "\nDone ✅ here.\n\n| Level | Time |\n|---|---|\n| L1 | 1 ns |\n"


def studio(*arguments: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", "import sys; from studio.cli import main; sys.exit(main())", "lint", *arguments]
    return subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=False, encoding="utf-8")


def test_errors_fail_and_are_shown_with_their_line(make_show: MakeShow) -> None:
    result = studio("ep01", cwd=make_show(DIRTY))
    assert result.returncode == 1
    line = DIRTY[: DIRTY.index("| Level")].count("\n") + 1
    assert f"scripts/ep01.md:{line}:1: error[U103] A table cannot be heard (table)" in result.stdout
    assert f"{line:>5} | | Level | Time |" in result.stdout
    assert "1 script, 1 error, " in result.stdout


def test_warnings_fail_only_when_strict(make_show: MakeShow) -> None:
    root = make_show(SCRIPT + "\nDone ✅ here.\n")
    assert studio("--select", "U", cwd=root).returncode == 0
    assert studio("--select", "U", "--strict", cwd=root).returncode == 1


def test_fix_writes_the_file_once_and_leaves_what_is_unsafe(make_show: MakeShow) -> None:
    root = make_show(DIRTY)
    result = studio("--fix", cwd=root)
    assert "mended 1 finding" in result.stderr
    assert (root / "scripts" / "ep01.md").read_text(encoding="utf-8") == DIRTY.replace("✅ ", "")
    assert "mended" not in studio("--fix", cwd=root).stderr


def test_diff_shows_the_change_and_writes_nothing(make_show: MakeShow) -> None:
    root = make_show(DIRTY)
    result = studio("--unsafe-fixes", "--diff", cwd=root)
    assert "-| L1 | 1 ns |\n+For L1, the time is 1 ns.\n" in result.stdout
    assert (root / "scripts" / "ep01.md").read_text(encoding="utf-8") == DIRTY


def test_explain_needs_no_show_and_knows_parser_codes(tmp_path: Path) -> None:
    assert studio("--explain", "code-block", cwd=tmp_path).stdout.startswith("# U101 code-block")
    assert studio("--explain", "S006", cwd=tmp_path).returncode == 0
    wrong = studio("--explain", "nothing", cwd=tmp_path)
    assert wrong.returncode == 2
    assert "no rule `nothing`" in wrong.stderr


def test_json_is_json_even_where_nothing_is_found(make_show: MakeShow) -> None:
    root = make_show(DIRTY)
    assert json.loads(studio("--format", "json", "--select", "image", cwd=root).stdout) == []
    (found,) = json.loads(studio("--format", "json", "--select", "table", cwd=root).stdout)
    assert found["path"] == "scripts/ep01.md"


def test_statistics_count_each_rule(make_show: MakeShow) -> None:
    lines = studio("--statistics", "--select", "U", cwd=make_show(DIRTY)).stdout.splitlines()
    assert lines[0].split() == ["1", "U103", "error", "table", "1", "unsafe"]
    assert lines[1].split() == ["1", "U109", "warning", "emoji", "1", "to", "fix"]


def test_unknown_rule_is_wrong_usage(make_show: MakeShow) -> None:
    result = studio("--select", "tabel", cwd=make_show())
    assert result.returncode == 2
    assert "table" in result.stderr


def test_spelling_is_compared_across_the_episodes_of_the_show(make_show: MakeShow) -> None:
    root = make_show("GitHub and GitHub and GitHub.\n")
    (root / "scripts" / "ep02.md").write_text("Github is here.\n", encoding="utf-8")
    show = load_show(root)
    first, second = lint(workspace_of(show), [], select=["mixed-spelling"])
    assert not first.diagnostics
    assert [found.message for found in second.diagnostics] == ["“Github” is “GitHub” elsewhere in the show"]
    (root / "scripts" / "ep01.md").write_text("Github and Github.\n", encoding="utf-8")
    assert not any(one.diagnostics for one in lint(workspace_of(show), [], select=["mixed-spelling"]))


def test_the_scripts_of_a_show_are_counted_once_for_all(make_show: MakeShow, monkeypatch: pytest.MonkeyPatch) -> None:
    root = make_show()
    for number in range(2, 20):
        (root / "scripts" / f"ep{number:02}.md").write_text(f"Number {number} of GitHub.\n", encoding="utf-8")
    read: list[Path] = []
    counted = spellings._text
    monkeypatch.setattr(spellings, "_text", lambda path: read.append(path) or counted(path))
    assert len(list(lint(workspace_of(load_show(root)), [], select=["mixed-spelling"]))) == 19
    assert len(read) == 19


def test_fixing_keeps_byte_order_mark_and_line_endings(make_show: MakeShow) -> None:
    root = make_show("\ufeffDone ✅ here.\r\nAnd on.\r\n".encode())
    (one,) = fix(workspace_of(load_show(root)), ["ep01"])
    assert [found.name for found in one.mended] == ["emoji"]
    assert (root / "scripts" / "ep01.md").read_bytes() == "\ufeffDone here.\r\nAnd on.\r\n".encode()


def test_watching_notices_a_changed_script(make_show: MakeShow) -> None:
    root = make_show()
    seen = changes(workspace_of(load_show(root)), ["ep01"], interval_s=0.0)
    next(seen)
    path = root / "scripts" / "ep01.md"
    path.write_text(path.read_text(encoding="utf-8") + "\nMore.\n", encoding="utf-8")
    next(seen)
