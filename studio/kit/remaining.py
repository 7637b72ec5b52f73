"""How long a command will go on: what was expected of its stages, corrected by how they go."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from time import perf_counter

from studio.kit.events import Event, Expected, Progress, StageEnded

#: A stage that takes longer than was expected, and cannot say how far it is, goes on for this part of what it took.
_OVERDUE = 0.15
#: What is shown follows the clock while the estimate is within this factor of it, or within this many seconds.
_AGREES, _AGREES_S = 1.3, 1.0
#: Where a machine turns out slow, so many seconds have to say so before it is believed.
_TRUSTED_S = 0.5
#: So much of an error (as an exponent of the factor) is the machine's, and found again in later stages.
_LASTS = 0.6


class Remaining:
    """Listens to the events of a piece of work, and says how long the rest of it will take.

    Stages may go on side by side; their pace is then measured together.

    Args:
        clock: monotonic seconds.
    """

    def __init__(self, clock: Callable[[], float] = perf_counter) -> None:
        self._clock = clock
        self._ahead: dict[str, float] = {}
        self._counts: dict[str, tuple[int, int]] = {}
        self._before: dict[str, float] = {}
        self._stage = ""
        self._began = self._told = clock()
        self._expected_s = self._took_s = _TRUSTED_S
        self._shown: tuple[float, float] | None = None

    def __call__(self, event: Event) -> None:
        """Take an event to heart."""
        if isinstance(event, Expected):
            self._ahead = {name: max(0.0, expected_s) for name, expected_s in event.stages_s.items()}
            self._before = {name: _share(count) for name, count in self._counts.items()}
            self._begin()
        elif isinstance(event, StageEnded):
            expected_s = self._ahead.pop(event.stage, None)
            if expected_s is not None and math.isfinite(expected_s):
                self._expected_s += expected_s
                self._took_s += self._clock() - self._began
            self._counts.pop(event.stage, None)
            self._begin()
        elif isinstance(event, Progress):
            self._stage, self._told = event.stage, self._clock()
            self._counts[event.stage] = event.done, event.total

    @property
    def stage(self) -> str:
        """The stage that the work is in."""
        return self._stage or next(iter(self._ahead), "")

    @property
    def counts(self) -> Mapping[str, tuple[int, int]]:
        """Of the stages that the work is in and that told it: units done, and units in all."""
        return self._counts

    @property
    def left_s(self) -> float | None:
        """Seconds, by the best estimate; None where nothing is known yet."""
        here = {name: self._done(name) for name in self._counts} or dict.fromkeys([self.stage], 0.0)
        known = {name: done for name, done in here.items() if name in self._ahead}
        began = any(here.values())
        took_s = (self._told if began else self._clock()) - self._began
        strange = [took_s * (1 - done) / done for name, done in here.items() if name not in known and done > 0]
        if not known and not strange:
            return None
        whole_s = sum(self._ahead[name] for name in known)
        done_s = sum(self._ahead[name] * done for name, done in known.items())
        pace = self._pace(done_s or min(whole_s, took_s), took_s if done_s or took_s > whole_s else 0.0)
        if done_s > 0:
            weight = min(1.0, 5 * done_s / whole_s)
            here_s = (pace + (took_s / done_s - pace) * weight) * (whole_s - done_s)
        else:
            here_s = max(pace * whole_s - took_s, _OVERDUE * took_s)
        later_s = sum(expected_s for name, expected_s in self._ahead.items() if name not in known)
        left_s = here_s * bool(known) + sum(strange) + pace * later_s
        if began:  # since it was told, the next unit is under way
            since_s = self._clock() - self._told
            left_s = max(left_s - since_s, pace * later_s + _OVERDUE * since_s)
        return left_s if math.isfinite(left_s) else None

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

    def _begin(self) -> None:
        self._stage, self._began = "", self._clock()
        self._told = self._began

    def _done(self, name: str) -> float:
        """The part of a stage that is done, of what was not when it was expected."""
        before, now = self._before.get(name, 0.0), _share(self._counts[name])
        return max(0.0, now - before) / (1 - before) if before < 1 else 1.0

    def _pace(self, expected_s: float, took_s: float) -> float:
        """Seconds for each that is expected of what is ahead, where so much took so long just now."""
        if not took_s:
            expected_s = 0.0
        return float(((self._took_s + took_s) / (self._expected_s + expected_s)) ** _LASTS)


def _share(count: tuple[int, int]) -> float:
    done, total = count
    return done / total if total else 0.0
