"""Every word gets a time, whatever the engine knows."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from studio.engines import Utterance
from studio.engines.alignment import marks_from_symbols
from studio.engines.substitution import substitute
from studio.engines.words import place_marks, word_spans
from studio.model.narration import Pronunciation

TEXT = "Caches lie, and queues grow."


def _starts(text: str, symbols: list[tuple[str, int]], length: int) -> dict[str, int]:
    return {text[m.start : m.end]: m.start_samples for m in marks_from_symbols(text, symbols, length)}


def test_words_without_a_time_share_that_of_their_neighbours() -> None:
    spans = word_spans("ab cd ef gh")
    marks = place_marks(spans, {0: 0, 3: 900}, 1200)
    assert [mark.start_samples for mark in marks] == [0, 300, 600, 900]
    assert [mark.end_samples for mark in marks] == [300, 600, 900, 1200]


def test_times_that_run_backwards_are_not_believed() -> None:
    marks = place_marks(word_spans("ab cd ef"), {0: 0, 1: 500, 2: 100}, 900)
    assert [mark.start_samples for mark in marks] == [0, 500, 700]


def test_phonemes_and_words_meet_clause_by_clause() -> None:
    symbols = [(char, 10 * at) for at, char in enumerate("kæʃɪz laɪ, ændkjuːz ɡɹoʊ.")]
    starts = _starts(TEXT, symbols, 250)
    assert starts["Caches"] == 0
    assert starts["lie,"] == 60
    assert starts["and"] == 110  # the first word of a clause is known even where its words are joined
    assert 110 < starts["queues"] < starts["grow."] < 250


def test_a_stress_mark_begins_its_word() -> None:
    assert _starts("to queue", [("t", 0), ("ə", 5), (" ", 9), ("ˈ", 10), ("k", 12)], 20) == {"to": 0, "queue": 10}


def test_positions_lead_back_through_pronunciations() -> None:
    utterance = Utterance(TEXT, (Pronunciation(0, 6, respelling="cashes now"), Pronunciation(16, 22, ipa="kjuːz")))
    written = substitute(utterance, lambda p: p.respelling)
    assert written.text == "cashes now lie, and queues grow."
    assert written.original(written.text.index("now")) == 5  # still inside "Caches"
    assert written.original(written.text.index("lie")) == TEXT.index("lie")
    assert written.original(written.text.index("grow")) == TEXT.index("grow")


@given(st.text(alphabet="ab ,.", max_size=60), st.dictionaries(st.integers(-1, 30), st.integers(-10, 2000)))
def test_marks_are_always_in_order_and_in_bounds(text: str, known: dict[int, int]) -> None:
    spans = word_spans(text)
    marks = place_marks(spans, known, 1000)
    assert [(mark.start, mark.end) for mark in marks] == list(spans)
    starts = [mark.start_samples for mark in marks]
    assert starts == sorted(starts)
    assert all(0 <= mark.start_samples <= mark.end_samples <= 1000 for mark in marks)
