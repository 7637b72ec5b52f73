"""What an audit and a selection say at the edges: over an hour, without speech, a section by its exact id."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from commands import audit

from studio.audit import as_html, as_markdown, as_text
from studio.audit.measure import audit_script
from studio.narration.read import read_episode
from studio.narration.select import Selection, select
from studio.settings.episodes import find_episode
from studio.settings.show import load_show

SCRIPT = """\
# Caches

## The end of the end {#first}

Nothing is kept here.

## Something else {#end}

This is the last of it.
"""


def test_more_than_an_hour_is_told_as_everywhere_else(make_show: Callable[..., Path]) -> None:
    show = load_show(make_show(SCRIPT))
    (one,) = audit(show, "ep01")
    long = replace(one, length_s=4330.0)
    for text in (as_text([long], show), as_markdown([long], show), as_html([long], show)):
        assert "1:12:10" in text
        assert "72:10" not in text


def test_a_script_without_segments_has_an_audit(make_show: Callable[..., Path]) -> None:
    show = load_show(make_show(SCRIPT))
    script, _ = read_episode(show, find_episode(show, "ep01"))
    found = audit_script(script, (), show)
    assert (found.length_s, found.words, found.strip) == (0.0, 0, ())


@pytest.mark.parametrize(
    ("wanted", "spoken"), [("end", ["This is the last of it."]), ("THE END", ["Nothing is kept here."])]
)
def test_the_exact_id_of_a_section_wins(make_show: Callable[..., Path], wanted: str, spoken: list[str]) -> None:
    show = load_show(make_show(SCRIPT))
    script, narration = read_episode(show, find_episode(show, "ep01"))
    found = select(narration.segments, script, Selection(section=wanted))
    assert [one.spoken for one in found] == spoken
