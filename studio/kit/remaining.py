"""How long a command will go on: what was expected of its stages, corrected by how they go."""

from __future__ import annotations

from collections.abc import Callable
from time import perf_counter

from studio.kit.events import Event, Expected, Progress, StageEnded

#: A stage that takes longer than was expected, and cannot say how far it is, goes on for this part of what it took.
_OVERDUE = 0.15
#: What is shown follows the clock while the estimate is within this factor of it, or within this many seconds.
_AGREES, _AGREES_S = 1.3, 1.0


class Remaining:
    """Listens to the events of a piece of work, and says how long the rest of it will take.

    Args:
        clock: monotonic seconds.
    """

    def __init__(self, clock: Callable[[], float] = perf_counter) -> None:
        self._clock = clock
        self._ahead: dict[str, float] = {}
        self._stage = ""
        self._done = 0.0
        self._began = clock()
        self._shown: tuple[float, float] | None = None

    def __call__(self, event: Event) -> None:
        """Take an event to heart."""
        if isinstance(event, Expected):
            self._ahead = {name: max(0.0, expected_s) for name, expected_s in event.stages_s.items()}
        elif isinstance(event, StageEnded):
            self._ahead.pop(event.stage, None)
            self._stage, self._done, self._began = "", 0.0, self._clock()
        elif isinstance(event, Progress):
            if event.stage != self._stage:
                self._stage = event.stage
            self._done = event.done / event.total if event.total else 0.0

    @property
    def stage(self) -> str:
        """The stage that the work is in."""
        return self._stage or next(iter(self._ahead), "")

    @property
    def left_s(self) -> float | None:
        """Seconds, by the best estimate; None where nothing is known yet."""
        stage = self.stage
        here_s = self._left_here_s(self._ahead.get(stage))
        if here_s is None:
            return None
        return here_s + sum(expected_s for name, expected_s in self._ahead.items() if name != stage)

    def shown_s(self) -> int | None:
        """Whole seconds to show: never 0 while work remains, and counting down while the estimate agrees.

        It grows where the estimate has left what is shown behind, and only then.
        """
        left_s, now = self.left_s, self._clock()
        if left_s is None:
            return None
        if self._shown is not None:
            shown_s, then = self._shown
            counted_s = max(0.0, shown_s - (now - then))
            if left_s <= max(counted_s * _AGREES, counted_s + _AGREES_S) and left_s >= counted_s / _AGREES - _AGREES_S:
                left_s = counted_s
        self._shown = left_s, now
        return max(1, round(left_s))

    def _left_here_s(self, expected_s: float | None) -> float | None:
        """Of the stage that the work is in: more and more as it goes, and less and less as was expected."""
        took_s, done = self._clock() - self._began, self._done
        if done <= 0.0:
            return None if expected_s is None else max(expected_s - took_s, _OVERDUE * took_s)
        measured_s = took_s / done
        whole_s = measured_s if expected_s is None else expected_s + (measured_s - expected_s) * min(1.0, 4 * done)
        return max(0.0, whole_s * (1.0 - done))
