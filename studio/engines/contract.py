"""What an engine is: it turns the text of one segment into sound.

An engine is a class without constructor arguments, registered in the entry-point group ``studio.engines`` under its
name. Making an instance must be cheap and must not import anything heavy: models are loaded by the first
:meth:`Engine.synthesise`. ``studio.engines.conformance`` holds the checks that every engine passes.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Protocol, TypeAlias, TypeVar

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    import numpy as np
    from numpy.typing import NDArray

    from studio.model.narration import Pronunciation
    from studio.model.show import Voice
    from studio.model.takes import WordMark

OptionsT = TypeVar("OptionsT")


class Input(StrEnum):
    """What an engine understands beyond plain text."""

    RESPELLING = "respelling"
    PHONEMES = "phonemes"


@dataclass(frozen=True, slots=True)
class EngineInfo:
    """What an engine says about itself.

    Attributes:
        name: the entry point's name, which voice files use.
        version: of the code that makes the sound; it is part of every take's key, so a new version makes takes again.
        licence: SPDX expression of the engine, not of a model that the user brings.
        attribution: who made it and where it lives.
        languages: BCP 47 tags, or ``("*",)`` where the model decides.
        accepts: what may come with the text; pronunciations that an engine cannot take are left out.
        gives_marks: whether recordings carry word marks.
        deterministic: same utterance and options, same samples.
        varies: whether another seed gives another rendition; if not, a failed take is not tried again.
        at_once: how many processes may synthesise at the same time; None for as many as there are cores.
        batch: how many utterances the engine takes at once by ``synthesise_many``, at most.
        speed: seconds of sound per second of one process on an ordinary core, for estimates until it has been measured.
        limit_s: wall time for one segment, loading the model included, after which the engine counts as hanging.
    """

    name: str
    version: str
    licence: str
    attribution: str
    languages: tuple[str, ...]
    accepts: frozenset[Input] = frozenset()
    gives_marks: bool = False
    deterministic: bool = True
    varies: bool = False
    at_once: int | None = None
    batch: int = 1
    speed: float = 1.0
    limit_s: float = 120.0


@dataclass(frozen=True, slots=True)
class Utterance:
    """The text of one segment in spoken form, with the pronunciations that apply.

    ``seed`` 0 is the first rendition; engines whose info says ``varies`` give another one for every other seed.
    """

    text: str
    pronunciations: tuple[Pronunciation, ...] = ()
    seed: int = 0


@dataclass(frozen=True, slots=True)
class Recording:
    """What an engine made: mono float32 ``samples`` of shape (n,) in [-1, 1] at ``rate_hz``.

    ``marks`` are in order of time and point into :attr:`Utterance.text`.
    """

    samples: NDArray[np.float32]
    rate_hz: int
    marks: tuple[WordMark, ...] = ()


class Engine(Protocol[OptionsT]):
    """A speech synthesiser; ``OptionsT`` is its own frozen dataclass of voice settings.

    An engine that is quicker with several utterances at once says so by ``info.batch``, and has a method besides::

        def synthesise_many(self, utterances: Sequence[Utterance], options: OptionsT) -> Iterator[Recording]

    It gives one recording for each utterance, in their order, equal to those of :meth:`synthesise`.

    An engine whose languages depend on the voice's model or settings has a method that says so::

        def languages(self, options: OptionsT) -> tuple[str, ...]

    An engine that loads much for its first utterance may do so earlier, while nobody waits::

        def prepare(self, options: OptionsT) -> None
    """

    @property
    def info(self) -> EngineInfo:
        """What the engine says about itself."""

    def unusable(self) -> str | None:
        """Why the engine cannot speak on this machine and what to do about it; None where it can."""

    def options(self, voice: Voice, root: Path) -> OptionsT:
        """The voice's settings, checked; paths are relative to ``root``.

        Raises:
            ConfigurationError: an unknown setting, a value out of range, a model file that is not there.
        """

    def model_files(self, options: OptionsT) -> tuple[Path, ...]:
        """Files of the user's that decide the sound with these options; their content is part of every take's key."""

    def synthesise(self, utterance: Utterance, options: OptionsT) -> Recording:
        """Speak the utterance. Whatever goes wrong may be raised; the caller names the segment."""


AnyEngine: TypeAlias = Engine[Any]


def spoken_languages(engine: AnyEngine, options: Any) -> tuple[str, ...]:
    """The languages (BCP 47) that an engine speaks with these options; none where only the model knows.

    Args:
        engine: asked by its method ``languages`` where it has one, otherwise by its info.
        options: the engine's own.
    """
    by_options = getattr(engine, "languages", None)
    known = by_options(options) if by_options is not None else engine.info.languages
    return () if "*" in known else tuple(known)


def synthesise_many(engine: AnyEngine, utterances: Sequence[Utterance], options: Any) -> Iterator[Recording]:
    """Recordings of several utterances, in their order, as they are finished.

    Args:
        engine: speaks them at once where it can, otherwise one by one.
        utterances: any number.
        options: the engine's own, for all of them.
    """
    many = getattr(engine, "synthesise_many", None)
    if many is not None:
        yield from many(utterances, options)
    else:
        for utterance in utterances:
            yield engine.synthesise(utterance, options)
