"""``studio status`` tells of every episode how far it is, and notices what changed."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sample_show import SCRIPT

from studio.cli import main
from studio.model.source import Source
from studio.narration.read import parse_source
from studio.settings.show import load_show
from studio.settings.text import count_words

EPISODES = Path(__file__).parents[2] / "scripts"


@pytest.fixture
def show(make_show: Callable[..., Path], monkeypatch: pytest.MonkeyPatch) -> Path:
    root = make_show()
    settings = (root / "studio.yaml").read_text(encoding="utf-8")
    (root / "studio.yaml").write_text(f"{settings}email: me@show.example\n", encoding="utf-8")
    (root / "scripts" / "ep02.md").write_text(
        SCRIPT.replace("id: ep01\nnumber: 1", "id: ep02\nnumber: 2") + "\n```\ncode()\n```\n", encoding="utf-8"
    )
    monkeypatch.chdir(root)
    return root


@pytest.fixture
def told(capsys: pytest.CaptureFixture[str]) -> Callable[[], dict[str, Any]]:
    """What the command says, by id."""

    def tell() -> dict[str, Any]:
        capsys.readouterr()
        assert main(["status", "--format", "json"]) == 0
        return {one["id"]: one for one in json.loads(capsys.readouterr().out)}

    return tell


def test_states_and_lengths(show: Path, told: Callable[[], dict[str, Any]]) -> None:
    before = told()
    assert [one["state"] for one in before.values()] == ["not rendered", "not rendered"]
    assert 80 < before["ep01"]["words"] < 120
    main(["render", "ep01", "--also", "flac"])
    assert told()["ep01"]["state"] == "rendered"
    assert told()["ep01"]["minutes"] > 0


@pytest.mark.parametrize("script", sorted(EPISODES.glob("*.md")), ids=lambda path: path.stem)
def test_words_are_counted_quickly_and_well_enough(script: Path) -> None:
    parsed = parse_source(load_show(EPISODES.parent), Source("x.md", script.read_text(encoding="utf-8")))
    blocks = [block for section in parsed.sections for block in section.blocks if block.kind.is_spoken]
    assert count_words(parsed.source.text) == pytest.approx(sum(len(block.text.split()) for block in blocks), rel=0.03)


def counts(told: dict[str, Any]) -> dict[str, tuple[int | None, int | None]]:
    return {name: (one["errors"], one["warnings"]) for name, one in told.items()}


def test_findings_are_known_where_the_linter_has_been(show: Path, told: Callable[[], dict[str, Any]]) -> None:
    unknown = (None, None)
    assert counts(told()) == {"ep01": unknown, "ep02": unknown}
    main(["lint", "ep02"])
    assert counts(told()) == {"ep01": unknown, "ep02": (1, 0)}
    main(["lint", "--select", "table"])
    assert counts(told())["ep01"] == unknown
    main(["lint"])
    assert counts(told()) == {"ep01": (0, 0), "ep02": (1, 0)}


@pytest.mark.parametrize(
    ("changed", "before", "after"),
    [
        ("scripts/ep02.md", "code()", "cord()"),
        ("studio.yaml", "email: me@", "lint: {code-block: false}\nemail: me@"),
        ("voices/narrator.yaml", "engine", "pan: 0.1\nengine"),
    ],
)
def test_findings_of_before_a_change_are_not_told(
    show: Path, told: Callable[[], dict[str, Any]], changed: str, before: str, after: str
) -> None:
    main(["lint"])
    text = (show / changed).read_text(encoding="utf-8")
    (show / changed).write_text(text.replace(before, after), encoding="utf-8")
    assert counts(told())["ep02"] == (None, None)
    (show / changed).write_text(text, encoding="utf-8")
    assert counts(told())["ep02"] == (1, 0)


def test_lint_needs_no_place_to_write(show: Path, told: Callable[[], dict[str, Any]]) -> None:
    (show / "build").write_text("in the way", encoding="utf-8")
    assert main(["lint", "ep01"]) == 0
    assert counts(told())["ep01"] == (None, None)


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (lambda root: (root / "scripts" / "ep01.md").write_text(SCRIPT + "\nMore.\n"), "scripts/ep01.md changed"),
        (lambda root: (root / "voices" / "narrator.yaml").write_text("engine: silent\npan: 0.1\n"), "voices/narrator"),
        (lambda root: (root / "build" / "ep01" / "ep01.mp3").write_bytes(b"x"), "ep01.mp3 is not as it was made"),
        (lambda root: (root / "build" / "ep01" / "chapters.json").unlink(), "chapters.json is not as it was made"),
    ],
)
def test_what_is_stale_and_why(
    show: Path, told: Callable[[], dict[str, Any]], change: Callable[[Path], object], reason: str
) -> None:
    main(["render", "ep01"])
    assert told()["ep01"]["state"] == "rendered"
    change(show)
    after = told()["ep01"]
    assert after["state"] == "stale"
    assert reason in after["reasons"][0]
    main(["render", "ep01"])
    assert told()["ep01"]["state"] == "rendered"


def test_a_copy_of_the_show_is_as_far_as_the_show(
    show: Path, told: Callable[[], dict[str, Any]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    main(["render", "ep01"])
    before = told()
    shutil.copytree(show, tmp_path / "copy", copy_function=shutil.copyfile)  # with other times of change
    monkeypatch.chdir(tmp_path / "copy")
    assert told() == before


def test_published_and_scheduled(show: Path, told: Callable[[], dict[str, Any]]) -> None:
    main(["render", "ep01"])
    assert main(["publish", "ep01", "--schedule", "2999-01-01"]) == 0
    assert told()["ep01"]["scheduled"].startswith("2999-01-01")
    assert told()["ep01"]["published"] is None
    assert main(["publish", "ep01"]) == 0
    assert told()["ep01"]["published"]
    assert told()["ep02"]["published"] is None


def test_a_script_that_cannot_be_read_does_not_hide_the_others(show: Path, told: Callable[[], dict[str, Any]]) -> None:
    (show / "scripts" / "ep03.md").write_bytes(b"# Caf\xe9\n")
    (show / "scripts" / "ep04.md").write_bytes(b"")
    found = told()
    assert [one["problem"] != "" for one in found.values()] == [False, False, True, True]
    assert main(["status"]) == 0


def test_damaged_notes_count_for_nothing(show: Path, told: Callable[[], dict[str, Any]]) -> None:
    main(["lint", "ep02"])
    (note,) = (show / "build" / ".cache" / "findings").iterdir()
    whole = note.read_bytes()
    for damage in (b"", b"[]", b"{}", b"[1, [], null, 0]", b"[1, 3, 1, 0]", b"[0" + whole[2:]):
        note.write_bytes(damage)
        assert counts(told())["ep02"] == (None, None)


def test_the_table_is_for_people(show: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["lint", "ep02"])
    capsys.readouterr()
    assert main(["status"]) == 0
    printed = capsys.readouterr()
    first, second = printed.out.splitlines()
    assert first.startswith("ep01") and first.endswith("not linted  not rendered")
    assert "1 error" in second
    assert "`studio lint`" in printed.err
    for path in (show / "scripts").iterdir():
        path.unlink()
    assert main(["status"]) == 0
    assert "no episode yet" in capsys.readouterr().out


def test_the_findings_that_fixes_leave_are_known(show: Path, told: Callable[[], dict[str, Any]]) -> None:
    assert told()["ep02"]["errors"] is None
    assert main(["lint", "--fix", "ep02"]) == 1
    assert told()["ep02"]["errors"] == 1
    script = show / "scripts" / "ep02.md"
    script.write_text(script.read_text(encoding="utf-8").replace("```\ncode()\n```", ""), encoding="utf-8")
    assert main(["lint", "--fix", "--select", "U109", "ep02"]) == 0
    assert told()["ep02"]["errors"] is None  # some rules alone tell nothing of the others
    assert main(["lint", "--fix", "ep02"]) == 0
    assert told()["ep02"]["errors"] == 0
