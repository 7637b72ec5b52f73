"""The executor that makes takes in processes of this machine."""

from __future__ import annotations

import itertools
import queue
import threading
from collections import deque
from collections.abc import Generator, Iterator, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, TypeAlias

from studio.engines.registry import find_engine
from studio.kit.errors import StudioError
from studio.kit.threads import processors
from studio.takes.batching import by_length
from studio.takes.executor import Ready, Reply, TakeOrder
from studio.takes.process import HINT, WorkerProcess

if TYPE_CHECKING:
    from studio.kit.events import Events

_Batch: TypeAlias = tuple[TakeOrder, ...]
#: What the threads tell: a reply, why a process cannot go on, or None at their end.
_Replies: TypeAlias = "queue.SimpleQueue[Reply | BaseException | None]"
#: How often limits are looked at.
_LOOK_EVERY_S = 0.25


class ProcessExecutor:
    """Makes takes in worker processes, as many at once as there are cores, or as an engine wants.

    In a ``with`` block the first process starts at once and gets ready while other work goes on. Processes end with the
    call that they work for: what an engine keeps in memory is needed for something else then.

    Args:
        jobs: processes at once, by default one per core; engines may ask for fewer.
        ready: what the first process is to get ready.
    """

    def __init__(self, jobs: int | None = None, ready: Ready | None = None) -> None:
        self._jobs = jobs or processors()
        self._first = WorkerProcess(ready)

    def __enter__(self) -> ProcessExecutor:
        with suppress(StudioError):  # it is tried again when there is work to do
            self._first.launch()
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """End the process that waits for work, if there is one."""
        self._first.stop()

    def run(self, orders: Sequence[TakeOrder], events: Events) -> Generator[Reply, None, None]:
        """Make the takes of orders, one engine's after the other's; see :class:`studio.takes.executor.Executor`.

        An order whose process ends unexpectedly, or does not answer in time, is answered with a failure. Where some
        processes cannot be started the others do the work, and ``events`` is told.

        Raises:
            StudioError: ``worker-failed``; no process can be started.
        """
        for engine in dict.fromkeys(order.voice.engine for order in orders):
            yield from self._run([order for order in orders if order.voice.engine == engine], engine, events)

    def _run(self, orders: Sequence[TakeOrder], engine: str, events: Events) -> Iterator[Reply]:
        info = find_engine(engine).info
        most = min(self._jobs, info.at_once or len(orders))
        batches = deque(_batches(orders, min(info.batch, -(-len(orders) // most))))
        ready = Ready(orders[0].voice, orders[0].root)
        workers = [self._first, *(WorkerProcess(ready) for _ in range(min(most, len(batches)) - 1))]
        self._first = WorkerProcess()  # for the next call
        replies: _Replies = queue.SimpleQueue()
        threads: list[threading.Thread] = []
        missing: list[StudioError] = []
        try:
            for worker in workers:
                thread = threading.Thread(target=_serve, args=(worker, batches, replies), daemon=True)
                try:
                    thread.start()
                    threads.append(thread)
                except RuntimeError as error:
                    missing.append(StudioError("worker-failed", f"takes cannot be made: {error}", hint=HINT))
            running = len(threads)
            while running:
                reply = _next(replies, workers)
                if reply is None:
                    running -= 1
                elif isinstance(reply, StudioError):
                    missing.append(reply)
                elif isinstance(reply, BaseException):
                    raise reply
                else:
                    yield reply
            if batches:
                raise missing[0]
        finally:
            batches.clear()
            for worker in workers:
                worker.kill()
            for thread in threads:
                thread.join()
            workers[0].stop()  # it may have been started before there was a thread for it
        if missing:
            events.warn(
                f"{len(missing)} of {len(workers)} processes that make takes could not be started, the others did the"
                f" work: {missing[0]}"
            )


def _batches(orders: Sequence[TakeOrder], size: int) -> Iterator[_Batch]:
    """Orders in their order, one by one; if more can be made at once, those of a voice and a length together."""
    if size > 1:
        orders = sorted(by_length(orders), key=lambda order: order.voice.name)
    for _, same in itertools.groupby(orders, key=lambda order: (order.voice, order.root)):
        group = tuple(same)
        yield from (group[start : start + size] for start in range(0, len(group), size))


def _serve(worker: WorkerProcess, batches: deque[_Batch], replies: _Replies) -> None:
    """Have one process make one batch after the other; it must work before a batch is taken, so that none is lost."""
    try:
        while batches:
            worker.start()
            try:
                batch = batches.popleft()
            except IndexError:  # another thread took the last one
                break
            batches.extend((order,) for order in worker.make(batch, replies.put))
    except BaseException as error:
        replies.put(error)
    finally:
        worker.stop()
        replies.put(None)


def _next(replies: _Replies, workers: Sequence[WorkerProcess]) -> Reply | BaseException | None:
    while True:
        for worker in workers:
            worker.kill_if_late()
        with suppress(queue.Empty):
            return replies.get(timeout=_LOOK_EVERY_S)
