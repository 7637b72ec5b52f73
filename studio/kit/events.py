"""What happens while a command works: one channel for progress, warnings and stage times.

Whoever works is given an :class:`Events` and tells it; whoever shows something (the command line, a page, a test)
listens. Nothing else in the project reports progress or warns.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from time import perf_counter
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class Progress:
    """``done`` of ``total`` units of a stage are finished; what a unit is depends on the stage (takes, seconds …)."""

    stage: str
    done: int
    total: int


@dataclass(frozen=True, slots=True)
class Expected:
    """What is ahead: seconds that each stage, in order, is expected to take; what was expected before holds no more.

    Infinity stands for a stage of which nothing is known yet.
    """

    stages_s: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Warned:
    """Something went otherwise than asked, and was dealt with; ``message`` is one sentence without a full stop."""

    message: str


@dataclass(frozen=True, slots=True)
class StageEnded:
    """A stage of the work is over; it took ``seconds`` of wall time."""

    stage: str
    seconds: float


@dataclass(frozen=True, slots=True)
class TakeMade:
    """An order for a take was answered; a process was busy with it for ``seconds``, ``made`` says if there is one."""

    key: str
    voice: str
    seconds: float
    made: bool = True


@dataclass(frozen=True, slots=True)
class Committing:
    """From here on the work is finished whatever happens: who wants to give it up has to raise now."""


Event: TypeAlias = Progress | Expected | Warned | StageEnded | TakeMade | Committing
Listener: TypeAlias = Callable[[Event], None]


class Events:
    """The channel of one piece of work.

    Args:
        listener: called with every event, in the thread that tells it; None for nobody.

    Attributes:
        warnings: every message so far, each once, in order.
        stages_s: wall time in seconds per stage so far.
    """

    def __init__(self, listener: Listener | None = None) -> None:
        self._listener = listener
        self.warnings: list[str] = []
        self.stages_s: dict[str, float] = {}
        self._start = self._last = perf_counter()

    def progress(self, stage: str, done: int, total: int) -> None:
        """Tell that ``done`` of ``total`` units of a stage are finished."""
        self._tell(Progress(stage, done, total))

    def expect(self, stages_s: Mapping[str, float]) -> None:
        """Tell how many seconds the stages ahead, in order, are expected to take."""
        self._tell(Expected(stages_s))

    def take_made(self, key: str, voice: str, seconds: float, *, made: bool = True) -> None:
        """Tell that an order for a take was answered."""
        self._tell(TakeMade(key, voice, seconds, made))

    def warn(self, message: str) -> None:
        """Tell once what went otherwise than asked."""
        if message not in self.warnings:
            self.warnings.append(message)
            self._tell(Warned(message))

    def commit(self) -> None:
        """Tell that the work cannot be given up any more."""
        self._tell(Committing())

    def end_stage(self, stage: str) -> None:
        """Book the wall time since the last call (or the beginning) to a stage."""
        now = perf_counter()
        seconds, self._last = now - self._last, now
        self.stages_s[stage] = self.stages_s.get(stage, 0.0) + seconds
        self._tell(StageEnded(stage, seconds))

    def pass_on(self, event: Event) -> None:
        """Tell what another channel told; its warnings count as told here."""
        if isinstance(event, Warned):
            self.warn(event.message)
        else:
            self._tell(event)

    @property
    def elapsed_s(self) -> float:
        """Wall time in seconds since the beginning."""
        return perf_counter() - self._start

    def _tell(self, event: Event) -> None:
        if self._listener is not None:
            self._listener(event)
