"""How an engine says each word of an utterance, and where it knows that from.

An engine that can tell has a method besides those of the contract::

    def pronounced(self, utterance: Utterance, options: OptionsT) -> Iterator[PronouncedWord]

It gives the words in their order, those of the lexicon included. An engine that reads IPA also has::

    def unsayable(self, ipa: str) -> str

the symbols of a pronunciation that it has no sound for; "" where it can say them all.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from studio.engines.contract import Input

if TYPE_CHECKING:
    from studio.engines.contract import AnyEngine, Utterance


class Origin(StrEnum):
    """Where a pronunciation comes from."""

    LEXICON = "lexicon"
    DICTIONARY = "dictionary"
    RULES = "rules"


@dataclass(frozen=True, slots=True)
class PronouncedWord:
    """Characters ``[start, end)`` of the spoken text, and their sound: IPA between slashes, or a respelling.

    ``where`` says at which place of which lexicon that is written; "" where it is the engine's own.
    """

    start: int
    end: int
    sound: str
    origin: Origin
    where: str = ""

    @property
    def is_doubtful(self) -> bool:
        """Whether the engine guesses, from the letters alone."""
        return self.origin is Origin.RULES


def pronounced(engine: AnyEngine, utterance: Utterance, options: Any) -> tuple[PronouncedWord, ...]:
    """What is known of how an engine says an utterance: every word where it can tell, else those of the lexicon."""
    own = getattr(engine, "pronounced", None)
    if own is not None:
        return tuple(own(utterance, options))
    return tuple(_of_lexicon(engine, utterance))


def unsayable(engine: AnyEngine, ipa: str) -> str:
    """The symbols of a pronunciation that an engine has no sound for; "" too where it does not read IPA."""
    own = getattr(engine, "unsayable", None)
    return str(own(ipa)) if own is not None else ""


def _of_lexicon(engine: AnyEngine, utterance: Utterance) -> Iterator[PronouncedWord]:
    for item in utterance.pronunciations:
        reads_ipa = Input.PHONEMES in engine.info.accepts and item.ipa and not unsayable(engine, item.ipa)
        respelling = item.respelling if Input.RESPELLING in engine.info.accepts else None
        sound = f"/{item.ipa}/" if reads_ipa else respelling
        if sound:
            yield PronouncedWord(item.start, item.end, sound, Origin.LEXICON, item.where)
