"""``studio render`` of several episodes: one plan for all, and takes that they share made once."""

from __future__ import annotations

import math
import queue
import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, TypeAlias

from studio.actions.render import built, executor_for, unchanged
from studio.kit.errors import StudioError
from studio.kit.events import Event, Events, Warned
from studio.render.options import RenderOptions
from studio.render.report import Rendered
from studio.settings.episodes import EpisodeFiles
from studio.settings.workspace import Workspace
from studio.voices.finals import with_finals

if TYPE_CHECKING:
    from studio.takes import TakeStore
    from studio.takes.ahead import Ahead

#: How long a call that is broken off waits for the thread that makes takes.
_LEAVE_S = 3.0


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one episode: one of ``rendered`` and ``error`` is set."""

    episode: EpisodeFiles
    rendered: Rendered | None = None
    error: StudioError | None = None


@dataclass(frozen=True, slots=True)
class Catalogue:
    """What became of all episodes, in their order.

    Attributes:
        outcomes: of the episodes that were come to.
        left: ids of those that were not.
        takes_made: of all together, shared ones once.
        elapsed_s: wall time.
        stopped: why not all was tried; None where it was.
    """

    outcomes: tuple[Outcome, ...]
    left: tuple[str, ...]
    takes_made: int
    elapsed_s: float
    stopped: StudioError | None = None

    def summary(self) -> dict[str, Any]:
        """Counts and totals as plain values."""
        done = [one.rendered for one in self.outcomes if one.rendered]
        return {
            "episodes": len(self.outcomes) + len(self.left),
            "rendered": sum(not one.unchanged for one in done),
            "unchanged": sum(one.unchanged for one in done),
            "failed": sum(one.error is not None for one in self.outcomes),
            "left": list(self.left),
            "sound_s": round(sum(one.duration_s for one in done), 3),
            "size_bytes": sum(one.size_bytes for one in done),
            "takes_made": self.takes_made,
            "elapsed_s": round(self.elapsed_s, 3),
        }


#: What the thread that makes takes tells: an episode that has all of its own, why it cannot go on, or its end.
_News: TypeAlias = "queue.SimpleQueue[str | BaseException | None]"


@dataclass(slots=True)
class _Call:
    """One call: what it is about, and what became of it so far."""

    workspace: Workspace
    options: RenderOptions
    events: Events
    tell: Callable[[Outcome], None]
    episodes: Sequence[EpisodeFiles]
    outcomes: dict[str, Outcome] = field(default_factory=dict)
    made: dict[str, int] = field(default_factory=dict)

    def note(self, outcome: Outcome) -> None:
        self.outcomes[outcome.episode.id] = outcome
        self.tell(outcome)
        self.events.progress("episodes", len(self.outcomes), len(self.episodes))

    @property
    def has_failed(self) -> bool:
        return any(one.error for one in self.outcomes.values())


def render_all(
    workspace: Workspace,
    episodes: Sequence[EpisodeFiles],
    options: RenderOptions,
    events: Events,
    tell: Callable[[Outcome], None] = lambda _: None,
    *,
    keep_going: bool = True,
) -> Catalogue:
    """Bring several episodes up to date.

    All scripts are read before the first take is made. An episode is built as soon as its takes are there, while those
    of others are being made.

    Args:
        workspace: the episodes' show, and its caches.
        episodes: any number.
        options: how.
        events: told ``plan`` and ``episodes`` done and in all, and ``takes`` from another thread; warnings.
        tell: called with every outcome as it comes.
        keep_going: what is wrong with one episode does not keep the others from it; otherwise nothing is begun after
            the first fault.

    Raises:
        KeyboardInterrupt: passed on; takes and episodes that are finished are kept.
    """
    if options.final:
        workspace = with_finals(workspace)
    call = _Call(workspace, options, events, tell, episodes)
    from studio.takes import open_store
    from studio.takes.ahead import Ahead

    store = open_store(workspace, events)
    ahead = Ahead(workspace.show, store, allow_bad=options.allow_bad_takes)
    ready = list(_planned(call, ahead, store))
    stopped, takes = None, ahead.takes
    if keep_going or not call.has_failed:
        stopped = _make(call, ahead, ready, keep_going)
    done = [call.outcomes[one.id] for one in episodes if one.id in call.outcomes]
    left = tuple(one.id for one in episodes if one.id not in call.outcomes)
    return Catalogue(tuple(done), left, takes - ahead.takes, events.elapsed_s, stopped)


def _planned(call: _Call, ahead: Ahead, store: TakeStore) -> Iterator[EpisodeFiles]:
    """The episodes that lack no take and have to be built; the others are noted or waited for."""
    from studio.render.forecast import Forecast
    from studio.render.narrations import Narrations
    from studio.takes import expected_s, plan_takes

    narrations = Narrations(call.workspace)
    show, options = call.workspace.show, call.options
    forecast, takes_s, building_s = Forecast(call.workspace, call.events), 0.0, 0.0
    call.events.expect({"takes": math.inf, "episodes": math.inf})
    for number, episode in enumerate(call.episodes, 1):
        try:
            last = unchanged(call.workspace, episode, options, _quiet(call.events))
            if last is not None:
                call.note(Outcome(episode, last))
            else:
                source, segments = narrations.read(episode, skip_unspeakable=options.skip_unspeakable)
                plans = plan_takes(
                    *(segments, show, store),
                    episode=episode,
                    source=source,
                    allow_bad=options.allow_bad_takes,
                    compared=False,
                )
                takes_s += expected_s([plan for plan in plans if not ahead.wants(plan)], store)
                building_s += forecast.building_s(plans, options.also)
                call.made[episode.id] = ahead.want(episode.id, plans)
                if not ahead.lacks(episode.id):
                    yield episode
        except StudioError as error:
            call.note(Outcome(episode, error=error))
        call.events.progress("plan", number, len(call.episodes))
    call.events.end_stage("plan")
    call.events.expect({"takes": takes_s, "episodes": building_s})


def _make(call: _Call, ahead: Ahead, ready: Sequence[EpisodeFiles], keep_going: bool) -> StudioError | None:
    """Build all that can be built; returns why not all takes could be tried."""
    by_id = {one.id: one for one in call.episodes}
    news: _News = queue.SimpleQueue()
    leave = threading.Event()
    for episode in ready:
        news.put(episode.id)
    thread = threading.Thread(target=_make_takes, args=(call, ahead, news, leave), daemon=True)
    thread.start()
    try:
        while (told := news.get()) is not None:
            if isinstance(told, StudioError):
                return told
            if isinstance(told, BaseException):
                raise told
            call.note(_build(call, by_id[told], ahead))
            if call.has_failed and not keep_going:
                break
    finally:
        leave.set()
        thread.join(_LEAVE_S)
    return None


def _make_takes(call: _Call, ahead: Ahead, news: _News, leave: threading.Event) -> None:
    """In a thread of its own, so that takes go on being made while an episode is put together."""
    try:
        if ahead.takes:
            with executor_for(call.workspace, call.options) as executor:
                for episode in ahead.make(executor, Events(_until(leave, call.events))):
                    news.put(episode)
        news.put(None)
    except _LeftError:
        news.put(None)
    except BaseException as error:
        news.put(error)


def _build(call: _Call, episode: EpisodeFiles, ahead: Ahead) -> Outcome:
    from studio.takes import ProcessExecutor
    from studio.takes.ahead import Remembering

    events = _quiet(call.events)
    others = ProcessExecutor(call.options.jobs)
    try:
        rendered = built(call.workspace, episode, call.options, Remembering(ahead.failures, others), events)
    except StudioError as error:
        return Outcome(episode, error=error)
    finally:
        others.close()
    made = call.made.get(episode.id, 0)
    return Outcome(
        episode,
        replace(rendered, takes_made=rendered.takes_made + made, takes_reused=max(0, rendered.takes_reused - made)),
    )


class _LeftError(Exception):
    """The call was broken off while takes were being made."""


def _until(leave: threading.Event, events: Events) -> Callable[[Event], None]:
    """A listener that passes on what it hears, until it is time to leave."""

    def listen(event: Event) -> None:
        if leave.is_set():
            raise _LeftError
        events.pass_on(event)

    return listen


def _quiet(events: Events) -> Events:
    """A channel for one episode among many: its warnings are told, its stages and progress are its own."""
    return Events(lambda event: events.warn(event.message) if isinstance(event, Warned) else None)
