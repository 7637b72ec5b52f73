"""Commands on several episodes by ids, patterns and ``--all``: what is wrong with one does not stop the others."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from sample_show import SCRIPT

from studio.cli import main


@pytest.fixture
def show(make_show: Callable[..., Path], monkeypatch: pytest.MonkeyPatch) -> Path:
    """Three episodes, the second of which cannot be spoken."""
    root = make_show()
    for number, more in ((2, "\n```\ncode()\n```\n"), (10, "")):
        text = SCRIPT.replace("id: ep01\nnumber: 1", f"id: ep{number:02}\nnumber: {number}") + more
        (root / "scripts" / f"ep{number:02}.md").write_text(text, encoding="utf-8")
    monkeypatch.chdir(root)
    return root


def rendered(root: Path) -> list[str]:
    return sorted(path.parent.name for path in (root / "build").glob("*/*.mp3"))


@pytest.mark.parametrize(
    ("typed", "made"),
    [
        (["ep01", "ep10"], ["ep01", "ep10"]),
        (["ep1*", "1"], ["ep01", "ep10"]),
        (["ep?1"], ["ep01"]),
        (["ep[01]1", "ep01", "scripts/ep01.md"], ["ep01"]),
        (["scripts/*10.md"], ["ep10"]),
    ],
)
def test_render_makes_each_that_is_named_once(
    show: Path, typed: list[str], made: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["render", *typed]) == 0
    assert rendered(show) == made
    assert capsys.readouterr().out.count("  length ") == len(made)


def test_a_failure_is_told_and_the_others_are_made(show: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["render", "--all", "--format", "json"]) == 1
    report = json.loads(capsys.readouterr().out)
    assert [Path(one["mp3"]).stem for one in report["episodes"]] == ["ep01", "ep10"] == rendered(show)
    (failed,) = report["failed"]
    assert (failed["episode"], failed["code"]) == ("ep02", "lint-errors")
    assert failed["diagnostics"]
    assert main(["render", "--all"]) == 1
    printed = capsys.readouterr()
    assert printed.out.count("nothing has changed") == 2
    assert "scripts/ep02.md" in printed.err


@pytest.mark.parametrize("command", ["render", "plan"])
def test_what_is_wrong_with_all_is_told_once_and_of_whom(
    show: Path, command: str, capsys: pytest.CaptureFixture[str]
) -> None:
    (show / "voices" / "narrator.yaml").write_text("engine: silent\nsettings:\n  voice: heart\n", encoding="utf-8")
    (show / "scripts" / "ep02.md").write_text("---\nid: ep02\n---\n", encoding="utf-8")
    assert main([command, "--all", *(["--keep-going"] if command == "render" else [])]) == 2
    said = capsys.readouterr().err
    fault = "voices/narrator.yaml:3:3: the engine silent has no setting 'voice'"
    assert said.count("  Known here: speed, pitch_hz.") == 1
    assert said.count(f"error: {fault}\n") == 1
    assert f"error: {fault}: so in 2 episodes, ep01, ep10\n" in said
    assert said.count("scripts/ep02.md") == 1


def test_everything_that_is_wrong_is_named_at_once(show: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for command in ("render", "plan", "verify", "publish"):
        assert main([command, "ep01", "nowhere", "x*", "gone.md"]) == 2
        said = capsys.readouterr().err
        assert all(name in said for name in ("`nowhere`", "`x*`", "gone.md")), command
    assert rendered(show) == []


def test_nothing_is_done_without_being_named(show: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for command in ("render", "plan"):
        assert main([command]) == 2
        assert "no episode is named" in capsys.readouterr().err
    assert rendered(show) == []


def test_plan_tells_whose_reasons_they_are(show: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["plan", "ep01", "ep10"]) == 0
    out = capsys.readouterr().out
    assert [line for line in out.splitlines() if line.startswith("ep")] == ["ep01:", "ep10:"]
    assert main(["plan", "--all", "--format", "json"]) == 1
    report = json.loads(capsys.readouterr().out)
    assert [one["episode"] for one in report["episodes"]] == ["ep01", "ep10"]


def test_lint_and_verify_take_patterns(show: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["lint", "ep1*"]) == 0
    assert "1 script," in capsys.readouterr().out
    main(["lint", "--all"])
    assert "3 scripts," in capsys.readouterr().out
    main(["render", "ep01", "ep10"])
    capsys.readouterr()
    main(["verify", "ep*", "--fast", "--format", "json"])
    assert list(json.loads(capsys.readouterr().out)) == ["ep01", "ep10"]


def test_publish_takes_all_that_is_rendered(show: Path, capsys: pytest.CaptureFixture[str]) -> None:
    settings = (show / "studio.yaml").read_text(encoding="utf-8")
    (show / "studio.yaml").write_text(f"{settings}email: me@show.example\n", encoding="utf-8")
    main(["render", "ep01", "ep10"])
    capsys.readouterr()
    code = main(["publish", "--all", "--dry-run", "--format", "json"])
    report = json.loads(capsys.readouterr().out)
    assert code == 0, report
    paths = [change["path"] for change in report["changes"]]
    assert {path.split("/")[1] for path in paths if path.startswith("episodes/")} == {"ep01", "ep10"}
