"""The missing takes of many episodes, made in one go: each once, and told as soon as an episode has all of its own."""

from __future__ import annotations

from collections.abc import Generator, Iterator, Mapping, Sequence
from contextlib import closing
from typing import TYPE_CHECKING

from studio.takes.executor import Reply
from studio.takes.make import failure, order_of
from studio.takes.pace import Pace

if TYPE_CHECKING:
    from studio.kit.events import Events
    from studio.model.show import Show
    from studio.takes.executor import Executor, TakeOrder
    from studio.takes.plan import TakePlan
    from studio.takes.store import TakeStore
    from studio.voices.casting import CastVoice


class Ahead:
    """What is missing in a catalogue. Of what is there, and of a take that is finished, nothing stays in memory.

    Args:
        show: the voices' show.
        store: where takes are kept.
        allow_bad: takes that the quality checks found fault with are good enough.

    Attributes:
        failures: why a take could not be made or used, by its key.
    """

    def __init__(self, show: Show, store: TakeStore, *, allow_bad: bool = False) -> None:
        self._show, self._store, self._allow_bad = show, store, allow_bad
        self.failures: dict[str, str] = {}
        self._orders: dict[str, TakeOrder] = {}
        self._casts: dict[str, CastVoice] = {}
        self._wanted_by: dict[str, list[str]] = {}
        self._missing: dict[str, int] = {}

    @property
    def takes(self) -> int:
        """How many are to be made."""
        return len(self._orders)

    def want(self, episode: str, plans: Sequence[TakePlan]) -> int:
        """Note what an episode lacks; returns how many takes that is without those that another one lacks already.

        Args:
            episode: its id, each once.
            plans: what :func:`studio.takes.plan.plan_takes` gave for the same store.
        """
        missing = {plan.key: plan for plan in plans if not plan.present}
        before = len(self._orders)
        for key, plan in missing.items():
            if key not in self._orders:
                self._orders[key] = order_of(plan, self._show, None)
                if plan.recording is None:
                    self._casts[plan.cast.voice.name] = plan.cast
            self._wanted_by.setdefault(key, []).append(episode)
        if missing:
            self._missing[episode] = len(missing)
        return len(self._orders) - before

    def wants(self, plan: TakePlan) -> bool:
        """Whether a take is among those that are to be made already."""
        return plan.key in self._orders

    def lacks(self, episode: str) -> bool:
        """Whether takes of an episode are still to be made."""
        return episode in self._missing

    def make(self, executor: Executor, events: Events) -> Iterator[str]:
        """Make the takes; gives the id of each episode for which all has been tried.

        Takes that failed are among the failures; a build finds out with :class:`Remembering`.

        Args:
            executor: makes them; it is not closed.
            events: told ``takes`` done and to be made after every take.

        Raises:
            StudioError: ``disk-full``, ``not-writable``; what keeps the executor from making any more.
        """
        total, done, pace = len(self._orders), 0, Pace()
        try:
            with closing(executor.run(list(self._orders.values()), events)) as replies:
                for reply in replies:
                    order = self._orders.pop(reply.key)
                    if reply.info is not None:
                        self._store.keep(reply.key, reply.entry)
                        if order.recording is None:
                            pace.note(self._casts[order.voice.name], reply)
                    if reason := failure(reply, self._allow_bad):
                        self.failures[reply.key] = reason
                    done += 1
                    events.take_made(reply.key, order.voice.name, reply.busy_s, made=reply.info is not None)
                    events.progress("takes", done, total)
                    yield from self._complete(reply.key)
        finally:
            self._store.settle()
            pace.keep(self._store)

    def _complete(self, key: str) -> Iterator[str]:
        for episode in self._wanted_by.pop(key):
            self._missing[episode] -= 1
            if not self._missing[episode]:
                del self._missing[episode]
                yield episode


class Remembering:
    """Answers with what was tried before: a take that could not be made ahead is not tried again at once.

    Args:
        failures: why, by the key of the take.
        executor: makes what else is asked for; it is not closed.
    """

    def __init__(self, failures: Mapping[str, str], executor: Executor) -> None:
        self._failures, self._executor = failures, executor

    def run(self, orders: Sequence[TakeOrder], events: Events) -> Generator[Reply, None, None]:
        """See :class:`studio.takes.executor.Executor`."""
        yield from (Reply(order.key, failure=self._failures[order.key]) for order in orders if self._known(order))
        others = [order for order in orders if not self._known(order)]
        if others:
            yield from self._executor.run(others, events)

    def close(self) -> None:
        """Nothing is held here."""

    def _known(self, order: TakeOrder) -> bool:
        return order.key in self._failures
