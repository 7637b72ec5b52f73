"""What every show's lexicon begins with: forms of its terms, letters, and words that context decides.

``tests/cases/pronunciation/heteronyms.tsv`` holds sentences with one word between stars, and its IPA; "" where nothing
tells, and the voice decides.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from studio.speech import Entry, Lexicon, Scope, Sound, normalise_text
from studio.speech.entries import pronunciation_fault
from studio.speech.vocabulary import vocabulary

HETERONYMS = (Path(__file__).parents[1] / "cases" / "pronunciation" / "heteronyms.tsv").read_text(encoding="utf-8")


def ipa_of(lexicon: Lexicon, text: str, word: str) -> str | None:
    """The IPA of the first stretch of a text that begins with this word."""
    start = text.index(word)
    return next((found.ipa for found in lexicon.pronounce(text) if found.start == start), None)


def said(term: Entry | dict[str, str], text: str) -> list[tuple[str, str | None]]:
    lexicon = Lexicon(((Scope.SHOW, term),)) if isinstance(term, Entry) else Lexicon().merged(term)
    return [(text[found.start : found.end], found.ipa or found.respelling) for found in lexicon.pronounce(text)]


@pytest.mark.parametrize(
    ("ipa", "form", "sound"),
    [
        ("ˈkɑːfkə", "Kafka's", "ˈkɑːfkəz"),
        ("ˈkɑːfkə", "Kafka’s", "ˈkɑːfkəz"),
        ("ˈkɑːfkə", "Kafkas", "ˈkɑːfkəz"),
        ("ˈsɛf", "Ceph's", "ˈsɛfs"),
        ("ˈpoʊstɡɹɛs", "Postgres's", "ˈpoʊstɡɹɛsɪz"),
        ("ˈkwɔːɹəm", "quorums", "ˈkwɔːɹəmz"),
        ("ˈmjuːtɛks", "mutexes", "ˈmjuːtɛksɪz"),
        ("ˈkæʃ", "caches", "ˈkæʃɪz"),
        ("ˈkæʃ", "cached", "ˈkæʃt"),
        ("ˈkæʃ", "caching", "ˈkæʃɪŋ"),
        ("ˈʃɑːɹd", "sharded", "ˈʃɑːɹdɪd"),
        ("ˈɛm mæp", "mmapping", "ˈɛm mæpɪŋ"),
        ("ˈkjuː", "queued", "ˈkjuːd"),
        ("ˌɹiːˈtɹaɪ", "retries", "ˌɹiːˈtɹaɪz"),
        ("ˌɹiːˈtɹaɪ", "retried", "ˌɹiːˈtɹaɪd"),
    ],
)
def test_forms_sound_like_their_term_with_the_ending_that_fits(ipa: str, form: str, sound: str) -> None:
    terms = {
        "Kafka": "K", "Ceph": "C", "Postgres": "P", "quorum": "q", "mutex": "m", "cache": "c", "shard": "s",
        "mmap": "m", "queue": "q", "retry": "r",
    }  # fmt: skip
    word = next(term for term in terms if form.lower().startswith(term[:4].lower()))
    assert said({word: f"/{ipa}/"}, f"We saw {form} there.") == [(form, sound)]


@pytest.mark.parametrize(
    ("respelling", "form", "heard"),
    [
        ("kahf-kuh", "xyzzys", "kahf-kuhz"),
        ("et see dee", "xyzzy's", "et see dees"),
        ("pack-sohss", "xyzzys", "pack-sohss-iz"),
        ("cash", "xyzzying", "cash-ing"),
    ],
)
def test_a_respelling_gets_letters_that_sound_so(respelling: str, form: str, heard: str) -> None:
    assert said({"xyzzy": respelling}, f"Two {form}.") == [(form, heard)]


def test_words_that_only_look_like_forms_are_left_alone() -> None:
    assert (
        said({"i": "/ˈaɪ/", "str": "/ˈstɹ/", "bas": "/ˈbɑː/", "p": "/ˈpiː/"}, "It is a string of bass, and a ping.")
        == []
    )


def test_compounds_capitals_and_headings_hold_the_term() -> None:
    kafka = {"Kafka": "/ˈkɑːfkə/"}
    assert [word for word, _ in said(kafka, "Kafka-based and non-Kafka brokers; KAFKA.")] == ["Kafka", "Kafka", "KAFKA"]
    exact = Entry("kubectl", Sound("ˈkuːb"), exact_case=True)
    assert said(exact, "Kubectl is a client. A Kubectl is not. Then: Kubectl again.") == [
        ("Kubectl", "ˈkuːb"),
        ("Kubectl", "ˈkuːb"),
    ]


def test_a_show_wins_over_the_package_also_for_forms_and_longer_entries_win_first() -> None:
    lexicon = vocabulary().merged({"cache": "/ˈkeɪʃ/"}, Scope.SHOW)
    assert ipa_of(lexicon, "Two caches.", "caches") == "ˈkeɪʃɪz"
    assert ipa_of(lexicon, "The skip lists.", "skip") == "ˈskɪp ˌlɪsts"


@pytest.mark.parametrize(
    ("text", "letters", "sound"),
    [
        ("The C P U is hot.", "C P U", "ˌsiːˌpiːˈjuː"),
        ("Three A P Is.", "A P Is", "ˌeɪˌpiːˈaɪz"),
        ("Two C R D Ts merge.", "C R D Ts", "ˌsiːˌɑːɹˌdiːˈtiːz"),
        ("The S L O's end.", "S L O's", "ˌɛsˌɛlˈoʊz"),
        ("On i O S, too.", "i O S", "ˌaɪˌoʊˈɛs"),
        ("The k-th answer.", "k-th", "ˈkeɪθ"),
    ],
)
def test_letters_are_one_word_for_every_voice(text: str, letters: str, sound: str) -> None:
    found = {text[one.start : one.end]: one.ipa for one in vocabulary().pronounce(text)}
    assert found[letters] == sound


@pytest.mark.parametrize("text", ["A C compiler and a C program.", "Vitamin C and plan B.", "I am here, and so am I."])
def test_a_letter_alone_is_none_of_these(text: str) -> None:
    assert not [one for one in vocabulary().pronounce(text) if one.where == "letter by letter"]


@pytest.mark.parametrize("line", HETERONYMS.splitlines())
def test_neighbours_tell_which_pronunciation_is_meant(line: str) -> None:
    marked, ipa = line.split("\t")
    before, word, after = marked.split("*")
    text, start = before + word + after, len(before)
    found = next((one.ipa for one in vocabulary().pronounce(text) if one.start == start), "")
    assert found == ipa
    assert ((start, start + len(word)) in vocabulary().undecided(text)) == (not ipa)


def test_every_entry_of_the_package_is_ipa_and_found() -> None:
    for _, entry in vocabulary().entries:
        assert entry.sound.ipa and not pronunciation_fault(entry.sound.ipa, entry.sound.respelling or ""), entry
        assert re.fullmatch(r"built in, \w+\.tsv:\d+", entry.where)
        if not entry.is_conditional:
            text = f"So {entry.word} it is."
            assert any(found.start == 3 for found in vocabulary().pronounce(normalise_text(text))), entry.word
