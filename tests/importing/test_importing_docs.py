"""The page for people who come from another tool: each of its commands works on the text above it."""

from __future__ import annotations

import re
import shlex
import shutil
from pathlib import Path

import pytest
from golden_cases import CASES

from studio.cli import import_, main
from studio.importing.registry import all_forms

PAGE = (Path(__file__).parents[2] / "docs" / "coming-from.md").read_text(encoding="utf-8")
_BLOCK = re.compile(r"^```(?P<kind>\w+)(?: (?P<file>\S+))?\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL)


def test_every_command_of_the_page_works(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    has_word = shutil.copy(CASES / "importing" / "docx.docx", "minutes.docx") and _can_read_word()
    blocks = [match.groupdict() for match in _BLOCK.finditer(PAGE)]
    for block in blocks:
        if block["file"]:
            Path(block["file"]).write_text(block["text"], encoding="utf-8")
    commands = [line for block in blocks if block["kind"] == "sh" for line in block["text"].splitlines()]
    assert len(commands) >= 14
    for command in commands:
        program, *arguments = shlex.split(command)
        assert program == "studio"
        if arguments[0] != "render" and (has_word or "minutes.docx" not in arguments):  # rendering is tested elsewhere
            assert main(arguments) == 0, command


def _can_read_word() -> bool:
    try:
        import mammoth  # noqa: F401
    except ImportError:
        return False
    return True


def test_the_page_and_the_help_name_every_form() -> None:
    names = [form.name for form in all_forms()]
    assert ", ".join(names) == import_._FORMS
    assert [name for name in names if f"`{name}`" not in PAGE] == []
