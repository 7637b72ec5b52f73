"""What a lexicon holds: one way to say one word, and the conditions under which it holds."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import IntEnum

#: The longest pronunciations of a word or a phrase; engines have been seen to break on longer ones.
MOST_SYMBOLS = 100
MOST_RESPELLED = 200
_NOT_IPA = re.compile(r"[A-Z0-9_{}\[\]<>&\\@$%*+=#]")


class Scope(IntEnum):
    """Where an entry comes from; a higher scope wins over a lower one."""

    PACKAGE = 0
    SHOW = 1
    EPISODE = 2
    INLINE = 3


@dataclass(frozen=True, slots=True)
class Sound:
    """How to say a word: IPA, a respelling, or both."""

    ipa: str | None = None
    respelling: str | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """One way to say one word (or phrase), and the conditions under which it holds.

    ``where`` is ``path:line:column`` for messages. ``engines`` replaces ``sound`` for the engines it names.
    """

    word: str
    sound: Sound
    exact_case: bool = False
    part: str | None = None
    before: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    engines: tuple[tuple[str, Sound], ...] = ()
    where: str = ""

    @property
    def is_conditional(self) -> bool:
        """Whether it holds only between certain words."""
        return bool(self.part or self.before or self.after)

    def sound_for(self, engine: str | None) -> Sound:
        """What an engine is to be told."""
        return dict(self.engines).get(engine or "", self.sound)


def has_capital(word: str) -> bool:
    """Whether a word is matched in its exact case unless an entry says otherwise."""
    return word != word.lower()


def sound_of(text: str) -> Sound:
    """A sound written as one text: IPA between slashes, else a respelling."""
    if len(text) > 2 and text.startswith("/") and text.endswith("/"):
        return Sound(ipa=text[1:-1])
    return Sound(respelling=text)


@dataclass(frozen=True, slots=True)
class Fault:
    """Why a pronunciation cannot be used, and what to do about it."""

    message: str
    hint: str


def pronunciation_fault(ipa: str = "", respelling: str = "") -> Fault | None:
    """What is wrong with a pronunciation: characters that are not IPA (X-SAMPA, ARPAbet), or no end of it."""
    if wrong := _NOT_IPA.search(ipa):
        hint = "Use IPA letters and stress marks (ˈ ˌ), or write a respelling under `respell`."
        return Fault(f"{ipa[:MOST_SYMBOLS]!r} is not IPA: it contains {wrong[0]!r}", hint)
    for text, most, what in ((ipa, MOST_SYMBOLS, "IPA"), (respelling, MOST_RESPELLED, "a respelling")):
        if len(text) > most:
            return Fault(f"{what} of {len(text):,} characters is too long for a word", f"At most {most} are taken.")
    return None
