"""One episode while somebody writes it: what is heard of its text as typed, kept true while takes are made."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import partial
from time import monotonic

from studio.desk.analysis import Analysis
from studio.desk.desk import Desk
from studio.desk.documents import Document
from studio.kit.errors import StudioError
from studio.live.maker import Maker, wanted
from studio.live.quick import Changed, Whole, changed_paragraph, difference
from studio.live.rows import Row, Sound, Standing, State, rows_of, spliced, standings
from studio.live.team import own_takes
from studio.live.views import Fanned, Turned, View
from studio.script.targets import target_s
from studio.settings.episodes import EpisodeFiles
from studio.takes import TakePlan, TakeStore, plan_takes, read_choices

#: The whole text is looked at when nobody has typed for so long, or has gone on typing for so much longer.
_QUIET_S, _LONGEST_S = 0.2, 1.2
#: It is not while what was just written is being made, but for so long at most, and for so long after that: a browser
#: fetches the sound in that time, and would have to share the processors.
_MAKING_S, _FETCHING_S = 0.6, 0.1
#: A sentence that has just ended is made at once. Another edit is, when no key follows so soon: what is made of half a
#: word keeps processes from what is meant.
_PAUSE_S = 0.15
_ENDS = '.!?…:;"”)\n'
#: An edit that changes more takes than these is no edit of a sentence: they are made when they are asked for.
MOST_AT_ONCE = 8
_MOST_REMEMBERED = 512


@dataclass(frozen=True)
class Tools:
    """What sittings share.

    Attributes:
        desk: looks at texts, in ``thread`` alone.
        thread: of one thread.
        quick: the same for looks at a paragraph.
        maker: makes takes.
        later: runs something after some seconds, in the loop's thread.
        made: told of each take that was made, and where it is.
    """

    desk: Desk
    thread: ThreadPoolExecutor
    quick: ThreadPoolExecutor
    maker: Maker
    later: Callable[[float, Callable[[], None]], object]
    made: Callable[[str, TakeStore], None]


class Sitting:
    """An episode as one client writes it.

    Args:
        asker: whose wishes these are, for the maker.
        files: the episode's.
        tools: shared with other sittings.
        told: called with each view, each row that turned and each change from outside, in any thread.
    """

    def __init__(
        self, asker: str, files: EpisodeFiles, tools: Tools, told: Callable[[View | Turned | Fanned], None]
    ) -> None:
        self.asker, self.files = asker, files
        self._tools, self._told = tools, told
        self._lock = threading.Lock()
        self._latest: Document | None = None
        self._view: View | None = None
        self._whole: Whole | None = None
        self._indexes: dict[str, list[int]] = {}
        #: Row → the take that it has since the last view; empty where nobody knows yet.
        self._since: dict[int, str] = {}
        self._since_text = ""
        self._wanted: frozenset[str] = frozenset()
        self._heard: OrderedDict[str, Sound] = OrderedDict()
        #: The last look at the whole text; the view above may know more of one paragraph.
        self._base: View | None = None
        #: What was heard before a change from outside that a look has met, and nobody has been told of yet.
        self._former: frozenset[str] = frozenset()
        #: Takes that are being made of what was just written.
        self._awaited: frozenset[str] = frozenset()
        self._is_due = self._is_doubted = False
        self._typed_s = self._dirty_s = self._made_s = 0.0

    # ------------------------------------------------------------------------------------------ what is known

    @property
    def view(self) -> View | None:
        """The last one; None before the first look."""
        return self._view

    @property
    def keys(self) -> frozenset[str]:
        """Of the takes that are heard in the text, by the last view and since."""
        with self._lock:
            rows = self._view.rows if self._view else ()
            return frozenset(row.key for row in rows) | frozenset(self._since.values()) | self._wanted

    @property
    def text(self) -> str | None:
        """The text as typed; None where none was given yet."""
        return self._latest.text if self._latest else None

    def standings(self, view: View) -> tuple[Standing, ...]:
        """Each row of a view at its moment."""
        return tuple(standings(view.rows, self._sound))

    def place(self, index: int, key: str = "") -> int | None:
        """The row that a page means by its index there, and by the key of its take where it names one.

        Rows above it may have come and gone since; None where there is no such passage any more.
        """
        rows = self._view.rows if self._view else ()
        if not key:
            return index if 0 <= index < len(rows) else None
        found = [at for at, row in enumerate(rows) if key in (row.key, self._since.get(at))]
        return min(found, key=lambda at: abs(at - index), default=None)

    def sound(self, key: str) -> Sound:
        """How far a take is that was told to have turned."""
        return self._heard.get(key) or self._tools.maker.sound(key)

    # ------------------------------------------------------------------------------------------ the text changes

    def typed(self, document: Document) -> None:
        """Follow a new state of the text: make what changed at once, look at the whole soon."""
        before, self._latest = self._latest, document
        self._typed_s = monotonic()
        at_once = before is None or _has_ended(before.text, document.text)
        self._tools.quick.submit(self._look_quickly, document, at_once=at_once)
        if not self._is_due:
            self._is_due, self._dirty_s = True, self._typed_s
            self._tools.later(_QUIET_S, self._look_when_quiet)

    def look_again(self, because: tuple[str, ...] = ()) -> None:
        """Look at the whole text anew: settings, voices, lexicons or choices may have changed.

        ``because`` names the files, where somebody is to be told what their change has made old.
        """

        def look() -> None:
            if self._latest is not None:
                self._tools.desk.forget(self._latest)  # which knows no change of a lexicon
            before = self.keys
            self._look()
            before, self._former = self._former or before, frozenset()
            if self._view is not None and because and not self._view.fault:
                plans = [row.plan for row in self._view.rows if row.plan]
                old = [plan for plan in plans if plan.key not in before and not plan.present]
                self._told(Fanned(because, len(old), len(plans)))

        self._is_doubted = False
        if self._latest is not None:
            self._tools.thread.submit(look)

    def doubt(self) -> None:
        """Look at the whole text anew when somebody asks again."""
        self._is_doubted = True

    def come_back(self) -> None:
        """Look at it anew if that was put off."""
        if self._is_doubted:
            self.look_again()

    def _look_when_quiet(self) -> None:
        if not self._is_due:
            return
        now = monotonic()
        due_s = max(self._typed_s + _QUIET_S, self._made_s + _FETCHING_S)
        if self._awaited:
            due_s = max(due_s, self._typed_s + _MAKING_S)
        rest_s = min(due_s, self._dirty_s + _LONGEST_S) - now
        if rest_s > 0.001:
            self._tools.later(rest_s, self._look_when_quiet)
            return
        self._is_due = False
        self._tools.thread.submit(self._look)

    # ------------------------------------------------------------------------------------------ takes

    def want(self, indexes: Iterable[int]) -> int:
        """Make missing takes of these rows, the most wanted first; returns how many are missing."""
        view = self._view
        if view is None:
            return 0
        rows = [view.rows[index] for index in indexes if 0 <= index < len(view.rows)]
        plans = [row.plan for row in rows if row.plan and self._sound(row).state is not State.FRESH]
        self._tools.maker.retry([plan.key for plan in plans])
        self._tools.maker.want_later(
            self.asker, [wanted(plan, view.show, view.store, self._tools.made) for plan in plans]
        )
        return len(plans)

    def heard(self, key: str, sound: Sound) -> None:
        """Take note of what became of a take."""
        with self._lock:
            view = self._view
            if view is None:
                return
            now = [(index, view.document.text) for index in self._indexes.get(key, ()) if index not in self._since]
            now += [(index, self._since_text) for index, one in self._since.items() if one == key]
            if now or key in self._indexes:
                self._remember(key, sound)
        for index, text in now:
            self._told(Turned(index, key, text))
        if key in self._awaited and sound.state is not State.MAKING:
            self._awaited -= {key}
            self._made_s = monotonic()
            if not self._awaited:
                self._tools.later(_FETCHING_S, self._look_when_quiet)

    def lost(self, key: str) -> None:
        """Take note that a take is not there any more."""
        if key in self._indexes:
            self.heard(key, Sound(State.STALE))

    def close(self) -> None:
        """Make nothing more for this."""
        self._tools.maker.forget(self.asker)

    # ------------------------------------------------------------------------------------------ looking

    def _look(self) -> None:
        document = self._latest
        assert document is not None
        view, whole = self._look_at(document)
        if whole and self._whole and (whole.show, whole.lexicons) != (self._whole.show, self._whole.lexicons):
            self._former = self._former or self.keys
        with self._lock:
            known = None if self._view is None else {row.key for row in self._view.rows}
            self._base, self._whole = view, whole
            self._keep(view)
        self._told(view)
        if known is not None and document is self._latest:
            new = {row.key: row.plan for row in view.rows if row.plan and row.key not in known}
            self._make([*new.values()], view)

    def _look_at(self, document: Document) -> tuple[View, Whole | None]:
        analysis = self._tools.desk.analysis(document)
        if analysis is None:
            return View(document, self._tools.desk.show(document)), None
        show = analysis.show
        try:
            plans = self._plans(analysis)
            chosen = read_choices(show, self.files)
        except StudioError as error:
            return View(document, show, fault=f"{error}. {error.hint or ''}".strip()), None
        whole = Whole(analysis.script, analysis.narration.segments, show, analysis.lexicons)
        target = target_s(analysis.script, show)
        return View(document, show, rows_of(analysis, plans, chosen), target_s=target), whole

    def _plans(self, analysis: Analysis) -> tuple[TakePlan, ...]:
        segments, store = analysis.narration.segments, own_takes(analysis.show)
        return plan_takes(segments, analysis.show, store, episode=self.files, source=analysis.source, compared=False)

    def _keep(self, view: View) -> None:
        self._view, self._since, self._indexes = view, {}, {}
        for index, row in enumerate(view.rows):
            if row.key:
                self._indexes.setdefault(row.key, []).append(index)

    def _look_quickly(self, document: Document, *, at_once: bool) -> None:
        whole, base = self._whole, self._base
        if document is not self._latest or whole is None or base is None:
            return
        try:
            changed = changed_paragraph(whole, document.text)
            if changed is not None:
                self._guess(changed, document, whole, base, at_once=at_once)
                return
        except StudioError:
            return  # the look at the whole text tells
        if at_once and document.text != whole.text:
            self._typed_s = 0.0  # nobody need wait for more keys before the whole text is looked at
            self._tools.later(0, self._look_when_quiet)

    def _guess(self, changed: Changed, document: Document, whole: Whole, base: View, *, at_once: bool) -> None:
        segments = [replace(one, number=changed.first + at + 1) for at, one in enumerate(changed.segments)]
        plans = plan_takes(segments, whole.show, base.store, episode=self.files, compared=False)
        spoken = [index for index, row in enumerate(base.rows) if row.plan]
        before = spoken[changed.first : changed.first + changed.count]
        told: list[View | Turned] = []
        with self._lock:
            if self._whole is not whole:
                return
            for plan in plans:
                if plan.present and plan.info:
                    self._remember(plan.key, Sound(State.FRESH, plan.info.length_samples / plan.info.rate_hz))
            if len(plans) == len(before) and self._view is base:
                now = {index: plan.key for index, plan in zip(before, plans, strict=True)}
                turned = [index for index in now if now[index] != (self._since.get(index) or base.rows[index].key)]
                self._since, self._since_text = now, document.text
                told += [Turned(index, now[index], document.text) for index in turned]
            elif before[-1] - before[0] + 1 == len(before):
                rows = spliced(base.rows, before[0], len(before), plans, changed.shift)
                self._keep(replace(base, document=document, rows=rows))
                told = [self._view] if self._view else []
        if at_once:
            self._make(plans, base)
        else:
            self._tools.later(_PAUSE_S, partial(self._make_later, document, plans, base))
        for what in told:
            self._told(what)

    def _make_later(self, document: Document, plans: Sequence[TakePlan], view: View) -> None:
        with suppress(RuntimeError):  # everything has been closed meanwhile
            self._tools.quick.submit(self._make_if_latest, document, plans, view)

    def _make_if_latest(self, document: Document, plans: Sequence[TakePlan], view: View) -> None:
        if document is self._latest:
            self._make(plans, view)

    def _make(self, plans: Sequence[TakePlan], view: View) -> None:
        """Make what is missing of some plans at once, and what was wanted so before and is still in the text."""
        missing = {plan.key: plan for plan in plans if self._sound_of(plan).state in (State.STALE, State.MAKING)}
        if len(missing) > MOST_AT_ONCE:
            return
        before = (row.plan for row in view.rows if row.plan and row.key in self._wanted)
        missing |= {plan.key: plan for plan in before if self._sound_of(plan).state in (State.STALE, State.MAKING)}
        self._wanted = self._awaited = frozenset(missing)
        self._tools.maker.want_now(
            self.asker, [wanted(plan, view.show, view.store, self._tools.made) for plan in missing.values()]
        )

    def _sound(self, row: Row) -> Sound:
        return self._sound_of(row.plan) if row.plan else Sound(State.UNSPOKEN)

    def _sound_of(self, plan: TakePlan) -> Sound:
        if plan.key in self._heard:
            return self._heard[plan.key]
        if plan.info is not None:
            length_s = plan.info.length_samples / plan.info.rate_hz
            flaws = "; ".join(plan.info.flaws)
            return Sound(State.FAILED if flaws else State.FRESH, length_s, flaws)
        return self._tools.maker.sound(plan.key)

    def _remember(self, key: str, sound: Sound) -> None:
        self._heard.pop(key, None)
        if sound.state is State.FRESH:
            self._heard[key] = sound
            if len(self._heard) > _MOST_REMEMBERED:
                self._heard.popitem(last=False)


def _has_ended(before: str, now: str) -> bool:
    """Whether what was written last ends a sentence or a part of one."""
    start, _, end = difference(before, now)
    return now[start:end].endswith(tuple(_ENDS))
