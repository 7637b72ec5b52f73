"""Where captions break: at phrases, as a reader expects."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from studio.episode.linebreaks import SHORTEST_S, Block, lay_out
from studio.episode.subtitles import Subtitle
from studio.feed.transcripts import srt

CHAR_S = 0.063
LEANING = frozenset(
    "a an the of in on at by for with from to into onto over under between through during against about across after "
    "as before behind below beyond despite inside near outside per since than toward until within without and or but "
    "if when while because although unless whether where that which who my your his her its our their this these "
    "those every each some any no not very".split()
)

SENTENCES = (
    "The balancer keeps a table of open connections for every server, and it hands the next request to whichever of "
    "two servers, drawn at random, has fewer of them.",
    "If the leader has not heard from a majority of the followers within one and a half seconds, it steps down, "
    "because it can no longer know whether somebody else has been elected in the meantime.",
    "We measured the 99th percentile on 40 machines in three regions over a period of nine weeks, and in none of them "
    "did it rise above 12 ms during the hours in which the batch jobs were running.",
    "A cache that is asked for the same missing key by a thousand clients at once must not send a thousand queries to "
    "the database behind it; it sends one, and lets the others wait.",
    "Dr. Ellis, who ran the storage team at the time, called it the most expensive default in the history of the "
    "company, and she had the invoices to prove it.",
    "Nobody on the team had expected the compaction of a single table to take longer than the whole of the night "
    "between the release and the first of the customers in Singapore logging in.",
    "It copies O(n) bytes (the whole page, not only the row) into a buffer, adds a checksum, and writes the buffer to "
    "the log before it answers.",
    "What looks like one write is, on the disk, a read of the old block, a read of its parity, and a write of each.",
)


def said(text: str, line_chars: int = 65) -> list[Block]:
    return lay_out(text, line_chars, 2, lambda offset: offset * CHAR_S)


def lines_of(blocks: list[Block]) -> list[str]:
    return [line for block in blocks for line in block.lines]


@pytest.mark.parametrize("line_chars", [65, 42, 37])
@pytest.mark.parametrize("sentence", SENTENCES)
def test_no_line_ends_with_a_word_that_leans_on_the_next(sentence: str, line_chars: int) -> None:
    lines = lines_of(said(sentence, line_chars))
    assert " ".join(lines) == sentence
    assert max(map(len, lines)) <= line_chars
    assert not [line for line in lines if line.split()[-1].lower() in LEANING]


@pytest.mark.parametrize("sentence", SENTENCES)
def test_no_block_is_a_flicker_and_none_ends_within_a_phrase(sentence: str) -> None:
    blocks = said(sentence)
    edges = [*(block.start for block in blocks), len(sentence)]
    assert min(end - start for start, end in pairwise(edges)) * CHAR_S >= SHORTEST_S
    for block, following in pairwise(blocks):
        opener = following.lines[0].split()[0].lower()
        assert block.lines[-1][-1] in ",;:.)" or opener in LEANING


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Ask the registry for the leader of the current term, and it will tell you its name in two words.",
            ["Ask the registry for the leader of the current term,", "and it will tell you its name in two words."],
        ),
        (
            "They had moved all of the old billing system of Mr. Abernathy Jones before winter.",
            ["They had moved all of the old billing system", "of Mr. Abernathy Jones before winter."],
        ),
        (
            "The first to write it down, in a letter that is lost now, were C. D. Abernathy and A. Jones in 1974.",
            ["The first to write it down, in a letter that is lost now,", "were C. D. Abernathy and A. Jones in 1974."],
        ),
        ("Short enough, and so it stays whole.", ["Short enough, and so it stays whole."]),
        ("", []),
        (" \n ", []),
    ],
)
def test_breaks_stand_where_a_subtitler_puts_them(text: str, expected: list[str]) -> None:
    assert lines_of(said(text)) == expected


def test_a_sentence_opens_its_own_block() -> None:
    text = "The first of the two takes a good while to be said. The second takes about as long as the first did."
    assert [block.lines for block in said(text)] == [(text[:51],), (text[52:],)]
    short = "The first of the two takes a good while to be said out loud. Why? Because."
    assert len(said(short)) == 1


def test_words_that_only_lean_and_words_that_fill_a_line_are_shown_all_the_same() -> None:
    only = "of the " * 40
    assert " ".join(lines_of(said(only))).split() == only.split()
    address = "https://example.org/" + "x" * 200
    assert "".join(lines_of(said(f"See {address} for more of it."))).replace(" ", "") == f"See{address}formoreofit."


@settings(max_examples=150, deadline=None)
@given(
    st.lists(
        st.sampled_from("the of and, a. O(n) 12 ms Kafka runs very quickly (or — not) “so” x".split()), max_size=80
    ),
    st.sampled_from([8, 20, 32, 65]),
    st.integers(1, 3),
)
def test_every_word_is_shown_once_within_the_lines(words: list[str], line_chars: int, most: int) -> None:
    blocks = lay_out(" ".join(words), line_chars, most, lambda offset: offset * CHAR_S)
    lines = lines_of(blocks)
    assert "".join(lines).replace(" ", "") == "".join(words)
    assert all(len(line) <= line_chars for line in lines)
    assert all(1 <= len(block.lines) <= most for block in blocks)
    starts = [block.start for block in blocks]
    assert starts == sorted(set(starts))


@pytest.mark.parametrize("sentence", SENTENCES)
def test_subrip_is_narrow_and_breaks_at_phrases_as_well(sentence: str) -> None:
    text = srt([Subtitle(1000, 1000 + round(1000 * CHAR_S * len(sentence)), sentence, "HOST")])
    bodies = [block.split("\n")[2:] for block in text.strip().split("\n\n")]
    lines = [line for body in bodies for line in body]
    assert " ".join(lines).replace("HOST: ", "") == sentence
    assert max(map(len, lines)) <= 32
    assert max(map(len, bodies)) <= 2
    assert not [line for line in lines if line.split()[-1].lower() in LEANING]
