"""Work that takes its time: rendering, publishing, verifying, one after the other, whoever looks on or not.

Jobs are remembered when the desk goes: what was at work then is found again as interrupted, with what became of it.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, fields
from enum import StrEnum
from time import monotonic
from typing import Any

from studio.kit.errors import ConfigurationError, StudioError
from studio.kit.events import Committing, Event, Events, Progress, Warned
from studio.kit.remaining import Remaining
from studio.live.aftermath import JobKind, aftermath
from studio.live.journal import Journal
from studio.settings.episodes import find_episodes
from studio.settings.workspace import Workspace

_MOST_KEPT = 50
_MOST_WAITING = 20
#: Progress is told no more often than this.
_TELL_EVERY_S = 0.1


class JobState(StrEnum):
    """How far it is."""

    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"
    INTERRUPTED = "interrupted"

    @property
    def is_over(self) -> bool:
        """Whether nothing more happens."""
        return self not in (JobState.QUEUED, JobState.RUNNING)


@dataclass
class Job:
    """One piece of work.

    Attributes:
        id: its name.
        kind: what is done.
        episodes: ids of the episodes.
        state: how far it is.
        stage: what it is at.
        done: of ``total`` units of the stage.
        total: see ``done``.
        message: what came of it, or what is wrong.
        warnings: what went otherwise than asked, and was dealt with.
        results: what came of it, a report for each episode.
        left_s: how many seconds are left, where that is known.
        too_late: whether it is finished whatever happens, and cannot be given up any more.
    """

    id: str
    kind: JobKind
    episodes: tuple[str, ...]
    state: JobState = JobState.QUEUED
    stage: str = ""
    done: int = 0
    total: int = 0
    message: str = ""
    warnings: list[str] = field(default_factory=list)
    results: list[Any] = field(default_factory=list)
    left_s: int | None = None
    too_late: bool = False
    gives_up: threading.Event = field(default_factory=threading.Event, repr=False)

    def as_json(self) -> dict[str, Any]:
        """The same as plain values."""
        names = [one.name for one in fields(self) if one.repr]
        return {name: getattr(self, name) for name in names} | {
            "results": [*self.results],
            "warnings": [*self.warnings],
        }

    def as_note(self) -> dict[str, Any]:
        """What is remembered of it."""
        names = ("id", "kind", "episodes", "state", "message", "warnings")
        return {name: value for name, value in self.as_json().items() if name in names}


_LEFT = {
    JobKind.RENDER: "everything finished so far is kept",
    JobKind.PUBLISH: "the feed is as it was",
    JobKind.VERIFY: "nothing was changed",
}


class _GivenUpError(BaseException):
    """Somebody cancelled the work; passes through it as an interruption does."""


class Jobs:
    """Does the work.

    Args:
        workspace: opens the show as it is then.
        told: called whenever a job is another than before, in any thread.
        journal: remembers them.
    """

    def __init__(self, workspace: Callable[[], Workspace], told: Callable[[Job], None], journal: Journal) -> None:
        self._workspace, self._told, self._journal = workspace, told, journal
        self._thread = ThreadPoolExecutor(1, "studio-jobs")
        self._lock = threading.Lock()
        self._jobs: dict[str, Job] = {}
        self._count = 0
        self._is_closing = False

    def open(self) -> None:
        """Find what the last desk left, and what became of what it was at."""
        for note in self._journal.open():
            if note["kind"] not in tuple(JobKind) or note["state"] not in tuple(JobState):
                continue
            state, episodes = JobState(note["state"]), tuple(note["episodes"])
            job = Job(note["id"], JobKind(note["kind"]), episodes, state, message=note["message"])
            job.warnings += note["warnings"]
            self._jobs[job.id] = job
            self._count = max(self._count, int(job.id.rpartition("-")[2]))
            if not state.is_over:
                job.state, job.message = JobState.INTERRUPTED, "interrupted: the desk was stopped"
                self._thread.submit(self._find_out, job)
        if self._jobs:
            self._remember()

    def all(self) -> list[Job]:
        """Every job that is remembered, the latest last."""
        with self._lock:
            return [*self._jobs.values()]

    def start(self, kind: JobKind, episodes: tuple[str, ...]) -> Job:
        """Begin with a job when those before it are over.

        Raises:
            StudioError: ``busy``; too many wait.
        """
        with self._lock:
            if sum(not job.state.is_over for job in self._jobs.values()) >= _MOST_WAITING:
                raise StudioError("busy", "too many jobs wait", hint="Cancel some, or wait until they are done.")
            self._count += 1
            job = Job(f"{kind}-{self._count}", kind, episodes)
            self._jobs[job.id] = job
            self._forget_old()
        return self._begin(job)

    def go_on(self, name: str) -> Job:
        """Do again what was interrupted, failed or given up; what is finished of it is not made again.

        Raises:
            ConfigurationError: ``unknown-job``.
            StudioError: ``busy``; it is at work, or done.
        """
        with self._lock:
            job = self._job(name)
            if job.state in (JobState.QUEUED, JobState.RUNNING, JobState.DONE):
                raise StudioError("busy", f"`{name}` is {job.state}", hint="Begin another one.")
            job.state, job.message, job.gives_up = JobState.QUEUED, "", threading.Event()
            job.done = job.total = 0
            job.too_late = False
            job.warnings.clear()
            job.results.clear()
        return self._begin(job)

    def _begin(self, job: Job) -> Job:
        self._changed(job)
        if self._journal.doubt:
            job.warnings.append(f"this is not remembered when the desk is stopped: {self._journal.doubt}")
        self._thread.submit(self._run, job)
        return job

    def cancel(self, name: str) -> Job:
        """Give a job up: at once where it waits, else as soon as the piece that it is at is finished.

        Raises:
            ConfigurationError: ``unknown-job``.
            StudioError: ``busy``; it is too late, the feed is being changed.
        """
        with self._lock:
            job = self._job(name)
            if job.too_late:
                hint = "Undo it with `studio publish --rollback`."
                raise StudioError("busy", "it is too late to cancel: the feed is changed as a whole", hint=hint)
            job.gives_up.set()
            is_waiting = job.state is JobState.QUEUED
            if is_waiting:
                job.state = JobState.CANCELLED
        if is_waiting:
            self._changed(job)
        return job

    def close(self) -> None:
        """Stop everything where it is, and wait until it has stopped; the next desk finds it."""
        self._is_closing = True
        for job in self.all():
            job.gives_up.set()
        self._thread.shutdown(wait=True, cancel_futures=True)
        self._journal.close()

    def _job(self, name: str) -> Job:
        job = self._jobs.get(name)
        if job is None:
            raise ConfigurationError("unknown-job", f"there is no job `{name}`")
        return job

    def _changed(self, job: Job) -> None:
        self._remember()
        self._told(job)

    def _remember(self) -> None:
        with self._lock:
            self._journal.write([job.as_note() for job in self._jobs.values()])

    def _forget_old(self) -> None:
        over = [job.id for job in self._jobs.values() if job.state.is_over]
        for name in over[: max(0, len(self._jobs) - _MOST_KEPT)]:
            del self._jobs[name]

    # ------------------------------------------------------------------------------------------ in the thread

    def _run(self, job: Job) -> None:
        with self._lock:
            if job.state is not JobState.QUEUED or self._is_closing:
                return
            job.state = JobState.RUNNING
        self._changed(job)
        try:
            self._work(job)
            state, message = JobState.DONE, job.message
        except _GivenUpError:
            if self._is_closing:
                return
            state, message = JobState.CANCELLED, f"cancelled; {_LEFT[job.kind]}"
        except StudioError as error:
            state, message = JobState.FAILED, f"{error}. {error.hint}" if error.hint else str(error)
        except Exception as error:
            state, message = JobState.FAILED, f"this is a fault of studio: {type(error).__name__}: {error}"
        with self._lock:
            job.state, job.message, job.left_s = state, message, None
        self._changed(job)

    def _find_out(self, job: Job) -> None:
        """What became of a job at which the desk was stopped."""
        try:
            is_done, what = aftermath(self._workspace(), job.kind, job.episodes)
        except Exception as error:  # the show may be another one by now, or none
            is_done, what = False, error.message if isinstance(error, StudioError) else str(error)
        with self._lock:
            if job.state is not JobState.INTERRUPTED:
                return
            if is_done:
                job.state = JobState.DONE
            job.message = what if is_done else f"interrupted: the desk was stopped. {what[:1].upper()}{what[1:]}"
        self._changed(job)

    def _work(self, job: Job) -> None:
        workspace = self._workspace()
        chosen = find_episodes(workspace.show, job.episodes)
        if job.kind is JobKind.RENDER:
            from studio.actions.render import render

            for episode in chosen:
                rendered = render(workspace, episode, None, self._events(job))
                job.results.append({"episode": episode.id, **rendered.as_json()})
            job.message = "rendered"
        elif job.kind is JobKind.PUBLISH:
            from studio.actions.publish import publish

            outcome = publish(workspace, [episode.id for episode in chosen], events=self._events(job))
            job.results.append(outcome.as_json())
            job.message = "published"
        elif job.kind is JobKind.VERIFY:
            self._verify(job, workspace, [episode.id for episode in chosen])

    def _verify(self, job: Job, workspace: Workspace, names: list[str]) -> None:
        from studio.actions.verify import verify

        job.total = len(names)
        broken = 0
        for name, report in verify(workspace, names):
            _stop_if_given_up(job)
            job.done += 1
            job.results.append({"episode": name, "promises": report.as_json()})
            broken += bool(report.broken)
            self._told(job)
        job.message = f"{broken} of {job.total} episodes break promises" if broken else "every promise holds"

    def _events(self, job: Job) -> Events:
        remaining = Remaining()
        told_s = 0.0

        def listen(event: Event) -> None:
            nonlocal told_s
            with self._lock:
                _stop_if_given_up(job)
                job.too_late = job.too_late or isinstance(event, Committing)
            remaining(event)
            if isinstance(event, Progress):
                job.stage, job.done, job.total = event.stage, event.done, event.total
            elif isinstance(event, Warned):
                job.warnings.append(event.message)
            now = monotonic()
            if now - told_s >= _TELL_EVERY_S or not isinstance(event, Progress):
                told_s, job.left_s = now, remaining.shown_s()
                self._told(job)

        return Events(listen)


def _stop_if_given_up(job: Job) -> None:
    if job.gives_up.is_set():
        raise _GivenUpError
