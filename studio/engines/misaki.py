"""IPA ↔ the phoneme alphabet of the Kokoro family of voices (``misaki``), which hibari and Kokoro both read.

The alphabet writes each diphthong and affricate as one letter and puts a stress mark right before the vowel, where IPA
puts it before the syllable; see https://github.com/hexgrad/misaki/blob/main/EN_PHONES.md. What its own dictionary of
American English does throughout is done here, too, since the voices have heard nothing else: a /t/ between vowels is
a flap, and an unstressed /əl/ or /ən/ a syllabic consonant.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from studio.engines.ipa import transcribe
from studio.kit.errors import StudioError

if TYPE_CHECKING:
    from studio.model.narration import Pronunciation

_VOWELS = {
    "eɪ": "A", "aɪ": "I", "ɔɪ": "Y", "aʊ": "W", "oʊ": "O", "əʊ": "O",
    "ɪə": "ɪɹ", "eə": "ɛɹ", "ʊə": "ʊɹ", "ɜː": "ɜɹ", "ɜːɹ": "ɜɹ", "ɝː": "ɜɹ", "ɝ": "ɜɹ", "ɚ": "əɹ", "ɹ̩": "əɹ",
    "l̩": "ᵊl", "n̩": "ᵊn", "m̩": "ᵊm", "ɐ": "ə", "ɒ": "ɑ", "a": "æ", "ɑ": "ɑ", "e": "ɛ", "o": "O",
    "ɨ": "ᵻ", "ʉ": "u", **{c: c for c in "iɪuʊəɜɛæʌɔᵻᵊ"},
}  # fmt: skip
_CONSONANTS = {
    "tʃ": "ʧ", "dʒ": "ʤ", "ʧ": "ʧ", "ʤ": "ʤ", "ɾ": "T", "ɡ": "ɡ", "g": "ɡ", "ɹ": "ɹ", "r": "ɹ", "ɫ": "l", "ʔ": "t",
    "x": "k", "ç": "h", "ɲ": "nj", "ʎ": "lj", "ʁ": "ɹ", "β": "v", "ɣ": "ɡ", "ɬ": "l",
    **{c: c for c in "bdfhjklmnpstvwzðŋʃʒθ"},
}  # fmt: skip
_STRESS = {"ˈ": "ˈ", "ˌ": "ˌ"}
_PASSED_OVER = "ː.'’ˑ͡"
_VOWEL = "AIOWYiuæɑəɛɜɪɔʊʌᵊᵻ"
_FLAP = re.compile(rf"(?<=[{_VOWEL}ɹ])t(?=[əɪiᵊᵻ](?!n))")
_SYLLABIC = re.compile(rf"(?<=[pbtdkɡfvszʃʒʧʤT])ə(?=l(?![{_VOWEL}jˈˌ]))|(?<=[tdsz])ə(?=n(?![{_VOWEL}jˈˌ]))")
_IPA = {
    "A": "eɪ", "I": "aɪ", "O": "oʊ", "Q": "əʊ", "W": "aʊ", "Y": "ɔɪ",
    "ʤ": "dʒ", "ʧ": "tʃ", "T": "ɾ", "ᵊ": "ə", "ᵻ": "ɪ",
}  # fmt: skip


def misaki_phonemes(ipa: str, *, british: bool = False) -> tuple[str, str]:
    """The pronunciation in misaki's alphabet, and the symbols that have no counterpart there (empty where all have).

    Args:
        ipa: of General American, with or without slashes.
        british: without the American flap, and with the British vowel of "go".
    """
    spelt = ipa.strip().strip("/[]").replace("͡", "")
    phonemes, unknown = transcribe(
        spelt, vowels=_VOWELS, consonants=_CONSONANTS, stress=_STRESS, passed_over=_PASSED_OVER
    )
    if british:
        return phonemes.replace("O", "Q").replace("T", "t"), unknown
    return _SYLLABIC.sub("ᵊ", _FLAP.sub("T", phonemes)), unknown


def lexicon_phonemes(item: Pronunciation, text: str, *, british: bool = False) -> str | None:
    """What a lexicon says in IPA, in misaki's alphabet; None where only a respelling can be said.

    Args:
        item: the pronunciation.
        text: that it belongs to.
        british: for a British voice.

    Raises:
        StudioError: ``unknown-phoneme``; it has symbols that these voices do not have, and no respelling.
    """
    if not item.ipa:
        return None
    phonemes, unknown = misaki_phonemes(item.ipa, british=british)
    if not unknown:
        return phonemes
    if item.respelling:
        return None
    word = text[item.start : item.end]
    raise StudioError(
        "unknown-phoneme",
        f"this voice cannot say {unknown!r} in the pronunciation /{item.ipa.strip('/')}/ of {word!r}",
        where=item.where or None,
        hint="Write it with the sounds of English, or give a respelling.",
    )


def ipa_of(phonemes: str) -> str:
    """Phonemes of misaki's alphabet in IPA, for people to read."""
    return "".join(_IPA.get(phoneme, phoneme) for phoneme in phonemes)
