"""What was heard is held against the text by sound: spelling does not count, missing and added words do."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from studio.listening.compare import Kind, compare
from studio.listening.sounds import Pronounce, distance, pronouncing, sounds
from studio.model.narration import Pronunciation


@pytest.fixture(scope="module")
def pronounce() -> Iterator[Pronounce]:
    with pronouncing() as function:
        yield function


@pytest.mark.parametrize(
    ("spoken", "heard"),
    [
        ("The L one cache misses at p ninety-nine.", "the L1 cash misses at P99"),
        ("Okay, the colour is grey.", "OK the color is gray"),
        ("Write the bytes right away.", "Right the bites write away."),
        ("The data base timed out.", "The database timed out."),
        ("A time out of fifty percent.", "a timeout of 50%"),
        ("The LRU queue is serialised.", "The L R U cue is serialized."),
        ("One hundred and fifty nodes cannot agree.", "150 nodes can not agree."),
        ("M V C C isn't free.", "MVCC isn’t free"),
        ("Twenty-four centres modelled it.", "24 centers modeled it."),
        ("Whether it's their site, we know.", "weather its there sight we no"),
        ("", ""),
    ],
)
def test_spelling_numbers_initialisms_and_compounds_do_not_count(pronounce: Pronounce, spoken: str, heard: str) -> None:
    comparison = compare(spoken, heard, pronounce)
    assert (comparison.wrong, comparison.runs) == (0, ())


@pytest.mark.parametrize(
    ("heard", "run", "error"),
    [
        ("caches lie because nobody asks", (Kind.DROPPED, "politely", ""), 1 / 6),
        ("politely because nobody asks", (Kind.DROPPED, "Caches lie", ""), 2 / 6),
        ("caches lie caches lie politely because nobody asks", (Kind.REPEATED, "", "caches lie"), 2 / 6),
        ("caches lie politely because nobody ever honestly asks", (Kind.INVENTED, "", "ever honestly"), 2 / 6),
        ("caches lie politely beak horse nobody asks", (Kind.MISHEARD, "because", "beak horse"), 2 / 6),
        ("", (Kind.DROPPED, "Caches lie politely because nobody asks", ""), 1),
    ],
)
def test_the_longest_divergent_run_has_its_words(
    pronounce: Pronounce, heard: str, run: tuple[Kind, str, str], error: float
) -> None:
    comparison = compare("Caches lie politely, because nobody asks.", heard, pronounce)
    found = comparison.runs[0]
    assert (found.kind, found.said, found.heard) == run
    assert comparison.word_error == pytest.approx(error)


def test_another_sentence_is_wrong_nearly_everywhere(pronounce: Pronounce) -> None:
    comparison = compare("Caches lie politely, because nobody asks.", "There is no such sentence.", pronounce)
    assert comparison.word_error >= 0.7
    assert comparison.runs[0].sounds > 10


def test_a_run_has_its_place_in_the_text(pronounce: Pronounce) -> None:
    spoken = "Caches lie politely, because nobody asks."
    (dropped,) = compare(spoken, "Caches lie because nobody asks.", pronounce).runs
    assert spoken[dropped.start : dropped.end] == "politely"
    (added,) = compare(spoken, "Caches lie politely, quite politely, because nobody asks.", pronounce).runs
    assert (added.start, added.end) == (19, 19)


def test_the_longest_run_comes_first(pronounce: Pronounce) -> None:
    comparison = compare("one two three four five six seven", "one four five seven", pronounce)
    assert [run.said for run in comparison.runs] == ["two three", "six"]


def test_a_word_is_to_sound_as_the_lexicon_says(pronounce: Pronounce) -> None:
    spoken = "We ask SQL and kubectl."
    by_lexicon = (Pronunciation(7, 10, ipa="ˈsiːkwəl"), Pronunciation(15, 22, respelling="cube control"))
    assert compare(spoken, "We ask sequel and cube control.", pronounce, by_lexicon).wrong == 0
    assert compare(spoken, "We ask sequel and cube control.", pronounce).wrong > 0
    assert compare(spoken, "We ask squeal and a cuttle.", pronounce, by_lexicon).runs[0].in_lexicon


def test_pronunciations_that_overlap_do_not_make_words_twice(pronounce: Pronounce) -> None:
    overlapping = (Pronunciation(0, 9, ipa="ɪvˈɛntʃuəl"), Pronunciation(4, 12, ipa="xyz"))
    assert compare("eventual consistency", "eventual consistency", pronounce, overlapping).words == 2


def test_sounds_that_are_alike_are_nearer() -> None:
    assert distance(sounds("kˈæfkəz"), sounds("kˈæfkəs")) == 0.5
    assert distance(sounds("kˈæt"), sounds("kˈɪt")) == 0.5
    assert distance(sounds("kˈæt"), sounds("mˈæt")) == 1
    assert distance("", sounds("kˈæt")) == 3


@pytest.mark.parametrize("heard", ["♪ ♪", "…", "<unk>" * 50, "ß ø 漢字", "a" * 3000, "9" * 400, "\0\n\t"])
def test_whatever_a_recogniser_writes_is_compared(pronounce: Pronounce, heard: str) -> None:
    assert compare("Caches lie.", heard, pronounce).word_error > 0
