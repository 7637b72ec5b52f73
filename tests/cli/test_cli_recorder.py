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
        assert all(end <= start + 2000 for (_, end), (start, _) in pairwise(row))


def test_a_trace_is_written_where_a_render_fails(make_show: MakeShow) -> None:
    root = make_show("Hello.\n\n```\ncode\n```\n")
    assert main(["render", "ep01", "--show", str(root), "--trace", str(root / "trace.json")]) == 1
    assert json.loads((root / "trace.json").read_text())["traceEvents"]


def test_a_trace_that_cannot_be_written_is_told(make_show: MakeShow, capsys: pytest.CaptureFixture[str]) -> None:
    root = make_show()
    (root / "folder").mkdir()
    assert main(["render", "ep01", "--show", str(root), "--trace", str(root / "studio.yaml" / "x")]) == 1
    assert "cannot write here" in capsys.readouterr().err
