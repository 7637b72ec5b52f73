"""SubRip as players and converters read it: a name in each block, and no block that flickers."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sample_site import Site

from studio.episode.subtitles import Subtitle
from studio.feed.transcripts import srt

_LONG = "A ring of many points, and each node owns the arc behind it; a lookup is a binary search, and that is cheap."


def _blocks(text: str) -> list[tuple[int, int, str]]:
    found = []
    for block in text.strip().split("\n\n"):
        _, times, body = block.split("\n", 2)
        start, end = (
            (int(h) * 60 + int(m)) * 60_000 + int(s)
            for h, m, s in (time.replace(",", "").split(":") for time in times.split(" --> "))
        )
        found.append((start, end, body))
    return found


def test_webvtt_has_nothing_in_its_header(site: Site) -> None:
    for path in (site.public / "episodes").glob("*/*.vtt"):
        assert path.read_text(encoding="utf-8").startswith("WEBVTT\n\n00:")


def test_every_block_names_who_speaks() -> None:
    cues = [Subtitle(0, 7000, _LONG, "HOST"), Subtitle(7000, 9000, "Is it?", "GUEST"), Subtitle(9000, 10_000, "Yes.")]
    bodies = [body for *_, body in _blocks(srt(cues))]
    assert len(bodies) > 3
    assert all(body.startswith("HOST: ") for body in bodies[:-2])
    assert bodies[-2:] == ["GUEST: Is it?", "Yes."]


def test_words_with_a_colon_are_no_name_of_another_block() -> None:
    cues = [Subtitle(0, 8000, f"Now: {_LONG} Then: {_LONG}", "HOST")]
    names = {re.match(r"[^:]*: ", body)[0] for *_, body in _blocks(srt(cues))}  # type: ignore[index]
    assert names == {"HOST: "}


@pytest.mark.parametrize("length_ms", [400, 999, 1000, 1500, 2000, 2999, 3500, 5000, 9000, 30_000])
def test_no_block_is_shorter_than_a_second_where_its_caption_is_not(length_ms: int) -> None:
    blocks = _blocks(srt([Subtitle(500, 500 + length_ms, _LONG, "HOST")]))
    assert min(end - start for start, end, _ in blocks) >= min(1000, length_ms)
    assert (blocks[0][0], blocks[-1][1]) == (500, 500 + length_ms)


@given(
    st.lists(st.text(st.characters(categories=["L", "N", "P"]), min_size=1, max_size=40), min_size=1, max_size=40),
    st.integers(1, 20_000),
    st.sampled_from([None, "A", "HOST", "Ada Lovelace", "A very long name of somebody who speaks"]),
)
def test_all_words_are_told_in_order_and_in_their_time(words: list[str], length_ms: int, speaker: str | None) -> None:
    blocks = _blocks(srt([Subtitle(0, length_ms, " ".join(words), speaker)]))
    name = f"{speaker}: " if speaker else ""
    assert all(body.startswith(name) for *_, body in blocks)
    assert "".join("".join(body[len(name) :].split()) for *_, body in blocks) == "".join(words)
    assert [start for start, *_ in blocks[1:]] == [end for _, end, _ in blocks[:-1]]
    assert all(end - start >= min(1000, length_ms) for start, end, _ in blocks)
