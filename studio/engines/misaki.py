"""IPA → the phoneme alphabet of the Kokoro family of voices (``misaki``), which hibari and Kokoro both read.

The alphabet writes each diphthong and affricate as one letter and puts a stress mark right before the vowel, where IPA
puts it before the syllable; see https://github.com/hexgrad/misaki/blob/main/EN_PHONES.md.
"""

from __future__ import annotations

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


def misaki_phonemes(ipa: str) -> tuple[str, str]:
    """The pronunciation in misaki's alphabet, and the symbols that have no counterpart there (empty where all have)."""
    spelt = ipa.strip().strip("/[]").replace("͡", "")
    return transcribe(spelt, vowels=_VOWELS, consonants=_CONSONANTS, stress=_STRESS, passed_over=_PASSED_OVER)


def lexicon_phonemes(item: Pronunciation, text: str) -> str | None:
    """What a lexicon says in IPA, in misaki's alphabet; None where it gives no IPA.

    Args:
        item: the pronunciation.
        text: that it belongs to.

    Raises:
        StudioError: ``unknown-phoneme``; it has symbols that these voices do not have.
    """
    if not item.ipa:
        return None
    phonemes, unknown = misaki_phonemes(item.ipa)
    if unknown:
        word = text[item.start : item.end]
        raise StudioError(
            "unknown-phoneme",
            f"this voice cannot say {unknown!r} in the pronunciation /{item.ipa.strip('/')}/ of {word!r}",
            hint="Write it with the sounds of English, or give a respelling.",
        )
    return phonemes
