"""What runs on a worker of a cluster: takes are made in processes of their own there, too.

So an engine that crashes or hangs ends such a process and not the worker, and its fault is the reply to one order.
"""

from __future__ import annotations

import pickle
import threading
import time
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from studio.engines.registry import find_engine
from studio.kit.errors import StudioError
from studio.takes.cluster_job import VERSION, CarriedVoice, placed, unfit
from studio.takes.executor import Ready, Reply, TakeOrder
from studio.takes.process import WorkerProcess

if TYPE_CHECKING:
    from studio.model.show import Voice

_LOOK_EVERY_S = 0.25
#: A process that nobody needs keeps its model in memory for so long.
_IDLE_S = 60.0


@dataclass(frozen=True, slots=True)
class Answer:
    """What a worker gives back: a reply for every order, or why it takes none of them."""

    replies: tuple[Reply, ...] = ()
    refusal: str = ""


def make(version: str, job: bytes) -> Answer:
    """Make the takes of a batch.

    Args:
        version: the client's; with another one nothing of the job is looked at.
        job: a pickled voice (:class:`CarriedVoice`) and the orders for it.
    """
    if version != VERSION:
        return Answer(refusal=f"it has studio {VERSION}, the client has {version}")
    carried, orders = pickle.loads(job)
    if reason := unfit(carried):
        return Answer(refusal=reason)
    voice = placed(carried)
    try:
        return Answer(tuple(_made(voice, [replace(order, voice=voice, root=Path.cwd()) for order in orders])))
    except StudioError as error:  # no process can be started
        return Answer(refusal=str(error))


def fitness(job: bytes) -> list[str]:
    """For each of some pickled voices why it cannot speak here; empty where it can."""
    voices: tuple[CarriedVoice, ...] = pickle.loads(job)
    return [unfit(carried) for carried in voices]


def _made(voice: Voice, orders: list[TakeOrder]) -> list[Reply]:
    replies: list[Reply] = []
    batches = deque([tuple(orders)])
    with _seats.process(voice) as process:
        while batches:
            process.start()
            batches.extend((order,) for order in process.make(batches.popleft(), replies.append))
    return replies


@dataclass(slots=True)
class _Seat:
    voice: Voice
    process: WorkerProcess
    since: float = field(default_factory=time.monotonic)


class _Seats:
    """The processes of this worker, each with the voice that it has loaded; for an engine no more than it wants."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._idle: list[_Seat] = []
        self._busy: list[_Seat] = []
        self._gates: dict[str, threading.Semaphore] = {}
        self._watcher: threading.Thread | None = None

    @contextmanager
    def process(self, voice: Voice) -> Iterator[WorkerProcess]:
        """A process for one batch; its limits are kept meanwhile."""
        with self._gate(voice.engine):
            seat = self._take(voice)
            try:
                yield seat.process
            finally:
                with self._lock:
                    self._busy.remove(seat)
                    self._idle.append(replace(seat, since=time.monotonic()))

    def close(self) -> None:
        """End the processes that have nothing to do."""
        self._end_idle(0.0)

    def _gate(self, engine: str) -> threading.Semaphore:
        with self._lock:
            most = find_engine(engine).info.at_once or 1_000_000
            return self._gates.setdefault(engine, threading.Semaphore(most))

    def _take(self, voice: Voice) -> _Seat:
        with self._lock:
            seat = next((one for one in self._idle if one.voice == voice), None)
            if seat is not None:
                self._idle.remove(seat)
            else:
                seat = _Seat(voice, WorkerProcess(Ready(voice, Path.cwd())))
            self._busy.append(seat)
            if self._watcher is None:
                self._watcher = threading.Thread(target=self._watch, daemon=True)
                self._watcher.start()
            return seat

    def _watch(self) -> None:
        while True:
            time.sleep(_LOOK_EVERY_S)
            with self._lock:
                busy = list(self._busy)
            for seat in busy:
                seat.process.kill_if_late()
            self._end_idle(_IDLE_S)

    def _end_idle(self, after_s: float) -> None:
        now = time.monotonic()
        with self._lock:
            ended = [seat for seat in self._idle if now - seat.since >= after_s]
            self._idle = [seat for seat in self._idle if seat not in ended]
        for seat in ended:
            seat.process.stop()


_seats = _Seats()


def close() -> None:
    """End the processes of a worker that was part of this one and has no more to do."""
    _seats.close()
