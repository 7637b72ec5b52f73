"""Forms of a lexicon's words: "Kafka's", "quorums", "fsynced" sound like their terms, with the ending that fits."""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import StrEnum
from functools import lru_cache

from studio.speech.entries import Sound

_FEWEST_LETTERS = {"s": 3, "ed": 4, "ing": 4}  # "is" is no plural of "i", nor "string" a form of "str"
_POSSESSIVE = re.compile(r"['’]s", re.IGNORECASE)
_HISSING = re.compile(r"(?:[sxz]|[cs]h)es$", re.IGNORECASE)
_DOUBLED = re.compile(r"([bdglmnprt])\1", re.IGNORECASE)
_SILENT = "ˈˌːˑ.̩͡' "
_SIBILANTS = frozenset("szʃʒ")
_VOICELESS = frozenset("ptkfθ")
_RESPELT_VOWEL = re.compile(r"[aeou]h$", re.IGNORECASE)
_RESPELT_VOICELESS = re.compile(r"(?:[fkpsx]|[cs]h|ce)$", re.IGNORECASE)
_RESPELT_SIBILANT = re.compile(r"(?:[szx]|[sc]h|[cgs]e)$", re.IGNORECASE)


class Ending(StrEnum):
    """What a form adds to its word; possessive and plural sound the same."""

    NONE = ""
    S = "s"
    ED = "ed"
    ING = "ing"


@lru_cache(maxsize=8192)
def stems(form: str) -> tuple[tuple[str, Ending, bool], ...]:
    """Words that this may be a form of, with the ending, and whether the stem is long enough to stand alone.

    Short stems count only as the last word of a longer term: "D Bs" is the plural of "D B", "bs" is not that of "b".
    """
    if _POSSESSIVE.fullmatch(form[-2:]):
        return ((form[:-2], Ending.S, True),)
    return tuple((stem, ending, len(stem) >= _FEWEST_LETTERS[ending]) for stem, ending in _split(form) if stem)


def _split(form: str) -> Iterator[tuple[str, Ending]]:
    lower = form.lower()
    if lower.endswith("s") and not lower.endswith("ss"):
        yield form[:-1], Ending.S
        if _HISSING.search(form):
            yield form[:-2], Ending.S
        if lower.endswith("ies"):
            yield form[:-3] + "y", Ending.S
    if lower.endswith("ied"):
        yield form[:-3] + "y", Ending.ED
    for ending in (Ending.ED, Ending.ING):
        if lower.endswith(ending):
            stem = form[: -len(ending)]
            yield stem, ending
            yield stem + "e", ending
            if _DOUBLED.fullmatch(stem[-2:]):
                yield stem[:-1], ending


def inflected(sound: Sound, ending: Ending) -> Sound:
    """The sound of a word with an ending: /s/, /z/ or /ɪz/, /t/, /d/ or /ɪd/ by the phoneme before it."""
    if ending is Ending.NONE:
        return sound
    ipa = sound.ipa and sound.ipa.strip("/[]")
    return Sound(
        ipa and ipa + _sound_after(ipa, ending),
        sound.respelling and sound.respelling + _letters_after(sound.respelling, ending),
    )


def _sound_after(ipa: str, ending: Ending) -> str:
    last = ipa.rstrip(_SILENT)[-1:]
    if ending is Ending.ING:
        return "ɪŋ"
    if ending is Ending.ED:
        return "ɪd" if last in ("t", "d") else "t" if last in _VOICELESS or last in ("s", "ʃ") else "d"
    return "ɪz" if last in _SIBILANTS else "s" if last in _VOICELESS else "z"


def _letters_after(respelling: str, ending: Ending) -> str:
    if ending is Ending.ING:
        return "-ing"
    if ending is Ending.ED:
        return "-id" if respelling[-1:] in ("t", "d") else "t" if _RESPELT_VOICELESS.search(respelling) else "d"
    if _RESPELT_SIBILANT.search(respelling):
        return "-iz"
    return "z" if _RESPELT_VOWEL.search(respelling) else "s"
