"""The takes of a sentence as it stands: which there are, which is heard, and having another one heard."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from studio.kit.errors import ConfigurationError, StudioError
from studio.live.maker import Maker
from studio.live.sitting import Sitting
from studio.live.views import View
from studio.model.narration import Segment
from studio.takes import Executor, TakeListing, choose, list_takes, lock, read_choices, retake
from studio.takes.choices import Choice, choice_id


class TakeAction(StrEnum):
    """What is to become of a sentence's takes."""

    RETAKE = "retake"
    CHOOSE = "choose"
    LOCK = "lock"
    UNLOCK = "unlock"
    REVERT = "revert"


@dataclass(frozen=True, slots=True)
class Takes:
    """The takes of a row, and whether what is heard is kept from being chosen otherwise."""

    listings: tuple[TakeListing, ...]
    locked: bool


class Retakes:
    """Chooses takes, and remembers what was heard before each choice.

    Args:
        maker: makes new takes.
    """

    def __init__(self, maker: Maker) -> None:
        self._maker = maker
        self._before: dict[tuple[Path, str], list[Choice]] = {}

    def of(self, sitting: Sitting, index: int) -> Takes:
        """The takes of the sentence in a row.

        Raises:
            ConfigurationError: ``no-such-segment``; nothing is spoken there.
        """
        view, segment = _spoken(sitting, index)
        chosen = read_choices(view.show, sitting.files).get(choice_id(segment), Choice(segment.written))
        return Takes(list_takes(segment, view.show, view.store, sitting.files), chosen.locked)

    def act(self, sitting: Sitting, index: int, action: TakeAction, key: str = "") -> None:
        """Have another take heard, or keep the one that is.

        Args:
            sitting: whose episode it is.
            index: of the row.
            action: what is to be done.
            key: of the take to be chosen.

        Raises:
            ConfigurationError: ``no-such-segment``, ``locked``; no such take; nothing to go back to.
            StudioError: a new take cannot be made; what was heard before still is.
        """
        view, segment = _spoken(sitting, index)
        now = read_choices(view.show, sitting.files).get(choice_id(segment), Choice(segment.written))
        if action is TakeAction.REVERT:
            self._revert(view, sitting, segment)
        elif action is TakeAction.RETAKE:
            self._retake(view, sitting, segment)
        elif action is TakeAction.CHOOSE:
            _choose(view, sitting, segment, key)
        elif action in (TakeAction.LOCK, TakeAction.UNLOCK):
            lock(view.show, sitting.files, segment, locked=action is TakeAction.LOCK)
        if action in (TakeAction.RETAKE, TakeAction.CHOOSE):
            self._before.setdefault((sitting.files.takes, choice_id(segment)), []).append(now)

    def _retake(self, view: View, sitting: Sitting, segment: Segment) -> None:
        def make(executor: Executor) -> TakeListing:
            return retake(segment, view.show, view.store, sitting.files, executor=executor)

        self._maker.call(f"retake of {sitting.files.id} {choice_id(segment)}", make)

    def _revert(self, view: View, sitting: Sitting, segment: Segment) -> None:
        history = self._before.get((sitting.files.takes, choice_id(segment)))
        if not history:
            raise ConfigurationError("no-such-take", "there is no earlier choice to go back to")
        before = history[-1]
        recording = view.show.root / before.recording if before.recording else None
        choose(view.show, sitting.files, segment, take=before.take, recording=recording)
        history.pop()


def _choose(view: View, sitting: Sitting, segment: Segment, key: str) -> None:
    for listing in list_takes(segment, view.show, view.store, sitting.files):
        if listing.key == key:
            recording = view.show.root / listing.recording if listing.recording else None
            choose(view.show, sitting.files, segment, take=max(1, listing.take), recording=recording)
            return
    raise ConfigurationError("no-such-take", "this sentence has no such take", hint="Reload the list of its takes.")


def _spoken(sitting: Sitting, index: int) -> tuple[View, Segment]:
    view = sitting.view
    if view is None:
        raise StudioError("no-such-segment", "the script has not been looked at yet", hint="Try again.")
    plan = view.rows[index].plan if 0 <= index < len(view.rows) else None
    if plan is None:
        raise ConfigurationError("no-such-segment", f"nothing is spoken at place {index} of this episode")
    return view, plan.segment
