"""Colours stand where a terminal takes them, and nowhere else."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from studio.cli import main
from studio.cli.streams import takes_colours

CASES = [
    (True, {}, True),
    (False, {}, False),
    (True, {"NO_COLOR": "1"}, False),
    (True, {"NO_COLOR": ""}, True),
    (False, {"FORCE_COLOR": "1"}, True),
    (False, {"FORCE_COLOR": "0"}, False),
    (True, {"NO_COLOR": "1", "FORCE_COLOR": "1"}, False),
    (True, {"TERM": "dumb"}, False),
    (True, {"CI": "true"}, False),
    (True, {"CI": "true", "FORCE_COLOR": "1"}, True),
]


@pytest.fixture(autouse=True)
def plain(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("NO_COLOR", "FORCE_COLOR", "CI"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("TERM", "xterm")


@pytest.mark.parametrize(("is_terminal", "variables", "expected"), CASES)
def test_who_takes_colours(
    monkeypatch: pytest.MonkeyPatch, is_terminal: bool, variables: dict[str, str], expected: bool
) -> None:
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    stream = io.StringIO()
    monkeypatch.setattr(stream, "isatty", lambda: is_terminal)
    assert takes_colours(stream) is expected


def test_findings_in_colour_say_the_same(
    make_show: Callable[..., Path], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    root = make_show("# T\n\nIt it is \033[35m so, [see](x).\n\n```\nx\n```\n")
    main(["lint", "--show", str(root)])
    plainly = capsys.readouterr().out
    monkeypatch.setenv("FORCE_COLOR", "1")
    main(["lint", "--show", str(root)])
    painted = capsys.readouterr().out
    assert "\033[1;31merror[" in painted
    assert "\033[35m" not in painted
    for code in ("\033[0m", "\033[1m", "\033[1;31m", "\033[33m", "\033[36m"):
        painted = painted.replace(code, "")
    assert painted == plainly


def test_fix_says_what_it_fixed_to_a_program(
    make_show: Callable[..., Path], capsys: pytest.CaptureFixture[str]
) -> None:
    root = make_show("# T\n\nWe we look at it.\n")
    main(["lint", "--fix", "--unsafe-fixes", "--format", "json", "--show", str(root)])
    told = json.loads(capsys.readouterr().out)
    assert [one["name"] for one in told["fixed"]] == ["repeated-word"]
    assert "repeated-word" not in [one["name"] for one in told["findings"]]
