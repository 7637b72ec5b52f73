"""What a render tells programs: a log of JSON lines, and a trace in Chrome's form."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from studio.cli import main
from studio.cli.recorder import Recorder
from studio.kit.events import StageEnded, TakeMade, Warned

MakeShow = Callable[..., Path]


def lines_of(text: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in text.splitlines()]


def test_standard_error_holds_the_log_and_nothing_else(make_show: MakeShow, capsys: pytest.CaptureFixture[str]) -> None:
    root = make_show()
    assert main(["render", "ep01", "--show", str(root), "--jobs", "1", "--log-format", "json", "-v"]) == 0
    said = capsys.readouterr()
    lines = lines_of(said.err)
    assert all(datetime.fromisoformat(line["time"]).utcoffset() is not None for line in lines)
    assert {line["episode"] for line in lines} == {"ep01"}
    assert [lines[0]["event"], lines[-1]["event"]] == ["begin", "done"]
    takes = [line for line in lines if line["event"] == "take"]
    assert (len(takes), lines[-1]["takes_made"]) == (lines[-1]["takes_made"], len(takes))
    assert all(len(take["key"]) == 64 and take["voice"] == "narrator" and take["made"] for take in takes)
    stages = [line["stage"] for line in lines if line["event"] == "stage"]
    assert stages[:3] == ["script", "plan", "takes"]
    assert str(root / "build" / "ep01" / "ep01.mp3") in said.out


def test_a_failure_is_in_the_log(make_show: MakeShow, capsys: pytest.CaptureFixture[str]) -> None:
    root = make_show("Hello `x[0] = 1;` there.\n\n```\ncode\n```\n")
    assert main(["render", "ep01", "--show", str(root), "--log-format", "json"]) == 1
    last = lines_of(capsys.readouterr().err)[-1]
    assert (last["event"], last["code"], bool(last["diagnostics"])) == ("failed", "lint-errors", True)


def test_a_log_in_a_file_leaves_the_terminal_as_it_is(make_show: MakeShow, capsys: pytest.CaptureFixture[str]) -> None:
    root = make_show()
    log, trace = root / "log.jsonl", root / "trace.json"
    code = main(["render", "ep01", "--show", str(root), "--jobs", "2", "--log", str(log), "--trace", str(trace)])
    assert (code, capsys.readouterr().err) == (0, "")
    lines = lines_of(log.read_text())
    made = lines[-1]["takes_made"]
    told = json.loads(trace.read_text())
    events = told["traceEvents"]
    assert told["displayTimeUnit"] == "ms"
    rows = {event["tid"]: event["args"]["name"] for event in events if event["name"] == "thread_name"}
    spans = [event for event in events if event["ph"] == "X"]
    assert all(isinstance(one[name], int) and one[name] >= 0 for one in spans for name in ("ts", "dur", "pid", "tid"))
    assert len([one for one in spans if one["cat"] == "take"]) == made
    assert {rows[one["tid"]] for one in spans} >= {"stages", "takes 1"}
    by_row: dict[int, list[tuple[int, int]]] = {}
    for one in spans:
        by_row.setdefault(one["tid"], []).append((one["ts"], one["ts"] + one["dur"]))
    for row in by_row.values():  # nothing on a row overlaps, so that a viewer does not nest it
        assert all(end <= start for (_, end), (start, _) in pairwise(row))


def test_a_trace_has_what_the_form_asks_of_every_event(tmp_path: Path) -> None:
    """The Trace Event Format: whole microseconds, one place in time for each row, no field missing."""
    recorder = Recorder(trace=tmp_path / "trace.json")
    recorder.begin("ep01")
    recorder(StageEnded("plan", 3600.0))  # longer than the recorder has listened
    for number in range(8):
        recorder(TakeMade(f"{number:064}", "narrator", (0.0, 1e-7, 0.0005, 0.002, 5.0)[number % 5], made=True))
        recorder(Warned("a \ud83d\ude00 “quoted” warning\n"))
    recorder(StageEnded("takes", 0.0))
    recorder.close()
    told = json.loads((tmp_path / "trace.json").read_bytes())
    events = told["traceEvents"]
    assert {event["ph"] for event in events} == {"M", "X", "i"}
    for event in events:
        assert isinstance(event["name"], str)
        assert all(type(event[name]) is int and event[name] >= 0 for name in ("pid", "tid"))
        if event["ph"] != "M":
            assert type(event["ts"]) is int
            assert event["ts"] >= 0
            assert isinstance(event["cat"], str)
        if event["ph"] == "i":
            assert event["s"] in ("g", "p", "t")
    assert {event["name"] for event in events if event["ph"] == "M"} == {"process_name", "thread_name"}
    named = {event["tid"] for event in events if event["name"] == "thread_name"}
    assert named == {event["tid"] for event in events if event["ph"] != "M"}
    spans = [event for event in events if event["ph"] == "X"]
    assert len(spans) == 10
    assert all(type(span["dur"]) is int and span["dur"] >= 0 and isinstance(span["args"], dict) for span in spans)
    for row in named:
        times = [(span["ts"], span["ts"] + span["dur"]) for span in spans if span["tid"] == row]
        assert all(end <= start for (_, end), (start, _) in pairwise(times))


def test_a_trace_is_written_where_a_render_fails(make_show: MakeShow) -> None:
    root = make_show("Hello.\n\n```\ncode\n```\n")
    assert main(["render", "ep01", "--show", str(root), "--trace", str(root / "trace.json")]) == 1
    assert json.loads((root / "trace.json").read_text())["traceEvents"]


def test_a_trace_that_cannot_be_written_is_told(make_show: MakeShow, capsys: pytest.CaptureFixture[str]) -> None:
    root = make_show()
    (root / "folder").mkdir()
    assert main(["render", "ep01", "--show", str(root), "--trace", str(root / "studio.yaml" / "x")]) == 1
    assert "cannot write here" in capsys.readouterr().err
