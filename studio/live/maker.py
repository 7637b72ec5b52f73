"""Takes made while somebody writes: processes that stay warm, what is wanted now before what can wait."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Generator, Sequence
from concurrent.futures import Future
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from studio.kit.errors import StudioError
from studio.kit.events import Events
from studio.kit.threads import processors
from studio.live.rows import Sound, State
from studio.model.show import Show
from studio.model.takes import TakeInfo
from studio.takes import Executor, Ready, Reply, TakeOrder, TakePlan, TakeStore, make_takes
from studio.takes.process import WorkerProcess

#: Told what became of a take, by its key.
Told = Callable[[str, Sound], None]

T = TypeVar("T")
_MOST_FAILURES = 2000
_LOOK_EVERY_S = 0.25


@dataclass(frozen=True, slots=True)
class Wanted:
    """A take that somebody waits for.

    Attributes:
        key: of the take.
        make: makes it with an executor, where it is not there.
    """

    key: str
    make: Callable[[Executor], TakeInfo]


def wanted(
    plan: TakePlan, show: Show, store: TakeStore, made: Callable[[str, TakeStore], None] = lambda _key, _store: None
) -> Wanted:
    """The take of a plan; ``made`` is told where it was not there before."""

    def make(executor: Executor) -> TakeInfo:
        info = store.info(plan.key)
        if info is None or info.flaws:
            (found,) = make_takes([[plan]], show, store, executor)
            info = found.infos[0]
            made(plan.key, store)
        return info

    return Wanted(plan.key, make)


class Maker:
    """Makes takes in processes that stay; each asker's last wish counts.

    Args:
        told: called in the threads of the processes.
        ready: the voice that the processes get ready for.
        hands: processes; by default one per core, two at most. The first makes nothing that can wait while there is
            another one.
    """

    def __init__(self, told: Told, ready: Ready | None = None, hands: int | None = None) -> None:
        self._told = told
        self._turn = threading.Condition()
        self._now: dict[str, list[Wanted]] = {}
        self._later: dict[str, list[Wanted]] = {}
        self._busy: set[str] = set()
        self._failures: OrderedDict[str, str] = OrderedDict()
        self._closed = threading.Event()
        count = hands or max(1, min(2, processors()))
        self._workers = [WorkerProcess(ready) for _ in range(count)]
        self._threads = [
            threading.Thread(target=self._serve, args=(worker, index > 0 or count == 1), daemon=True)
            for index, worker in enumerate(self._workers)
        ]
        self._threads.append(threading.Thread(target=self._keep_limits, daemon=True))

    def start(self) -> None:
        """Begin, so that the processes get ready."""
        for thread in self._threads:
            thread.start()

    def close(self) -> None:
        """Give up what is not made, and end the processes."""
        self._closed.set()
        with self._turn:
            self._now.clear()
            self._later.clear()
            self._turn.notify_all()
        for worker in self._workers:
            worker.kill()
        for thread in self._threads:
            if thread.is_alive():
                thread.join()

    def want_now(self, asker: str, wanted: Sequence[Wanted]) -> None:
        """Make these before anything else; what the asker wanted at once before is forgotten."""
        self._want(self._now, asker, wanted)

    def want_later(self, asker: str, wanted: Sequence[Wanted]) -> None:
        """Make these when nothing is wanted at once; what the asker left for later before is forgotten."""
        self._want(self._later, asker, wanted)

    def call(self, key: str, make: Callable[[Executor], T]) -> T:
        """What some work gives with a warm process, before anything else that is wanted; waits for it.

        Args:
            key: names the work; one at a time is done under a name.
            make: the work.

        Raises:
            StudioError: what the work raises; ``busy`` where such work is going on, or everything is being ended.
        """
        result: Future[T] = Future()

        def run(executor: Executor) -> TakeInfo:
            try:
                result.set_result(make(executor))
            except BaseException as error:
                result.set_exception(error)
            return TakeInfo(key, 0, 1)

        self.retry([key])
        with self._turn:
            if self._closed.is_set() or key in self._now or key in self._busy:
                raise StudioError("busy", "this is being done already", hint="Wait until it is finished.")
            self._now[key] = [Wanted(key, run)]
            self._turn.notify_all()
        while True:
            try:
                return result.result(_LOOK_EVERY_S)
            except TimeoutError:
                if self._closed.is_set() and not result.done():
                    raise StudioError("busy", "the desk is being closed") from None

    def forget(self, asker: str) -> None:
        """Make nothing more for an asker."""
        with self._turn:
            self._now.pop(asker, None)
            self._later.pop(asker, None)

    def sound(self, key: str) -> Sound:
        """How far a take is that is not there."""
        with self._turn:
            if key in self._busy:
                return Sound(State.MAKING)
            failure = self._failures.get(key)
        return Sound(State.STALE) if failure is None else Sound(State.FAILED, message=failure)

    def retry(self, keys: Sequence[str]) -> None:
        """Forget why takes could not be made."""
        with self._turn:
            for key in keys:
                self._failures.pop(key, None)

    # ------------------------------------------------------------------------------------------ in other threads

    def _want(self, queue: dict[str, list[Wanted]], asker: str, wanted: Sequence[Wanted]) -> None:
        with self._turn:
            queue.pop(asker, None)
            if wanted and not self._closed.is_set():
                queue[asker] = list(wanted)
                self._turn.notify_all()

    def _serve(self, worker: WorkerProcess, takes_later: bool) -> None:
        executor = _Warm(worker)
        with suppress(StudioError):  # it is tried again, and told, with the first take
            worker.start()
        while (wanted := self._next(takes_later)) is not None:
            self._make(executor, wanted)
        worker.stop()

    def _next(self, takes_later: bool) -> Wanted | None:
        """What is to be made next; None at the end."""
        with self._turn:
            while not self._closed.is_set():
                for queue in (self._now, self._later) if takes_later else (self._now,):
                    if (wanted := self._pop(queue)) is not None:
                        self._busy.add(wanted.key)
                        return wanted
                self._turn.wait()
        return None

    def _pop(self, queue: dict[str, list[Wanted]]) -> Wanted | None:
        for asker in [*queue]:
            while queue[asker]:
                wanted = queue[asker].pop(0)
                if wanted.key not in self._busy and wanted.key not in self._failures:
                    return wanted
            del queue[asker]
        return None

    def _make(self, executor: _Warm, wanted: Wanted) -> None:
        key, failure, length_s = wanted.key, "", 0.0
        self._told(key, Sound(State.MAKING))
        try:
            info = wanted.make(executor)
            length_s = info.length_samples / info.rate_hz
        except StudioError as error:
            failure = f"{error.message}. {error.hint}" if error.hint and error.code != "take-failed" else error.message
        except Exception as error:
            failure = f"this is a fault of studio: {type(error).__name__}: {error}"
        with self._turn:
            self._busy.discard(key)
            if failure and not self._closed.is_set():
                self._failures[key] = failure
                if len(self._failures) > _MOST_FAILURES:
                    self._failures.popitem(last=False)
        if not self._closed.is_set():
            self._told(key, Sound(State.FAILED if failure else State.FRESH, length_s, failure))

    def _keep_limits(self) -> None:
        while not self._closed.wait(_LOOK_EVERY_S):
            for worker in self._workers:
                worker.kill_if_late()


class _Warm:
    """The executor of one process that goes on living between calls."""

    def __init__(self, worker: WorkerProcess) -> None:
        self._worker = worker

    def run(self, orders: Sequence[TakeOrder], events: Events) -> Generator[Reply, None, None]:
        """Make takes one by one; see :class:`studio.takes.executor.Executor`."""
        del events
        for order in orders:
            self._worker.start()
            replies: list[Reply] = []
            self._worker.make((order,), replies.append)
            yield from replies

    def close(self) -> None:
        """The process stays."""


def ready_for(show: Show, root: Path) -> Ready | None:
    """The narrator's voice, for processes to get ready for."""
    voice = show.voices.get(show.narrator)
    return Ready(voice, root) if voice else None
