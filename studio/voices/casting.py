"""Which engine speaks for a voice: the voice's own, or that of the first usable fallback."""

from __future__ import annotations

import inspect
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from studio.engines.modelfiles import content_digest
from studio.engines.registry import find_engine
from studio.kit import inputs
from studio.kit.errors import ConfigurationError, StudioError
from studio.voices.catalogue import install_command, published_digest
from studio.voices.finals import final_voice
from studio.voices.languages import language_doubt

if TYPE_CHECKING:
    from collections.abc import Mapping

    from studio.engines.contract import AnyEngine
    from studio.model.show import Voice


@dataclass(frozen=True)
class CastVoice:
    """A voice that can speak here.

    Attributes:
        voice: the one that speaks, perhaps a fallback of the one asked for.
        engine: its engine.
        options: the engine's own frozen options for this voice.
        model: SHA-256 of each model file, in the order of :meth:`Engine.model_files`.
        remark: why it is not the voice asked for, or what is odd about it; empty where all is well.
    """

    voice: Voice
    engine: AnyEngine
    options: Any
    model: tuple[str, ...]
    remark: str = ""


def cast_voice(name: str, voices: Mapping[str, Voice], root: Path) -> CastVoice:
    """The voice ``name``, or the first of its fallbacks that can speak on this machine.

    Args:
        name: of the voice asked for.
        voices: all voices of the show, by name.
        root: folder of the show, from which paths in settings count.

    Raises:
        ConfigurationError: a wrong setting anywhere on the way, or no voice that can speak.
    """
    reasons: list[str] = []
    tried: list[str] = []
    current: str | None = name
    while current is not None and current not in tried:
        tried.append(current)
        if current not in voices:
            raise ConfigurationError(
                "unknown-voice",
                f"there is no voice `{current}`",
                hint=f"Voices of this show: {', '.join(sorted(voices))}.",
            )
        voice = voices[current]
        engine = _engine(voice)
        _note_code(engine)
        reason = why_unusable(voice, engine, root)
        if reason is None:
            options = engine.options(voice, root)
            model = _model(voice, engine, options)
            instead = f"{'; '.join(reasons)}: {current} speaks instead" if reasons else ""
            remark = "; ".join(filter(None, [instead, language_doubt(voice, engine, options)]))
            return CastVoice(voice, engine, options, model, remark)
        reasons.append(f"the voice {current} cannot speak: {reason}")
        current = voice.fallback
    hint = "Install what is missing, or give the voice a fallback that speaks from pip alone (engine: espeak)."
    if voices[name].is_final:
        reasons[0] = f"{reasons[0]} (its `final`, engine {voices[name].engine})"
        hint = "Install what is missing, or leave --final out to hear the draft."
    raise ConfigurationError("no-usable-voice", "; ".join(reasons), where=f"voices/{name}.yaml", hint=hint)


def why_unusable(voice: Voice, engine: AnyEngine, root: Path) -> str | None:
    """Why the voice cannot speak on this machine by this engine, in words; None where it can.

    Args:
        voice: the voice.
        engine: its engine.
        root: folder of the show, from which paths in settings count.

    Raises:
        ConfigurationError: a wrong setting; a model file that is not there is a reason, not an error.
    """
    if reason := engine.unusable():
        return reason
    try:
        engine.options(voice, root)
    except ConfigurationError as error:
        if error.code != "model-missing":
            raise
        command = install_command(voice)
        return f"its model is not installed; run `{command}`" if command else error.message
    return None


@dataclass(frozen=True)
class VoiceState:
    """One voice of the show: whether it can speak on this machine and, if not, why and who speaks instead.

    ``final_problem`` is why it cannot speak in final takes; None where it can, or where it has none of its own.
    """

    voice: Voice
    problem: str | None = None
    instead: str | None = None
    final_problem: str | None = None

    @property
    def usable(self) -> bool:
        """Whether it can speak here itself."""
        return self.problem is None


def survey_voices(voices: Mapping[str, Voice], root: Path) -> tuple[VoiceState, ...]:
    """The state of every voice, in order of name; loads no model.

    Args:
        voices: all voices of the show, by name.
        root: folder of the show, from which paths in settings count.
    """
    return tuple(_state(voices[name], voices, root) for name in sorted(voices))


def _state(voice: Voice, voices: Mapping[str, Voice], root: Path) -> VoiceState:
    problem, instead = _problem(voice, root), None
    if problem is not None:
        with suppress(StudioError):
            instead = cast_voice(voice.name, voices, root).voice.name
    return VoiceState(voice, problem, instead, _problem(final_voice(voice), root) if voice.final else None)


def _problem(voice: Voice, root: Path) -> str | None:
    try:
        return why_unusable(voice, _engine(voice), root)
    except StudioError as error:
        return f"{error} {error.hint or ''}".strip()


def _engine(voice: Voice) -> AnyEngine:
    try:
        return find_engine(voice.engine)
    except ConfigurationError as error:
        where = error.where or f"voices/{voice.name}.yaml"
        raise ConfigurationError(error.code, error.message, where=where, hint=error.hint) from error


def _model(voice: Voice, engine: AnyEngine, options: Any) -> tuple[str, ...]:
    where = f"voices/{voice.name}.yaml"
    try:
        paths = engine.model_files(options)
        digests = tuple(content_digest(path) for path in paths)
    except (OSError, ValueError) as error:  # gone, not ours to read, or a description that is no JSON
        raise ConfigurationError(
            "model-unreadable", f"the model of the voice {voice.name} cannot be read: {error}",
            where=where, hint="Put the model there anew, or correct the path.",
        ) from None  # fmt: skip
    for path, digest in zip(paths, digests, strict=True):
        if digest != (published_digest(path) or digest):
            command = install_command(voice) or "pip install --force-reinstall hibari-tts"
            raise ConfigurationError(
                "model-damaged", f"the model of the voice {voice.name} is not as it was published: the SHA-256 of "
                f"{path} differs", where=where, hint=f"Run `{command}`.",
            )  # fmt: skip
    return digests


def _note_code(engine: AnyEngine) -> None:
    """Note the file that the engine's class stands in: its code decides whether and how it speaks."""
    with suppress(TypeError, OSError):  # made by no file
        inputs.look_at(Path(inspect.getfile(type(engine))))
