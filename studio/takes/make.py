"""Make what is missing, in processes, and report what could not be made."""

from __future__ import annotations

import queue
import threading
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from studio.kit.errors import StudioError
from studio.kit.threads import processors
from studio.takes.history import remember
from studio.takes.pool import Worker
from studio.takes.recording import TakeOrder
from studio.takes.worker import Reply

if TYPE_CHECKING:
    from studio.model.show import Show
    from studio.model.source import Source
    from studio.model.takes import TakeInfo
    from studio.settings.episodes import EpisodeFiles
    from studio.takes.plan import TakePlan
    from studio.takes.store import TakeStore


@dataclass(frozen=True, slots=True)
class TakeFailure:
    """A take that could not be made, or that the quality checks found fault with."""

    plan: TakePlan
    reason: str


@dataclass(frozen=True, slots=True)
class TakeProgress:
    """Told after every take: ``done`` of ``total`` takes to be made; ``failure`` is set when this one failed."""

    plan: TakePlan
    done: int
    total: int
    failure: TakeFailure | None = None


@dataclass(frozen=True, slots=True)
class MadeTakes:
    """The takes of all segments, in their order.

    Attributes:
        infos: one for each plan.
        made: how many were made now.
        reused: how many were there before, or are spoken more than once.
        flawed: takes that are used although the checks found fault (only with ``allow_bad``).
    """

    infos: tuple[TakeInfo, ...]
    made: int
    reused: int
    flawed: tuple[TakeFailure, ...] = ()


@dataclass(slots=True)
class _Work:
    """What the threads share: orders to take from, replies to put into."""

    orders: Iterator[TakePlan]
    replies: queue.SimpleQueue[tuple[TakePlan, Reply] | StudioError | None]
    lock: threading.Lock = field(default_factory=threading.Lock)

    def next(self) -> TakePlan | None:
        with self.lock:
            return next(self.orders, None)

    def close(self) -> None:
        with self.lock:
            self.orders = iter(())


def make_takes(
    plans: Sequence[TakePlan],
    show: Show,
    store: TakeStore,
    jobs: int | None = None,
    progress: Callable[[TakeProgress], None] | None = None,
    *,
    episode: EpisodeFiles | None = None,
    source: Source | None = None,
    allow_bad: bool = False,
    limit_s: float | None = None,
    first: Worker | None = None,
) -> MadeTakes:
    """Make the takes that are missing; each is stored as soon as it is finished.

    Args:
        plans: from :func:`plan_takes`, for the same store.
        show: the voices' show.
        store: where takes are kept.
        jobs: processes at once, by default one per core; engines may ask for fewer.
        progress: called in this thread after every take.
        episode: id of the episode; remembered, so that the next plan can give reasons.
        source: the script, so that failures name a line.
        allow_bad: keep takes that the quality checks found fault with.
        limit_s: seconds after which an engine counts as hanging, instead of the engine's own limit.
        first: a worker for the same store that is ready, or will be soon; it is stopped.

    Raises:
        StudioError: ``take-failed`` after all others are made, with every segment and reason; ``disk-full``,
            ``not-writable`` and ``worker-failed`` at once.
        KeyboardInterrupt: passed on after the workers have ended.
    """
    missing = tuple({plan.key: plan for plan in reversed(plans) if not plan.present}.values())[::-1]
    infos = {plan.key: plan.info for plan in plans if plan.present and plan.info}
    failures: list[TakeFailure] = []
    done = 0
    try:
        for group in _by_engine(missing):
            info = group[0].cast.engine.info
            count = max(1, min(jobs or processors(), info.at_once or len(group), len(group)))
            workers = [
                first or Worker(store.root, info.name),
                *(Worker(store.root, info.name) for _ in range(count - 1)),
            ]
            for plan, reply in _replies(group, show, workers, limit_s or info.limit_s):
                done += 1
                failure = _failure(plan, reply, allow_bad)
                if reply.info and not failure:
                    infos[plan.key] = reply.info
                if failure:
                    failures.append(failure)
                if progress:
                    progress(TakeProgress(plan, done, len(missing), failure))
        failures += _odd_rates(plans, infos, store)
    finally:
        if episode:
            remember(store, episode.id, [plan.parts for plan in plans if plan.key in infos])
    if failures:
        raise _failed(sorted(failures, key=lambda failure: failure.plan.segment.number), source)
    found = tuple(infos[plan.key] for plan in plans)
    flawed = tuple(
        TakeFailure(plan, "; ".join(info.flaws)) for plan, info in zip(plans, found, strict=True) if info.flaws
    )
    return MadeTakes(found, len(missing), len(plans) - len(missing), flawed)


def _replies(
    plans: Sequence[TakePlan], show: Show, workers: Sequence[Worker], limit_s: float
) -> Iterator[tuple[TakePlan, Reply]]:
    """Replies as they come in; the workers end with the loop, however it ends."""
    work = _Work(iter(plans), queue.SimpleQueue())
    threads = [threading.Thread(target=_serve, args=(worker, work, show, limit_s), daemon=True) for worker in workers]
    for thread in threads:
        thread.start()
    try:
        running = len(threads)
        while running:
            reply = work.replies.get()
            if reply is None:
                running -= 1
            elif isinstance(reply, StudioError):
                raise reply
            elif reply[1].fatal:
                raise reply[1].fatal
            else:
                yield reply
    finally:
        work.close()
        for worker in workers:
            worker.kill()
        for thread in threads:
            thread.join()


def _serve(worker: Worker, work: _Work, show: Show, limit_s: float) -> None:
    try:
        while (plan := work.next()) is not None:
            work.replies.put((plan, worker.fulfil(_order(plan, show), limit_s)))
    except StudioError as error:
        work.replies.put(error)
    finally:
        worker.stop()
        work.replies.put(None)


def _order(plan: TakePlan, show: Show) -> TakeOrder:
    segment = plan.segment
    return TakeOrder(
        plan.key, plan.cast.voice, show.root, segment.spoken, segment.pronunciations, plan.take, plan.recording
    )


def _odd_rates(plans: Sequence[TakePlan], infos: dict[str, TakeInfo], store: TakeStore) -> list[TakeFailure]:
    """Forgets takes whose rate is not that of most takes of their voice: they would be heard too fast or too slow."""
    failures = []
    spoken = {plan.key: plan for plan in plans if plan.key in infos and plan.recording is None}
    rates: dict[str, Counter[int]] = {}
    for plan in spoken.values():
        rates.setdefault(plan.cast.voice.name, Counter())[infos[plan.key].rate_hz] += 1
    for plan in spoken.values():
        usual = rates[plan.cast.voice.name].most_common(1)[0][0]
        rate_hz = infos[plan.key].rate_hz
        if rate_hz != usual:
            store.remove(plan.key)
            del infos[plan.key]
            failures.append(TakeFailure(plan, f"sample rate of {rate_hz} Hz, the voice's other takes have {usual} Hz"))
    return failures


def _by_engine(plans: Sequence[TakePlan]) -> Iterator[tuple[TakePlan, ...]]:
    for engine in dict.fromkeys(plan.cast.voice.engine for plan in plans):
        yield tuple(plan for plan in plans if plan.cast.voice.engine == engine)


def _failure(plan: TakePlan, reply: Reply, allow_bad: bool) -> TakeFailure | None:
    if reply.info is None:
        return TakeFailure(plan, reply.failure)
    if reply.info.flaws and not allow_bad:
        return TakeFailure(plan, "; ".join(reply.info.flaws))
    return None


def _failed(failures: Sequence[TakeFailure], source: Source | None) -> StudioError:
    lines = []
    for failure in failures:
        segment = failure.plan.segment
        place = f", {source.location(segment.span.start)}" if source else ""
        lines.append(f"segment {segment.number}{place}: {failure.reason}")
    count = "1 take" if len(lines) == 1 else f"{len(lines)} takes"
    return StudioError(
        "take-failed",
        f"{count} could not be made; " + "; ".join(lines),
        hint="All other takes are kept: run the same command again to make only these.",
    )
