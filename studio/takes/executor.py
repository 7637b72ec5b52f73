"""Where takes are made: orders go to an executor, and finished takes come back by value.

The processes of this machine (:mod:`studio.takes.pool`) are one executor. Nothing that an executor is given or gives
refers to the asker's store, so that it may as well be another machine.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Generator, Sequence
    from pathlib import Path

    from studio.kit.events import Events
    from studio.model.narration import Pronunciation
    from studio.model.show import Voice
    from studio.model.takes import TakeInfo


@dataclass(frozen=True, slots=True)
class TakeOrder:
    """Everything that is needed to make one take.

    Attributes:
        key: of the take; an executor is given each key once.
        voice: the one that speaks.
        root: folder of the show, from which the paths in a voice's settings count.
        text: in spoken form.
        pronunciations: those that apply to the text.
        take: number of the take, from 1.
        recording: by a person, which is read instead of synthesising.
        limit_s: wall time after which the engine counts as hanging.
    """

    key: str
    voice: Voice
    root: Path
    text: str
    pronunciations: tuple[Pronunciation, ...] = ()
    take: int = 1
    recording: Path | None = None
    limit_s: float = 120.0


@dataclass(frozen=True, slots=True)
class Ready:
    """A voice that will probably be asked to speak, and the folder from which the paths in its settings count."""

    voice: Voice
    root: Path


@dataclass(frozen=True, slots=True)
class Reply:
    """What became of an order: the take, or why there is none.

    Attributes:
        key: of the order.
        info: the take without its samples; None where it could not be made.
        entry: the take as :meth:`studio.takes.store.TakeStore.keep` takes it.
        failure: why there is none, in words.
        busy_s: how long a process was busy with it, seconds.
    """

    key: str
    info: TakeInfo | None = None
    entry: bytes = b""
    failure: str = ""
    busy_s: float = 0.0


class Executor(Protocol):
    """Whatever makes takes; used in one thread, for one call after the other."""

    def run(self, orders: Sequence[TakeOrder], events: Events) -> Generator[Reply, None, None]:
        """Make takes; one reply for each order, in the order in which they are finished.

        Closing the generator before its end gives up what is not finished.

        Args:
            orders: any number, each with another key; neighbours may be made together where their engine can.
            events: told of what went otherwise than it should, and was dealt with.

        Raises:
            StudioError: nothing can be made here at all.
        """

    def close(self) -> None:
        """Let go of processes and connections."""
