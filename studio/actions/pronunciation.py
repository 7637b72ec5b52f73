"""How the words of a text are said by a voice, and from where that is known: for ``say`` and ``preview``."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from studio.engines.contract import Utterance
from studio.engines.pronounced import Origin, PronouncedWord, pronounced
from studio.voices.casting import cast_voice

if TYPE_CHECKING:
    from studio.model.narration import Pronunciation
    from studio.model.show import Show

_SOURCES = {
    Origin.LEXICON: "the lexicon",
    Origin.DICTIONARY: "the engine's dictionary",
    Origin.RULES: "guessed from the letters: listen to it",
}


@dataclass(frozen=True, slots=True)
class WordSound:
    """A word of the spoken text, and its sound: IPA between slashes, or a respelling.

    Attributes:
        word: as it stands in the spoken text.
        sound: what the engine says.
        source: the line of the lexicon, or where else the engine has it from, in words.
        origin: the same for programs.
        doubtful: whether the engine guesses.
    """

    word: str
    sound: str
    source: str
    origin: str
    doubtful: bool


def word_sounds(show: Show, voice: str, spoken: str, pronunciations: Sequence[Pronunciation]) -> tuple[WordSound, ...]:
    """Every word of a spoken text where the voice's engine can tell, else those of the lexicon.

    Args:
        show: of the voice.
        voice: its name; a fallback speaks where it cannot.
        spoken: the text.
        pronunciations: what the voice's lexicon says about it.

    Raises:
        ConfigurationError: no voice that can speak.
        StudioError: a pronunciation has a sound that the voice does not.
    """
    cast = cast_voice(voice, show.voices, show.root)
    words = pronounced(cast.engine, Utterance(spoken, tuple(pronunciations)), cast.options)
    return tuple(
        WordSound(spoken[one.start : one.end], one.sound, _source(one), one.origin.value, one.is_doubtful)
        for one in words
    )


def _source(word: PronouncedWord) -> str:
    return word.where or _SOURCES[word.origin]
