"""Several episodes in one go: shared takes once, faults told and counted; and what a plan says of it."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from sample_show import SCRIPT

from studio.cli import main

HEAD = "---\nid: {id}\nnumber: {number}\ntitle: Number {number}\n---\n\n"


@pytest.fixture
def show(make_show: Callable[..., Path], monkeypatch: pytest.MonkeyPatch) -> Path:
    """Four episodes that begin and end alike; the voice is instant, and has a price."""
    root = make_show()
    (root / "scripts" / "ep01.md").unlink()
    for number in range(1, 5):
        text = HEAD.format(id=f"ep{number:02}", number=number)
        text += f"Welcome to the show.\n\nThis is what number {number} is about.\n\nUntil next week.\n"
        (root / "scripts" / f"ep{number:02}.md").write_text(text, encoding="utf-8")
    (root / "voices" / "narrator.yaml").write_text(
        "engine: silent\nprice: {per_hour: 36, per_million_characters: 1000, currency: EUR}\n", encoding="utf-8"
    )
    monkeypatch.chdir(root)
    return root


def report(capsys: pytest.CaptureFixture[str], *command: str, code: int = 0) -> dict[str, object]:
    assert main([*command, "--format", "json"]) == code
    told: dict[str, object] = json.loads(capsys.readouterr().out)
    return told


def test_what_episodes_share_is_made_once_and_counted_once(show: Path, capsys: pytest.CaptureFixture[str]) -> None:
    told = report(capsys, "render", "--all", "--report", "out.json")
    summary = told["summary"]
    assert isinstance(summary, dict)
    assert summary["takes_made"] == 6
    assert (summary["episodes"], summary["rendered"], summary["unchanged"], summary["failed"]) == (4, 4, 0, 0)
    assert [one["takes_made"] for one in told["episodes"]] == [3, 1, 1, 1]  # type: ignore[index, union-attr]
    assert json.loads((show / "out.json").read_text("utf-8"))["summary"] == summary
    together = {path.name: path.read_bytes() for path in show.glob("build/*/*.mp3")}
    for number in range(1, 5):
        assert main(["render", f"ep{number:02}", "--cache", "elsewhere"]) == 0
    assert {path.name: path.read_bytes() for path in show.glob("build/*/*.mp3")} == together


def test_only_what_has_changed_is_told_of_with_changed(show: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["render", "--all"]) == 0
    script = show / "scripts" / "ep03.md"
    script.write_text(script.read_text("utf-8").replace("Until next week.", "Until tomorrow."), encoding="utf-8")
    capsys.readouterr()
    assert main(["render", "--changed"]) == 0
    out = capsys.readouterr().out
    assert out.count(".mp3") == 1
    assert "ep03.mp3" in out
    assert "4 episodes: 1 rendered, 3 unchanged" in out
    told = report(capsys, "render", "--changed")
    assert told["episodes"] == []


def test_a_fault_keeps_no_other_episode_back_unless_that_is_asked_for(
    show: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (show / "scripts" / "ep02.md").write_text(
        SCRIPT.replace("id: ep01\nnumber: 1", "id: ep02\nnumber: 2") + "\n```\nx\n```\n"
    )
    assert main(["render", "--all", "--fail-fast"]) == 1
    printed = capsys.readouterr()
    assert "scripts/ep02.md" in printed.out + printed.err
    assert "not begun ep01, ep03, ep04" in printed.out
    assert not list(show.glob("build/*/*.mp3"))
    told = report(capsys, "render", "--all", "--keep-going", code=1)
    assert [one["episode"] for one in told["failed"]] == ["ep02"]  # type: ignore[index, union-attr]
    assert sorted(path.stem for path in show.glob("build/*/*.mp3")) == ["ep01", "ep03", "ep04"]


def test_a_sentence_that_cannot_be_spoken_is_tried_once_and_told_by_each_of_its_episodes(
    show: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.syspath_prepend(str(Path(__file__).parents[1] / "takes" / "plugin"))
    (show / "voices" / "narrator.yaml").write_text("engine: faulty\n", encoding="utf-8")
    for name in ("ep02", "ep04"):
        script = show / "scripts" / f"{name}.md"
        script.write_text(script.read_text("utf-8") + "\nPlease raise now.\n", encoding="utf-8")
    told = report(capsys, "render", "--all", code=1)
    failed = {one["episode"]: one["message"] for one in told["failed"]}  # type: ignore[index, union-attr]
    assert failed == {
        name: f"1 take could not be made; segment 4, scripts/{name}.md:13:1: ValueError: cannot say this"
        for name in ("ep02", "ep04")
    }
    assert sorted(path.stem for path in show.glob("build/*/*.mp3")) == ["ep01", "ep03"]


def test_a_full_disk_stops_all_and_says_what_is_left(
    show: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    from studio.kit.errors import StudioError
    from studio.takes import TakeStore

    keep, kept = TakeStore.keep, []

    def full(store: TakeStore, key: str, entry: bytes) -> None:
        if len(kept) == 3:
            raise StudioError("disk-full", "the disk is full")
        kept.append(key)
        keep(store, key, entry)

    monkeypatch.setattr(TakeStore, "keep", full)
    told = report(capsys, "render", "--all", code=1)
    assert told["error"]["code"] == "disk-full"  # type: ignore[index, call-overload]
    monkeypatch.undo()
    monkeypatch.chdir(show)
    summary = report(capsys, "render", "--all")["summary"]
    assert summary["takes_made"] == 3  # type: ignore[index, call-overload]


def test_a_plan_counts_shared_takes_once_and_names_time_and_cost(
    show: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    told = report(capsys, "plan", "--all")
    voices = [voice for one in told["episodes"] for voice in one["voices"]]  # type: ignore[attr-defined]
    assert [one["takes"] for one in voices] == [3, 1, 1, 1]
    for one in voices:
        cost = one["sound_s"] / 100 + one["characters"] / 1000
        assert one["cost"] == pytest.approx(cost, abs=0.001)
        assert one["currency"] == "EUR"
    assert main(["plan", "--all"]) == 0
    last = capsys.readouterr().out.splitlines()[-2:]
    assert last[0].startswith("all together: 6 takes, about ")
    assert last[1].startswith("  narrator  6 takes, 0:")
    assert last[1].endswith(" EUR")


def test_ctrl_c_ends_at_once_and_keeps_what_is_finished(show: Path) -> None:
    plugin = Path(__file__).parents[1] / "takes" / "plugin"
    (show / "voices" / "narrator.yaml").write_text("engine: faulty\n", encoding="utf-8")
    script = show / "scripts" / "ep04.md"
    script.write_text(script.read_text("utf-8") + "\nPlease hang now.\n", encoding="utf-8")
    program = "import sys; from studio.cli import main; sys.exit(main())"
    with subprocess.Popen(
        [sys.executable, "-u", "-c", program, "render", "--all", "--jobs", "1"],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=show,
        env={**os.environ, "PYTHONPATH": os.pathsep.join([*sys.path, str(plugin)])},
    ) as running:  # fmt: skip
        assert running.stdout is not None
        while "ep03.mp3" not in running.stdout.readline():
            assert running.poll() is None
        running.send_signal(signal.SIGINT)
        _, told = running.communicate(timeout=60)
    assert running.returncode == 130
    assert "Traceback" not in told
    assert sorted(path.stem for path in show.glob("build/*/*.mp3")) == ["ep01", "ep02", "ep03"]
