"""Every word of a script is accounted for: the ledger covers the file, says what is heard, and hides no loss."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from golden_cases import CASES, case_show
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from studio.lint import lint_script
from studio.model.ledger import Fate
from studio.model.script import Script
from studio.model.source import Source
from studio.narration.narrate import narrate
from studio.narration.read import parse_source

ROOT = Path(__file__).parents[2]
SCRIPTS = sorted([*(ROOT / "scripts").glob("*.md"), *CASES.rglob("*.md")])

FRAGMENTS = Path(__file__).parent / "fragments"
BLOCKS = (FRAGMENTS / "blocks.md").read_text(encoding="utf-8").rstrip("\n").split("\n~\n")
WORDS = [*(FRAGMENTS / "words.md").read_text(encoding="utf-8").splitlines(), "\n", "\\\n"]

_PARAGRAPH = st.lists(st.sampled_from(WORDS), min_size=1, max_size=8).map(" ".join)
_TEXT = st.lists(st.one_of(st.sampled_from(BLOCKS), _PARAGRAPH), max_size=12).flatmap(
    lambda blocks: st.sampled_from(["\n\n", "\n", "\r\n\r\n"]).map(lambda gap: gap.join(blocks))
)
_HEADS = st.sampled_from(["", "---\ntitle: x\n---\n", '+++\ntitle = "x"\n+++\n', "\ufeff"])


def read(text: str, name: str = "case.md") -> Script:
    return parse_source(case_show(), Source(name, text))


def letters(text: str) -> str:
    return re.sub(r"\W", "", text)


def by_speaker(parts: Iterator[tuple[str | None, str]]) -> list[tuple[str | None, str]]:
    """Letters said in a row by one speaker, however they were cut."""
    turns: list[tuple[str | None, str]] = []
    for speaker, text in parts:
        if turns and turns[-1][0] == speaker:
            turns[-1] = (speaker, turns[-1][1] + letters(text))
        elif letters(text):
            turns.append((speaker, letters(text)))
    return turns


def assert_accounted(script: Script) -> None:
    ends = [0, *(entry.span.end for entry in script.ledger)]
    assert [entry.span.start for entry in script.ledger] == ends[:-1]
    assert ends[-1] == len(script.source.text)

    spoken = ((entry.speaker, entry.text) for entry in script.ledger if entry.fate is Fate.SPOKEN)
    heard = ((segment.speaker, segment.written) for segment in narrate(script, case_show(), {}).segments)
    assert by_speaker(spoken) == by_speaker(heard)

    told = [found.span for found in lint_script(parse_without_disables(script), case_show())]
    for entry in script.ledger:
        if entry.fate is Fate.LEFT_OUT:
            assert any(one.start < entry.span.end and entry.span.start < one.end for one in told), entry


def parse_without_disables(script: Script) -> Script:
    """The same script without what its author chose not to hear about."""
    return read(script.source.text.replace("studio: disable", "studio: Disable"), script.source.path)


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_no_word_of_a_written_script_is_lost(path: Path) -> None:
    assert_accounted(read(path.read_bytes().decode("utf-8"), path.name))


@settings(max_examples=120, derandomize=True, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(head=_HEADS, text=_TEXT)
def test_no_word_of_any_script_is_lost(head: str, text: str) -> None:
    assert_accounted(read(head + text))
