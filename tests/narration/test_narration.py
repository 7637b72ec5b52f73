"""What is said, by whom, after which pause, and where it was written."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from studio.model.narration import Boundary, Narration
from studio.model.script import CueKind, Script
from studio.model.show import Show
from studio.narration.narrate import narrate
from studio.narration.read import read_script
from studio.narration.select import Selection, select
from studio.settings.show import load_show

Narrated = tuple[Script, Narration, Show]


@pytest.fixture
def narrated(make_show: Callable[..., Path]) -> Callable[[str], Narrated]:
    def make(text: str) -> Narrated:
        root = make_show(text)
        (root / "voices" / "guest.yaml").write_text("engine: silent\n")
        show = load_show(root)
        script = read_script(show, root / "scripts" / "ep01.md")
        return script, narrate(script, show, {}), show

    return make


def test_one_segment_per_sentence_in_spoken_words(narrated: Callable[[str], Narrated]) -> None:
    _, narration, _ = narrated("# A\n\nA lookup is O(log n) in the table. Writes cost 3 ms on that disk.\n")
    assert [(s.written, s.spoken) for s in narration.segments] == [
        ("A lookup is O(log n) in the table.", "A lookup is O of log n in the table."),
        ("Writes cost 3 ms on that disk.", "Writes cost three milliseconds on that disk."),
    ]


def test_a_short_sentence_stays_with_its_neighbour(narrated: Callable[[str], Narrated]) -> None:
    _, narration, _ = narrated("# A\n\nWhy? Because the second copy is never read again. It is gone.\n\nOK.\n")
    assert [s.written for s in narration.segments] == [
        "Why? Because the second copy is never read again. It is gone.",
        "OK.",
    ]


def test_every_segment_points_at_its_source(narrated: Callable[[str], Narrated]) -> None:
    text = (
        "# A\n\nThe *first* sentence has [a link](https://x.example/) in it.\nThe second one &amp; its entity follow.\n"
        "\n> - A quoted item stands here, with `code` in it.\n"
    )
    script, narration, _ = narrated(text)
    assert [script.source.slice(s.span) for s in narration.segments] == [
        "The *first* sentence has [a link](https://x.example/) in it.",
        "The second one &amp; its entity follow.",
        "A quoted item stands here, with `code` in it.",
    ]


def test_pieces_map_spoken_words_to_written_ones(narrated: Callable[[str], Narrated]) -> None:
    _, narration, _ = narrated('# A\n\nThe name [etcd]{say="et see dee"} is 7 years old by now.\n')
    (segment,) = narration.segments
    assert segment.spoken == "The name et see dee is seven years old by now."
    told = {segment.spoken[p.start : p.end]: segment.written[p.written_start : p.written_end] for p in segment.pieces}
    assert told["et see dee"] == "etcd"
    assert told["seven"].strip() == "7" or told["seven years"] == "7 years"
    assert segment.pieces[0].start == 0
    assert segment.pieces[-1].end == len(segment.spoken)


def test_a_forced_line_break_ends_a_sentence(narrated: Callable[[str], Narrated]) -> None:
    _, narration, _ = narrated("# A\n\nThe first line has no full stop\\\nThe second line has none either\n")
    assert [s.written for s in narration.segments] == [
        "The first line has no full stop",
        "The second line has none either",
    ]


def test_spelling_says_letter_by_letter(narrated: Callable[[str], Narrated]) -> None:
    _, narration, _ = narrated("# A\n\nMount it over [NFS]{spell} and wait for a while.\n")
    assert narration.segments[0].spoken == "Mount it over N F S and wait for a while."


@pytest.mark.parametrize(
    ("kind", "spoken"),
    [("number", "one thousand nine hundred eighty-four"), ("year", "nineteen eighty-four")],
)
def test_a_number_is_read_as_its_author_says(narrated: Callable[[str], Narrated], kind: str, spoken: str) -> None:
    _, narration, _ = narrated(f"# A\n\nThe room held [1984]{{as={kind}}} of them at once.\n")
    assert narration.segments[0].spoken == f"The room held {spoken} of them at once."


def test_pauses_follow_the_boundary(narrated: Callable[[str], Narrated]) -> None:
    _, narration, show = narrated(
        "# A\n\nThe first sentence of the part. The second sentence of the part.\n\nA paragraph of its own is here.\n\n"
        "### Detail\n\nA section of level three starts here.\n\n## Part\n\nA part of level two starts here.\n\n---\n\n"
        "After a rule there is a longer pause.\n"
    )
    expected = ["SENTENCE", "PARAGRAPH", "SECTION", "PART", "SECTION", "END"]
    assert [s.boundary.name for s in narration.segments] == expected
    assert [s.pause_s for s in narration.segments] == [
        getattr(show.pauses, f"{Boundary[name].value}_s") for name in expected
    ]


def test_speakers_get_their_voices(narrated: Callable[[str], Narrated]) -> None:
    text = (
        "---\ntitle: T\nspeakers: {GUEST: guest}\n---\n\n# A\n\nHOST: Welcome to the show, everyone.\n\n"
        "**GUEST (curious):** Why would the ring ever be empty?\n"
    )
    _, narration, _ = narrated(text)
    assert [(s.speaker, s.voice, s.written) for s in narration.segments] == [
        ("HOST", "narrator", "Welcome to the show, everyone."),
        ("GUEST", "guest", "Why would the ring ever be empty?"),
    ]
    assert narration.segments[0].boundary is Boundary.SPEAKER


def test_what_cannot_be_spoken_is_left_out_and_listed(narrated: Callable[[str], Narrated]) -> None:
    script, narration, _ = narrated(
        "# A\n\nBefore the code there is a sentence.\n\n```\ncode\n```\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n"
        "<!-- a remark -->\n\n*Duration: 8 minutes*\n\nAfter the code there is another.\n"
    )
    assert [s.written for s in narration.segments] == [
        "Before the code there is a sentence.",
        "After the code there is another.",
    ]
    assert [script.source.location(one.span.start).line for one in script.left_out] == [5, 9]


def test_cues_take_effect_before_the_next_segment(narrated: Callable[[str], Narrated]) -> None:
    _, narration, _ = narrated("# A\n\nThe first sentence is here.\n\n::pause{2s}\n\nThe second sentence is here.\n")
    assert [(c.segment, c.cue.kind, c.cue.length_s) for c in narration.cues] == [(1, CueKind.PAUSE, 2.0)]


def test_segments_are_found_by_number_line_and_text(narrated: Callable[[str], Narrated]) -> None:
    script, narration, _ = narrated(
        "# A\n\nThe first sentence\nruns over two lines.\n\nThe second one does not do it.\n"
    )
    for line in (3, 4):
        assert [s.number for s in select(narration.segments, script, Selection(line=line))] == [1]
    assert [s.number for s in select(narration.segments, script, Selection(number=2))] == [2]
    assert [s.number for s in select(narration.segments, script, Selection(text="RUNS OVER"))] == [1]
    assert select(narration.segments, script, Selection(line=5)) == ()
