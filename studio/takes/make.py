"""Make what is missing, for one episode or several, and report what could not be made."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from studio.kit.errors import StudioError
from studio.kit.events import Events
from studio.takes.executor import Executor, Reply, TakeOrder
from studio.takes.history import remember
from studio.takes.pace import Pace
from studio.takes.pool import ProcessExecutor

if TYPE_CHECKING:
    from studio.model.show import Show
    from studio.model.takes import TakeInfo
    from studio.takes.plan import TakePlan
    from studio.takes.store import TakeStore


@dataclass(frozen=True, slots=True)
class TakeFailure:
    """A take that could not be made, or that the quality checks found fault with; ``reason`` in words."""

    plan: TakePlan
    reason: str


@dataclass(frozen=True, slots=True)
class MadeTakes:
    """The takes of all segments of an episode, in their order.

    Attributes:
        infos: one for each plan.
        made: how many were made now.
        reused: how many were there before, are spoken more than once, or were made for an episode before this one.
        flawed: takes that are used although the checks found fault (only with ``allow_bad``).
    """

    infos: tuple[TakeInfo, ...]
    made: int
    reused: int
    flawed: tuple[TakeFailure, ...] = ()

    def plans(self, plans: Sequence[TakePlan]) -> list[TakePlan]:
        """The plans that these takes were made for, as they stand now that the takes are there."""
        return [replace(plan, info=info, reason=None) for plan, info in zip(plans, self.infos, strict=True)]


def make_takes(
    episodes: Sequence[Sequence[TakePlan]],
    show: Show,
    store: TakeStore,
    executor: Executor | None = None,
    events: Events | None = None,
    *,
    whole_episodes: bool = False,
    allow_bad: bool = False,
    limit_s: float | None = None,
) -> tuple[MadeTakes, ...]:
    """Make the takes that are missing, each once; each is stored as soon as it is finished.

    Args:
        episodes: for each episode, or a part of one, what :func:`plan_takes` gave for the same store.
        show: the voices' show.
        store: where takes are kept.
        executor: makes them, by default in as many processes as there are cores; it is not closed.
        events: told ``takes`` done and to be made after every take.
        whole_episodes: these are all the segments of their episodes; what they were made of is remembered, so that the
            next plan can give reasons.
        allow_bad: keep takes that the quality checks found fault with.
        limit_s: seconds after which an engine counts as hanging, instead of the engine's own limit.

    Returns:
        The takes of each episode, in the order of the episodes.

    Raises:
        StudioError: ``take-failed`` after all others are made, with the place of every segment and the reason;
            ``disk-full``, ``not-writable`` and ``worker-failed`` at once.
        KeyboardInterrupt: passed on after the work was given up.
    """
    events = events or Events()
    plans = [plan for episode in episodes for plan in episode]
    missing: dict[str, TakePlan] = {}
    for plan in plans:
        if not plan.present:
            missing.setdefault(plan.key, plan)
    infos = {plan.key: plan.info for plan in plans if plan.present and plan.info}
    unanswered = dict(missing)
    failures: list[TakeFailure] = []
    pace = Pace()
    try:
        with _replies([order_of(plan, show, limit_s) for plan in missing.values()], executor, events) as replies:
            for reply in replies:
                plan = unanswered.pop(reply.key)
                if reply.info is not None:
                    store.keep(reply.key, reply.entry)
                    if plan.recording is None:
                        pace.note(plan.cast, reply)
                reason = failure(reply, allow_bad)
                if reason:
                    failures.append(TakeFailure(plan, reason))
                elif reply.info is not None:
                    infos[reply.key] = reply.info
                events.take_made(reply.key, plan.cast.voice.name, reply.busy_s, made=reply.info is not None)
                events.progress("takes", len(missing) - len(unanswered), len(missing))
        failures += [TakeFailure(plan, "nobody made it") for plan in unanswered.values()]
        failures += _odd_rates(plans, infos, store)
    finally:
        store.settle()
        pace.keep(store)
        for episode in episodes if whole_episodes else ():
            if episode and episode[0].episode is not None:
                parts = [plan.parts for plan in episode if plan.key in infos]
                remember(store, episode[0].episode, parts, final=any(plan.cast.voice.is_final for plan in episode))
    if failures:
        raise _failed(failures, plans)
    return tuple(_made(episode, infos, missing) for episode in episodes)


@contextmanager
def _replies(orders: Sequence[TakeOrder], executor: Executor | None, events: Events) -> Iterator[Iterator[Reply]]:
    """Replies as they come in; the work ends with the block, however that ends."""
    if not orders:
        yield iter(())
        return
    used = executor or ProcessExecutor()
    try:
        with closing(used.run(orders, events)) as replies:
            yield replies
    finally:
        if executor is None:
            used.close()


def order_of(plan: TakePlan, show: Show, limit_s: float | None) -> TakeOrder:
    """The order for a take that is missing; without a limit it has the engine's own."""
    return TakeOrder(
        key=plan.key,
        voice=plan.cast.voice,
        root=show.root,
        text=plan.segment.spoken,
        pronunciations=plan.segment.pronunciations,
        take=plan.take,
        recording=plan.recording,
        limit_s=limit_s or plan.cast.engine.info.limit_s,
    )


def _made(episode: Sequence[TakePlan], infos: Mapping[str, TakeInfo], missing: Mapping[str, TakePlan]) -> MadeTakes:
    found = tuple(infos[plan.key] for plan in episode)
    made = sum(missing.get(plan.key) is plan for plan in episode)
    flawed = tuple(
        TakeFailure(plan, "; ".join(info.flaws)) for plan, info in zip(episode, found, strict=True) if info.flaws
    )
    return MadeTakes(found, made, len(episode) - made, flawed)


def _odd_rates(plans: Sequence[TakePlan], infos: dict[str, TakeInfo], store: TakeStore) -> list[TakeFailure]:
    """Forgets takes whose rate is not that of most takes of their voice: they would be heard too fast or too slow."""
    failures = []
    spoken = {plan.key: plan for plan in reversed(plans) if plan.key in infos and plan.recording is None}
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


def failure(reply: Reply, allow_bad: bool) -> str:
    """Why the take of a reply cannot be used; nothing where it can."""
    if reply.info is None:
        return reply.failure
    return "" if allow_bad else "; ".join(reply.info.flaws)


def _failed(failures: Sequence[TakeFailure], plans: Sequence[TakePlan]) -> StudioError:
    places = {plan.key: place for place, plan in reversed([*enumerate(plans)])}
    by_reason: dict[str, list[TakePlan]] = {}
    for failure in sorted(failures, key=lambda failure: places[failure.plan.key]):
        by_reason.setdefault(failure.reason, []).append(failure.plan)
    lines = []
    for reason, (first, *others) in by_reason.items():
        place = f"segment {first.segment.number}{f', {first.where}' if first.where else ''}"
        more = f" and {len(others)} more" if others else ""
        lines.append(f"{place}{more}: {reason}")
    count = "1 take" if len(failures) == 1 else f"{len(failures)} takes"
    return StudioError(
        "take-failed",
        f"{count} could not be made; " + "; ".join(lines),
        hint="All other takes are kept: run the same command again to make only these.",
    )
