"""The executor that makes takes on a cluster of Dask: many machines, with the same promises as the processes of one.

Dask carries jobs and answers and knows who is there. What is lost, refused or damaged on the way is decided here: every
batch is given to one worker by name, is checked when it comes home, and is given to another one where it does not.
"""

from __future__ import annotations

import pickle
import queue
import time
from collections import deque
from collections.abc import Generator, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from studio.engines.registry import find_engine
from studio.speech.length import speaking_s
from studio.takes.cluster_crew import Crew
from studio.takes.cluster_job import VERSION, CarriedVoice, carry
from studio.takes.cluster_link import Link, check_address
from studio.takes.executor import Reply, TakeOrder
from studio.takes.store import unseal_take
from studio.takes.take import make_batch

if TYPE_CHECKING:
    from studio.kit.events import Events

#: How often it is looked who is there.
_LOOK_EVERY_S = 1.0
#: How long a finished answer may take to come home.
_HOME_S = 20.0
#: A batch is no longer than this, seconds of work and orders: what is lost with a worker is little.
_BATCH_S, _BATCH_ORDERS = 4.0, 16
#: Workers that may be lost over one order, or give damaged takes for it.
_TRIES = 4


@dataclass(frozen=True, slots=True)
class _Batch:
    """Orders for one voice, how often they were given away, and the workers that failed them."""

    voice: str
    orders: tuple[TakeOrder, ...]
    tries: int = 0
    failed: frozenset[str] = frozenset()

    def again(self, worker: str, orders: Sequence[TakeOrder]) -> _Batch:
        return replace(self, orders=tuple(orders), tries=self.tries + 1, failed=self.failed | {worker})


@dataclass(frozen=True, slots=True)
class _Flight:
    batch: _Batch
    worker: str


class ClusterExecutor:
    """Makes takes on the workers of a scheduler; see :class:`studio.takes.executor.Executor`.

    Workers need this package and the voices, not the show. Of what they make, two batches for each of their threads are
    on the way at any time, and one in this process.

    Args:
        address: of the scheduler (``tcp://HOST:PORT``), or ``local`` for a cluster of this machine's cores.
        jobs: how many takes a local cluster makes at once.
        patience_s: how long scheduler or workers may stay away before all is given up.

    Raises:
        ConfigurationError: ``bad-cluster``.
    """

    def __init__(self, address: str, jobs: int | None = None, patience_s: float = 90.0) -> None:
        self._link = Link(check_address(address), jobs, patience_s)
        self._patience_s = patience_s

    def __enter__(self) -> ClusterExecutor:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the scheduler; a local cluster ends."""
        self._link.close()

    def run(self, orders: Sequence[TakeOrder], events: Events) -> Generator[Reply, None, None]:
        """Make takes; a recording by a person is read here, since it belongs to the show.

        Raises:
            StudioError: ``cluster-unreachable``, ``no-workers`` or ``no-fit-worker`` before anything is made, and where
                scheduler or workers stay away.
        """
        for order in orders:
            if order.recording is not None:
                yield from make_batch([order])
        spoken = [order for order in orders if order.recording is None]
        if spoken:
            yield from _Round(self._link, spoken, events, self._patience_s).replies()


class _Round:
    """One call: its orders, where each of them is, and who makes them."""

    def __init__(self, link: Link, orders: Sequence[TakeOrder], events: Events, patience_s: float) -> None:
        self._link, self._events, self._patience_s = link, events, patience_s
        names = _names(orders)
        self._voices = {names[id(order.voice)]: order for order in orders}
        self._carried: dict[str, CarriedVoice] = {
            name: carry(order.voice, order.root) for name, order in self._voices.items()
        }
        self._crew = Crew(self._carried, events)
        self._client = link.client()
        self._crew.look(self._client)
        self._crew.tell()
        for name in self._carried:
            if error := self._crew.nobody(name):
                raise error
        self._waiting = deque(_batches(orders, names, self._crew.threads))
        self._flying: dict[Any, _Flight] = {}
        self._home: queue.SimpleQueue[Any] = queue.SimpleQueue()
        self._looked = self._worked = time.monotonic()

    def replies(self) -> Iterator[Reply]:
        try:
            while self._waiting or self._flying:
                self._send()
                with suppress(queue.Empty):
                    yield from self._came(self._home.get(timeout=_LOOK_EVERY_S))
                if time.monotonic() - self._looked > _LOOK_EVERY_S or self._link.lost:
                    self._look()
                yield from self._hopeless()
        finally:
            if self._flying:  # the scheduler calls off what a client that has gone had asked for
                self._link.close()

    def _send(self) -> None:
        """Give away as much as there is room for."""
        stuck: deque[_Batch] = deque()
        full: set[str] = set()
        while self._waiting and len(full) < len(self._carried):
            batch = self._waiting.popleft()
            worker = None if batch.voice in full else self._crew.free(batch.voice, batch.failed)
            if worker is None:
                full.add(batch.voice)
                stuck.append(batch)
                continue
            self._give(batch, worker)
        self._waiting.extendleft(reversed(stuck))

    def _give(self, batch: _Batch, worker: str) -> None:
        from studio.takes import cluster_worker

        carried = self._carried[batch.voice]
        future = self._client.submit(
            cluster_worker.make,
            VERSION,
            pickle.dumps((carried, [replace(order, voice=carried.voice) for order in batch.orders])),
            workers=[worker],
            allow_other_workers=False,
            resources=self._crew.resources(worker, batch.voice) or None,
            retries=1,
            pure=False,
        )
        self._flying[future] = _Flight(batch, worker)
        self._crew.begin(worker)
        future.add_done_callback(self._home.put)

    def _came(self, future: Any) -> Iterator[Reply]:
        flight = self._flying.pop(future, None)
        if flight is None:  # it was given up before
            return
        self._crew.end(flight.worker)
        if self._link.lost or future.cancelled():
            self._waiting.appendleft(flight.batch)
            return
        try:
            answer = future.result(timeout=_HOME_S)
        except Exception as error:  # whatever the worker or the way home came up with
            self._events.warn(f"the worker {flight.worker} failed ({_said(error)}); its takes are made elsewhere")
            self._waiting.appendleft(flight.batch.again(flight.worker, flight.batch.orders))
            return
        finally:
            future.release()
        self._worked = time.monotonic()
        yield from self._opened(answer, flight)

    def _opened(self, answer: Any, flight: _Flight) -> Iterator[Reply]:
        """The takes of an answer that are whole; the others are to be made elsewhere."""
        batch, worker = flight.batch, flight.worker
        if refusal := getattr(answer, "refusal", ""):
            self._crew.refuse(worker, batch.voice, refusal)
            self._crew.tell()
            self._waiting.appendleft(batch)
            return
        wanted = {order.key: order for order in batch.orders}
        for reply in getattr(answer, "replies", ()):
            if reply.key in wanted and _is_whole(reply):
                del wanted[reply.key]
                yield reply
        if wanted:
            self._events.warn(
                f"the worker {worker} gave damaged takes ({len(wanted)} in one answer); they are made elsewhere"
            )
            self._waiting.appendleft(batch.again(worker, list(wanted.values())))

    def _look(self) -> None:
        """See who is still there; what lay with others is made again."""
        if not self._is_answered():
            self._waiting.extendleft(flight.batch for flight in self._flying.values())
            self._flying.clear()
            self._link.again(self._events)
            self._client, self._home = self._link.client(), queue.SimpleQueue()
            self._crew.forget()
            self._crew.look(self._client)
        self._crew.tell()
        for future, flight in list(self._flying.items()):
            if flight.worker not in self._crew:
                del self._flying[future]
                future.cancel(force=True)
                self._events.warn(f"the worker {flight.worker} has gone; the takes it had are made elsewhere")
                self._waiting.appendleft(flight.batch.again(flight.worker, flight.batch.orders))
        self._looked = time.monotonic()

    def _is_answered(self) -> bool:
        """Whether the scheduler says who is there."""
        if self._link.lost:
            return False
        try:
            self._crew.look(self._client)
        except OSError:
            return False
        return True

    def _hopeless(self) -> Iterator[Reply]:
        """Failures of orders over which too many workers were lost.

        Raises:
            StudioError: for a while there has been nobody who could go on.
        """
        for batch in [one for one in self._waiting if one.tries >= _TRIES]:
            self._waiting.remove(batch)
            for order in batch.orders:
                yield Reply(order.key, failure=f"{batch.tries} workers were lost over it, or gave damaged takes")
        if self._flying or not self._waiting:
            self._worked = time.monotonic() if self._flying else self._worked
        elif error := self._crew.nobody(self._waiting[0].voice):
            if error.code == "no-fit-worker" or time.monotonic() - self._worked > self._patience_s:
                raise error
            self._events.warn(f"{error}; it is waited for workers for {self._patience_s:g} s")


def _names(orders: Sequence[TakeOrder]) -> dict[int, str]:
    """An id for the voice of each order, the same for equal ones."""
    known: list[tuple[str, TakeOrder]] = []
    names: dict[int, str] = {}
    for order in orders:
        if id(order.voice) not in names:
            same = next((n for n, one in known if one.voice == order.voice and one.root == order.root), None)
            names[id(order.voice)] = same or f"{len(known)} {order.voice.name}"
            if same is None:
                known.append((names[id(order.voice)], order))
    return names


def _batches(orders: Sequence[TakeOrder], names: dict[int, str], threads: int) -> Iterator[_Batch]:
    """Orders nearly in their order, those of a voice together; small enough that every thread gets some."""
    most = max(1, min(_BATCH_ORDERS, len(orders) // max(1, 2 * threads)))
    open_: dict[str, list[TakeOrder]] = {}
    work_s: dict[str, float] = {}
    for order in orders:
        name = names[id(order.voice)]
        batch = open_.setdefault(name, [])
        batch.append(order)
        work_s[name] = work_s.get(name, 0.0) + speaking_s(order.text) / find_engine(order.voice.engine).info.speed
        if len(batch) >= most or work_s[name] >= _BATCH_S:
            yield _Batch(name, tuple(open_.pop(name)))
            del work_s[name]
    for name, batch in open_.items():
        yield _Batch(name, tuple(batch))


def _is_whole(reply: Reply) -> bool:
    """Whether a reply is a failure in words, or the very take that it claims to be."""
    if reply.info is None:
        return True
    try:
        return unseal_take(reply.key, reply.entry) == reply.info
    except ValueError:
        return False


def _said(error: Exception) -> str:
    return " ".join(f"{type(error).__name__}: {error}".split())[:200]
