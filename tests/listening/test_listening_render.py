"""`studio listen` and `studio render --listen`, with a recogniser that misses nothing."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml

from studio.cli import main
from studio.settings.show import load_show
from studio.verify.build import verify_build

MakeShow = Callable[..., Path]


def _render(root: Path, *options: str) -> int:
    return main(["render", "ep01", "--show", str(root), "--jobs", "1", *options])


def _listen(root: Path, capsys: pytest.CaptureFixture[str]) -> tuple[int, dict[str, object]]:
    capsys.readouterr()
    code = main(["listen", "ep01", "--show", str(root), "--recogniser", "stub", "--format", "json"])
    report: dict[str, object] = json.loads(capsys.readouterr().out)
    return code, report


def _manifest(root: Path) -> dict[str, object]:
    record: dict[str, object] = json.loads((root / "build" / "ep01" / "manifest.json").read_bytes())
    return record


def _heard_promises(root: Path) -> list[bool]:
    found = verify_build(root / "build" / "ep01", load_show(root), measure=False)
    return [promise.holds for promise in found.promises if promise.code == "takes-heard"]


def test_good_takes_pass_and_are_heard_once(
    make_show: MakeShow, stub: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = make_show(engine="readable")
    assert _render(root) == 0
    code, report = _listen(root, capsys)
    assert (code, report["takes"], report["word_error"], report["failed"]) == (0, 10, 0.0, [])
    assert stub.read_text().count("heard") == 10
    assert _listen(root, capsys) == (code, report)
    assert stub.read_text().count("heard") == 10


def test_another_version_of_the_recogniser_hears_again(
    make_show: MakeShow, stub: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    root = make_show(engine="readable")
    _render(root)
    _listen(root, capsys)
    monkeypatch.setenv("STUB_VERSION", "2")
    _, report = _listen(root, capsys)
    assert report["version"] == "2"
    assert stub.read_text().count("heard") == 20


def test_a_damaged_note_of_what_was_heard_is_heard_again(
    make_show: MakeShow, stub: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = make_show(engine="readable")
    _render(root)
    _listen(root, capsys)
    notes = sorted((root / "build" / ".cache" / "takes").glob("??/*.heard"))
    notes[0].write_bytes(notes[0].read_bytes()[:-1] + b"?")
    notes[1].write_bytes(b"")
    notes[2].unlink()
    code, report = _listen(root, capsys)
    assert (code, report["takes"]) == (0, 10)
    assert stub.read_text().count("heard") == 13


@pytest.mark.usefixtures("stub")
def test_a_missing_word_fails_with_its_place_and_the_command_says_so(
    make_show: MakeShow, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    root = make_show(engine="readable")
    monkeypatch.setenv("STUB_FAULTS", "collector")
    _render(root)
    code, report = _listen(root, capsys)
    assert code == 1
    assert report["failed"] == [6]
    worst = report["segments"][0]  # type: ignore[index]
    assert worst["where"].startswith("scripts/ep01.md:20:")
    assert worst["faults"] == ["dropped “collector”"]
    assert worst["divergence"]["start_s"] > 0.3
    capsys.readouterr()
    assert main(["listen", "ep01", "--show", str(root), "--recogniser", "stub"]) == 1
    printed = capsys.readouterr().out
    assert "FAILED  dropped “collector”" in printed
    assert "word error 1.1%, 1 failed" in printed


def test_a_render_that_listens_makes_failed_takes_again(
    make_show: MakeShow, stub: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = make_show(engine="readable")
    monkeypatch.setenv("STUB_FAULTS", "collector")
    assert _render(root, "--listen", "--recogniser", "stub") == 0
    (choice,) = yaml.safe_load((root / "scripts" / "ep01.takes.yaml").read_text(encoding="utf-8"))["takes"].values()
    assert choice == {"text": "The garbage collector would notice that.", "take": 3}
    heard = _manifest(root)["heard"]
    assert heard["failed"] == []  # type: ignore[index]
    assert heard["recogniser"] == "stub"  # type: ignore[index]
    assert _heard_promises(root) == [True]
    made = stub.read_text().count("heard")
    assert made == 12  # takes 2 and 3 of one segment
    assert _render(root, "--listen", "--recogniser", "stub") == 0
    assert stub.read_text().count("heard") == made


@pytest.mark.usefixtures("stub")
def test_a_take_that_stays_bad_is_warned_of_noted_and_verified(
    make_show: MakeShow, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    root = make_show(engine="readable")
    monkeypatch.setenv("STUB_FAULTS", "collector!")
    assert _render(root, "--listen", "--recogniser", "stub") == 0
    printed = capsys.readouterr()
    assert "warning: segment 6, scripts/ep01.md:20:" in printed.err
    assert "dropped “collector”" in printed.err
    assert "heard     10 takes, word error" in printed.out
    assert not (root / "scripts" / "ep01.takes.yaml").exists()
    assert _manifest(root)["heard"]["failed"] == [{"segment": 6, "faults": ["dropped “collector”"]}]  # type: ignore[index]
    assert _heard_promises(root) == [False]
    capsys.readouterr()
    assert _render(root, "--listen", "--recogniser", "stub") == 0
    assert "dropped “collector”" in capsys.readouterr().err  # told again where nothing has changed


@pytest.mark.usefixtures("stub")
def test_a_choice_of_a_persons_is_left_alone(make_show: MakeShow, monkeypatch: pytest.MonkeyPatch) -> None:
    root = make_show(engine="readable")
    monkeypatch.setenv("STUB_FAULTS", "collector")
    assert main(["takes", "ep01", "--show", str(root), "--segment", "6", "--pick", "2"]) == 0
    before = (root / "scripts" / "ep01.takes.yaml").read_bytes()
    assert _render(root, "--listen", "--recogniser", "stub") == 0
    assert (root / "scripts" / "ep01.takes.yaml").read_bytes() == before
    assert _heard_promises(root) == [False]


@pytest.mark.usefixtures("stub")
def test_where_nobody_listened_nothing_is_claimed(make_show: MakeShow, capsys: pytest.CaptureFixture[str]) -> None:
    root = make_show(engine="readable")
    assert _render(root, "--listen", "--recogniser", "stub") == 0
    assert _heard_promises(root) == [True]
    assert _render(root) == 0
    capsys.readouterr()
    assert "heard" not in _manifest(root)
    assert main(["plan", "ep01", "--show", str(root), "--listen", "--recogniser", "stub", "--format", "json"]) == 0
    assert any(
        "--listen is stub instead of nobody" in reason for reason in json.loads(capsys.readouterr().out)["reasons"]
    )
    assert _heard_promises(root) == []


def test_an_unknown_recogniser_is_refused_before_any_work(
    make_show: MakeShow, capsys: pytest.CaptureFixture[str]
) -> None:
    root = make_show()
    assert _render(root, "--listen", "--recogniser", "nobody") == 2
    assert "there is no recogniser named 'nobody'" in capsys.readouterr().err
    assert not list((root / "build").glob(".cache/takes/??/*.take"))


@pytest.mark.usefixtures("stub")
@pytest.mark.parametrize("noted", [{}, [], "x", {"recogniser": "stub", "takes": "many", "word_error": 0, "failed": []}])
def test_a_note_of_listening_that_cannot_be_understood_is_a_damaged_build(make_show: MakeShow, noted: object) -> None:
    root = make_show(engine="readable")
    _render(root)
    path = root / "build" / "ep01" / "manifest.json"
    path.write_text(json.dumps(_manifest(root) | {"heard": noted}), encoding="utf-8")
    report = verify_build(path.parent, load_show(root), measure=False)
    assert [promise.code for promise in report.broken] == ["damaged-build"]
