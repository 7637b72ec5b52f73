"""Every command with a right command line, for tests of what all commands have in common."""

from __future__ import annotations

import json
from typing import Any

import pytest
from sample_show import SCRIPT

from studio.cli import main

#: Every command, with arguments that are right as far as the command line goes.
COMMANDS = {
    ("new",): ["episode", "A Title"],
    ("import",): ["/nothing"],
    ("render",): ["ep01"],
    ("preview",): ["ep01"],
    ("lint",): [],
    ("plan",): ["ep01"],
    ("diff",): ["ep01"],
    ("proof",): ["ep01"],
    ("status",): [],
    ("audit",): ["ep01"],
    ("say",): ["O(n²) → x"],
    ("retake",): ["ep01", "--segment", "1"],
    ("takes",): ["ep01", "--segment", "1"],
    ("listen",): ["ep01"],
    ("publish",): ["ep01"],
    ("unpublish",): ["ep01"],
    ("verify",): ["ep01"],
    ("serve",): [],
    ("lsp",): [],
    ("desk",): [],
    ("cache", "info"): [],
    ("cache", "verify"): [],
    ("cache", "gc"): [],
    ("mcp",): [],
    ("doctor",): [],
    ("voices",): [],
    ("voices", "audition"): ["Hello."],
    ("voices", "install"): ["nobody"],
    ("voices", "import"): ["/nothing"],
}
EVERY = pytest.mark.parametrize("command", COMMANDS, ids=" ".join)

#: A title for the terminal, a cleared screen, red letters, and a line turned around.
HOSTILE = SCRIPT.replace("Welcome to", "\033]0;pwned\007\033[2J\u202eWelcome to `x\033[31my\x9b2Jz`").replace(
    "A formal bound", "A formal\033[31m bound"
)
HOSTILE += "\n```\n\033[2J\n```\n"


def whole(command: tuple[str, ...]) -> list[str]:
    return [*command, *COMMANDS[command]]


def answer(capsys: pytest.CaptureFixture[str], arguments: list[str]) -> tuple[int, Any]:
    """Exit code and the JSON value of a command, which is all that it prints."""
    code = main([*arguments, "--format", "json"])
    printed = capsys.readouterr()
    assert printed.err == ""
    return code, json.loads(printed.out)
