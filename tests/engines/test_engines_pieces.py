"""Long text is cut where a speaker would breathe."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from studio.engines.pieces import pieces


def test_text_is_cut_after_sentences_then_clauses_then_words() -> None:
    assert pieces("One. Two! Three?", 80) == ("One.", "Two!", "Three?")
    assert pieces("It waits, and waits, and waits some more.", 24) == ("It waits, and waits,", "and waits some more.")
    assert pieces("It waits and waits and waits.", 12) == ("It waits and", "waits and", "waits.")
    assert pieces("...", 10) == ()


@given(st.text(alphabet="ab .,!?\n", max_size=200), st.integers(5, 40))
def test_nothing_is_lost_and_nothing_is_too_long(text: str, longest: int) -> None:
    cut = pieces(text, longest)
    assert all(len(piece) <= longest for piece in cut)
    assert [c for piece in cut for c in piece if c.isalnum()] == [c for c in text if c.isalnum()]
