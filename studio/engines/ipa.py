"""IPA read symbol by symbol into another notation; what each engine's notation is stands in a file of its own."""

from __future__ import annotations

from collections.abc import Mapping

_LONGEST = 3


def transcribe(
    ipa: str, *, vowels: Mapping[str, str], consonants: Mapping[str, str], stress: Mapping[str, str], passed_over: str
) -> tuple[str, str]:
    """A pronunciation in another notation, and the symbols that have no counterpart there (empty where all have).

    A stress mark is put right before the vowel, where these notations want it; IPA puts it before the syllable.

    Args:
        ipa: the pronunciation.
        vowels: IPA, of up to three characters, → the notation's own.
        consonants: the same.
        stress: the marks of stress.
        passed_over: characters that say nothing here, such as marks of length.
    """
    rest, mark = ipa, ""
    out: list[str] = []
    unknown: list[str] = []
    while rest:
        size = next((n for n in range(_LONGEST, 0, -1) if rest[:n] in vowels or rest[:n] in consonants), 0)
        head, rest = rest[: size or 1], rest[size or 1 :]
        if head in vowels:
            out.append(mark + vowels[head])
            mark = ""
        elif head in consonants:
            out.append(consonants[head])
        elif head in stress:
            mark = stress[head]
        elif head.isspace():
            out.append(" ")
        elif head not in passed_over:
            unknown.append(head)
    return "".join(out), "".join(dict.fromkeys(unknown))
