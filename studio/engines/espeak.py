"""eSpeak NG, in process: the default engine, the only one that speaks after ``pip install`` alone.

Word marks come from eSpeak's word events on plain text. SSML marks were tried and are worse: the one in front of a
sentence's first word is swallowed, and they change the prosody.
"""

from __future__ import annotations

import bisect
import re
from dataclasses import dataclass
from functools import cache, cached_property
from typing import TYPE_CHECKING

from studio.engines.contract import EngineInfo, Input, Recording, Utterance
from studio.engines.espeak_phonemes import espeak_mnemonics
from studio.engines.options import read_options
from studio.engines.polish import Polish
from studio.engines.substitution import substitute
from studio.engines.variation import variation
from studio.engines.words import place_marks, word_spans
from studio.kit.errors import ConfigurationError
from studio.model.fields import declared

if TYPE_CHECKING:
    from pathlib import Path

    from studio.model.narration import Pronunciation
    from studio.model.show import Voice

#: Characters of mnemonics that a pronunciation may have. eSpeak writes the phonemes of a word, each of which has at
#: least one character, into 200 bytes without looking; longer ones would end the process.
LONGEST_MNEMONICS = 160
#: How a voice's name begins, where it is not one of MBROLA's.
_LANGUAGE = re.compile(r"(?!mb-)[A-Za-z]{2,3}(?:-[A-Za-z0-9]+)*(?=\+|$)")


@dataclass(frozen=True, slots=True)
class EspeakOptions(Polish):
    """Settings of an eSpeak voice."""

    voice: str = declared("eSpeak's language and variant, e.g. `en-us+klatt6`.", "en-us+klatt6")
    rate_wpm: int = declared("Words a minute.", 165, low=80, high=450)
    pitch: int = declared("Low to high, eSpeak's own scale.", 50, low=0, high=100)
    pitch_range: int = declared("Monotone to lively, eSpeak's own scale.", 50, low=0, high=100)
    word_gap_ms: int = declared("Extra silence between words, milliseconds.", 0, low=0, high=500)
    volume: int = declared("On eSpeak's own scale; above 100 may clip.", 100, low=1, high=200)


class EspeakEngine:
    """The adapter; holds no state between utterances."""

    @cached_property
    def info(self) -> EngineInfo:
        """What it says about itself; the version is that of the wheel and of this adapter."""
        from importlib.metadata import version

        return EngineInfo(
            name="espeak",
            version=f"1.52 (espeakng-loader {version('espeakng-loader')}); adapter 4",
            licence="GPL-3.0-or-later",
            attribution="eSpeak NG, https://github.com/espeak-ng/espeak-ng",
            languages=("*",),
            accepts=frozenset({Input.RESPELLING, Input.PHONEMES}),
            gives_marks=True,
            speed=300,
            varies=True,
            limit_s=60.0,
        )

    def unusable(self) -> str | None:
        """Why it cannot speak here: its wheel cannot be imported. None where it can."""
        try:
            import espeakng_loader  # noqa: F401
        except ImportError as error:
            return f"the package espeakng-loader cannot be imported ({error}); pip install espeakng-loader"
        return None

    def options(self, voice: Voice, root: Path) -> EspeakOptions:
        """The voice's settings, checked; also the variant, for which eSpeak would take its default without a word."""
        options = read_options(EspeakOptions, voice, root)
        variant = options.voice.partition("+")[2]
        if variant and variant not in _variants():  # eSpeak itself would take its default without a word
            raise ConfigurationError(
                "bad-setting",
                f"eSpeak has no voice variant {variant!r} (setting 'voice')",
                where=f"voices/{voice.name}.yaml",
                hint=f"Known variants: {', '.join(sorted(_variants()))}.",
            )
        return options

    def languages(self, options: EspeakOptions) -> tuple[str, ...]:
        """The one in the voice's name; eSpeak knows a hundred."""
        return (found[0],) if (found := _LANGUAGE.match(options.voice)) else ("*",)

    def model_files(self, options: EspeakOptions) -> tuple[Path, ...]:  # noqa: ARG002
        """None: all that it needs comes with its wheel."""
        return ()

    def unsayable(self, ipa: str) -> str:
        """The symbols that eSpeak's English has no sound for."""
        return espeak_mnemonics(ipa)[1]

    def synthesise(self, utterance: Utterance, options: EspeakOptions) -> Recording:
        """Speak, with word marks from eSpeak's own events and the voicing chain of ``options`` applied."""
        import numpy as np

        from studio.engines.espeak_library import speak

        written = substitute(utterance, _written, _without_phoneme_brackets)
        speech = speak(written.text, options.voice, _parameters(options, utterance.seed), utterance.seed)
        samples = np.frombuffer(speech.pcm, "<i2").astype(np.float32) / 32768.0
        polish = Polish(options.low_cut_hz, options.warmth_db, options.bite_db, options.compression)
        samples = polish(samples, speech.rate_hz)
        spans = word_spans(utterance.text)
        ends = [end for _, end in spans]
        starts: dict[int, int] = {}
        for position, sample in speech.words:
            word = bisect.bisect_right(ends, written.original(position))
            starts.setdefault(word, sample)
        return Recording(samples, speech.rate_hz, place_marks(spans, starts, len(samples)))


@cache
def _variants() -> frozenset[str]:
    from studio.engines.espeak_library import data_folder

    return frozenset(path.name for path in (data_folder() / "voices" / "!v").iterdir())


def _parameters(options: EspeakOptions, seed: int) -> dict[str, int]:
    step = variation(seed)  # a little higher and faster, or lower and slower
    return {
        "rate_wpm": max(80, min(450, options.rate_wpm + 3 * step)),
        "pitch": max(0, min(100, options.pitch + 2 * step)),
        "pitch_range": options.pitch_range,
        "word_gap_10ms": round(options.word_gap_ms / 10),
        "volume": options.volume,
    }


def _written(pronunciation: Pronunciation) -> str | None:
    """The pronunciation in eSpeak's mnemonics; as a respelling, or not at all, where eSpeak could not take them."""
    mnemonics, unknown = espeak_mnemonics(pronunciation.ipa or "")
    takes = mnemonics and not unknown and len(mnemonics) <= LONGEST_MNEMONICS
    return f"[[{mnemonics}]]" if takes else pronunciation.respelling


def _without_phoneme_brackets(text: str) -> str:
    return text.replace("\0", " ").replace("[[", "( ").replace("]]", " )")
