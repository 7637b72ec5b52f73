"""The sentence about synthetic voices is spoken where the show asks for it, and is a segment as any other."""

from __future__ import annotations

from dataclasses import replace

import pytest
from golden_cases import case_show

from studio.model.narration import Narration
from studio.model.publishing import Disclosure, SpokenAt
from studio.model.source import Source
from studio.narration.narrate import narrate
from studio.narration.read import parse_source, read_lexicons

SAID = "The voices in this episode are synthetic."
SCRIPT = "::sting{hit}\n\n## One\n\nHOST: Hello there.\n\n```py\nx\n```\n\nGUEST: And goodbye.\n\n::sting{hit}\n"


def _narrated(asked: Disclosure, text: str = SCRIPT) -> Narration:
    show = replace(case_show(), disclosure=asked)
    script = parse_source(show, Source("x.md", text))
    return narrate(script, show, read_lexicons(show, script))


def test_nothing_is_spoken_unless_it_is_asked_for() -> None:
    assert [segment.written for segment in _narrated(Disclosure()).segments] == ["Hello there.", "And goodbye."]


@pytest.mark.parametrize(("at", "place"), [(SpokenAt.START, 0), (SpokenAt.END, 2)])
def test_the_narrator_says_it_between_the_sounds_that_open_and_close(at: SpokenAt, place: int) -> None:
    narration = _narrated(Disclosure(spoken=at))
    said = narration.segments[place]
    assert (said.written, said.spoken, said.voice, said.speaker) == (SAID, SAID, "narrator", None)
    assert [segment.number for segment in narration.segments] == [1, 2, 3]
    assert [point.segment for point in narration.cues] == [0, 3]


def test_its_words_are_the_shows_own_and_read_by_the_rules_of_speech() -> None:
    narration = _narrated(Disclosure(spoken=SpokenAt.START, sentence="Dr. No made 2 voices."))
    assert narration.segments[0].spoken == "Doctor No made two voices."


def test_an_episode_may_have_it_otherwise_than_its_show() -> None:
    own = f"---\ndisclosure: {{spoken: nowhere}}\n---\n{SCRIPT}"
    assert len(_narrated(Disclosure(spoken=SpokenAt.START), own).segments) == 2
    own = f"---\ndisclosure: {{sentence: Only here.}}\n---\n{SCRIPT}"
    assert _narrated(Disclosure(spoken=SpokenAt.END), own).segments[-1].written == "Only here."


def test_a_script_without_words_stays_without() -> None:
    assert _narrated(Disclosure(spoken=SpokenAt.START), "# A title\n").segments == ()
