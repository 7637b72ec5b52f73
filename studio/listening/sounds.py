"""Words as what is heard of them: a string of speech sounds, one letter each, and how far two such strings are apart.

Spelling decides nothing here. eSpeak NG, which comes with studio, says how a word sounds, so that "write" and "right",
"colour" and "color", "L1" and "L one", "database" and "data base" are the same; where the show's lexicon says how a
word is to be spoken, that is what should be heard.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache, lru_cache

from studio.engines.espeak_library import reading
from studio.engines.misaki import misaki_phonemes

#: A word → its sounds.
Pronounce = Callable[[str], str]

#: Of eSpeak NG, whose rules say how words sound.
VOICE = "en-us"
#: Differences between accents, and between a word said alone and in its sentence, make no other word.
_SAME = str.maketrans({
    "ɜ": "ə", "ᵊ": "ə", "ʌ": "ə", "ᵻ": "ɪ", "i": "ɪ", "u": "ʊ", "ɔ": "ɑ", "T": "t", "ˈ": None, "ˌ": None, " ": None,
})  # fmt: skip
_VOWELS = frozenset("AIYWOɪʊəɛæɑ")
#: Consonants that differ in voice or place alone.
_KIN = {sound: kin for kin in ("pb", "td", "kɡ", "fv", "sz", "ʃʒ", "θð", "ʧʤ", "mnŋ", "lɹ") for sound in kin}
_NEAR = 0.5
#: Hardly heard, and often left out.
_SLIGHT = frozenset("əh")


@contextmanager
def pronouncing() -> Iterator[Pronounce]:
    """A function that tells how a word sounds, for as long as the block lasts.

    Raises:
        StudioError: eSpeak NG's library cannot be loaded.
    """
    with reading(VOICE) as ipa_of:
        yield cache(lambda word: sounds(ipa_of(word)))


def sounds(ipa: str) -> str:
    """The sounds of a pronunciation in IPA; symbols that English does not have are passed over."""
    phonemes, _ = misaki_phonemes(ipa)
    return phonemes.translate(_SAME)


def weight(said: str) -> float:
    """How much there is to hear: about 1 for each sound."""
    return sum(_NEAR if sound in _SLIGHT else 1.0 for sound in said)


@lru_cache(1 << 16)
def distance(said: str, heard: str) -> float:
    """Weighted edit distance: 1 for a sound that is missing, added or another one, half for one that is alike."""
    row = [0.0]
    for sound in heard:
        row.append(row[-1] + weight(sound))
    for wanted in said:
        diagonal, row[0] = row[0], row[0] + weight(wanted)
        for column, got in enumerate(heard, 1):
            diagonal, row[column] = (
                row[column],
                min(row[column] + weight(wanted), row[column - 1] + weight(got), diagonal + _change(wanted, got)),
            )
    return row[-1]


def _change(wanted: str, got: str) -> float:
    if wanted == got:
        return 0.0
    both_vowels = wanted in _VOWELS and got in _VOWELS
    return _NEAR if both_vowels or got in _KIN.get(wanted, "") else 1.0
