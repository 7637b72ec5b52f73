"""IPA → eSpeak NG's phoneme mnemonics for English (``phsource/ph_english_us`` of eSpeak NG names them)."""

from __future__ import annotations

from studio.engines.ipa import transcribe

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


def espeak_mnemonics(ipa: str) -> tuple[str, str]:
    """A pronunciation in IPA in eSpeak's own notation, without brackets, and the symbols that have no counterpart."""
    spelt = ipa.strip().strip("/[]").replace("͡", "").replace("ɹ̩", "ɚ").replace("əɹ", "ɚ")
    return transcribe(spelt, vowels=_VOWELS, consonants=_CONSONANTS, stress=_STRESS, passed_over="ː.'")
