"""IPA → eSpeak NG's phoneme mnemonics for English (``phsource/ph_english_us`` of eSpeak NG names them)."""

from __future__ import annotations

_VOWELS = {
    "eɪ": "eI", "aɪ": "aI", "ɔɪ": "OI", "aʊ": "aU", "oʊ": "oU", "əʊ": "oU",
    "ɪə": "i@", "eə": "e@", "ʊə": "U@", "ɛɹ": "e@", "ɪɹ": "i@3", "ʊɹ": "U@", "ɑːɹ": "A@", "ɔːɹ": "O@", "oːɹ": "o@",
    "ɑː": "A:", "ɔː": "O:", "ɜː": "3:", "iː": "i:", "uː": "u:", "æ": "a", "ɑ": "A:", "ɒ": "0", "ɔ": "O:", "ʌ": "V",
    "ə": "@", "ɚ": "3", "ɝ": "3:", "ɜ": "3:", "ɛ": "E", "e": "E", "ɪ": "I", "i": "i", "ʊ": "U", "u": "u:", "a": "a",
    "o": "oU", "ɐ": "a#", "ᵻ": "I2",
}  # fmt: skip
_CONSONANTS = {
    "tʃ": "tS", "dʒ": "dZ", "ʃ": "S", "ʒ": "Z", "θ": "T", "ð": "D", "ŋ": "N", "ɡ": "g", "ɹ": "r", "ɾ": "t", "ɫ": "l",
    "ʔ": "?", "x": "x", "n̩": "n-", "l̩": "@L", **{c: c for c in "pbtdkgfvszhmnlrwj"},
}  # fmt: skip
_STRESS = {"ˈ": "'", "ˌ": ","}
_LONGEST = 3


def espeak_mnemonics(ipa: str) -> str | None:
    """A pronunciation in IPA in eSpeak's own notation, without brackets; None where a symbol has no counterpart.

    eSpeak wants the stress mark right before the vowel, IPA puts it before the syllable.
    """
    rest = ipa.strip().strip("/[]").replace("͡", "").replace("ɹ̩", "ɚ").replace("əɹ", "ɚ")
    out: list[str] = []
    stress = ""
    while rest:
        size = next((n for n in range(_LONGEST, 0, -1) if rest[:n] in _VOWELS or rest[:n] in _CONSONANTS), 0)
        head, rest = rest[: size or 1], rest[size or 1 :]
        if head in _VOWELS:
            out.append(stress + _VOWELS[head])
            stress = ""
        elif head in _CONSONANTS:
            out.append(_CONSONANTS[head])
        elif head in _STRESS:
            stress = _STRESS[head]
        elif head.isspace():
            out.append(" ")
        elif head not in "ː.'":
            return None
    return "".join(out) or None
