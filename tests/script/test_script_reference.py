"""The reference page of the script language tells the truth."""

from __future__ import annotations

import re

import pytest

from studio.model.script import CueKind
from studio.model.show import MarkKind, Pillar
from studio.model.source import Source
from studio.script import language_page, parse_script
from studio.script.frontmatter import KEYS

PAGE = language_page()
_FENCED = re.compile(r"^(?P<fence>```|~~~)markdown\n(?P<example>.*?)^(?P=fence)$", re.DOTALL | re.MULTILINE)
EXAMPLES = [found["example"] for found in _FENCED.finditer(PAGE)]
CUES = re.findall(r"`(::[a-z]+\{[^`]*\})`", PAGE)
PILLARS = (Pillar("why-not", "Why Not X?"),)
MARKS = (MarkKind("detail", "detail"),)


@pytest.mark.parametrize("example", EXAMPLES)
def test_examples_are_understood(example: str) -> None:
    script = parse_script(Source("example.md", example + "\nText.\n"), pillars=PILLARS, marks=MARKS)
    assert script.diagnostics == ()


def test_every_front_matter_key_is_listed() -> None:
    for key in KEYS:
        assert f"| `{key}`" in PAGE


def test_every_kind_of_cue_is_listed_and_understood() -> None:
    script = parse_script(Source("example.md", "\n".join(CUES)), pillars=(), marks=())
    assert script.diagnostics == ()
    assert {block.cue.kind for block in script.sections[0].blocks if block.cue} == set(CueKind)
