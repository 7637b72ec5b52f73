"""The recogniser that hears here, with everything that decides what it hears."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from studio.engines.modelfiles import content_digest
from studio.kit.errors import StudioError
from studio.recognisers.contract import Recogniser
from studio.recognisers.registry import DEFAULT, find_recogniser


@dataclass(frozen=True, slots=True)
class Ear:
    """A recogniser that can hear on this machine.

    Attributes:
        recogniser: itself.
        name: its name.
        version: of its code.
        model: SHA-256 over the content of its model files, in hexadecimal.
    """

    recogniser: Recogniser
    name: str
    version: str
    model: str

    @property
    def digest(self) -> str:
        """A short name for all that decides what is heard."""
        return hashlib.sha256(f"{self.name}\0{self.version}\0{self.model}".encode()).hexdigest()[:12]


def open_ear(language: str, name: str = DEFAULT) -> Ear:
    """The recogniser with this name, ready to hear a language.

    Args:
        language: BCP 47 tag of what is spoken.
        name: the recogniser's.

    Raises:
        ConfigurationError: there is no such recogniser, or it cannot be loaded.
        StudioError: ``no-recogniser``, it cannot hear on this machine; ``unheard-language``.
    """
    recogniser = find_recogniser(name)
    info = recogniser.info
    if reason := recogniser.unusable():
        raise StudioError("no-recogniser", f"the recogniser {info.name} cannot hear here: {reason}")
    if not any(_covers(known, language) for known in info.languages):
        raise StudioError(
            "unheard-language",
            f"the recogniser {info.name} understands {', '.join(info.languages)}, the show speaks {language}",
            hint="Install a recogniser for this language and name it with --recogniser.",
        )
    digests = (content_digest(path) for path in recogniser.model_files())
    return Ear(recogniser, info.name, info.version, hashlib.sha256("\0".join(digests).encode()).hexdigest())


def _covers(known: str, language: str) -> bool:
    """Whether a tag covers another: ``*`` every one, ``en`` every English, ``en-GB`` that of Britain."""
    return known == "*" or f"{language.lower()}-".startswith(f"{known.lower()}-")
