"""Does a voice speak the language that it is said to speak? Engines say, or know it from the model."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from studio.engines.contract import spoken_languages
from studio.engines.registry import find_engine
from studio.kit.errors import StudioError
from studio.model.languages import primary_language

if TYPE_CHECKING:
    from collections.abc import Iterator

    from studio.engines.contract import AnyEngine
    from studio.model.show import Show, Voice


def language_doubt(voice: Voice, engine: AnyEngine, options: Any) -> str:
    """What is odd about the language of a voice, in words; nothing where it fits, or where nobody knows.

    Args:
        voice: the voice.
        engine: its engine.
        options: the engine's own, for this voice.
    """
    spoken = spoken_languages(engine, options)
    if not spoken or primary_language(voice.language) in map(primary_language, spoken):
        return ""
    return (
        f"the voice {voice.name} speaks {', '.join(spoken)}, not {voice.language}; what it says may not be understood"
    )


def language_doubts(show: Show) -> Iterator[str]:
    """The doubts about all voices that scripts of a show can be spoken by; loads no model.

    Voices that cannot be used as they stand are passed over: whoever uses them says so.
    """
    for name in dict.fromkeys([show.narrator, *show.speakers.values()]):
        voice = show.voices[name]
        try:
            engine = find_engine(voice.engine)
            doubt = "" if engine.unusable() else language_doubt(voice, engine, engine.options(voice, show.root))
        except StudioError:
            continue
        if doubt:
            yield doubt
