"""Work that takes its time: rendering, publishing, verifying, one after the other, whoever looks on or not."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from enum import StrEnum
from time import monotonic
from typing import Any

from studio.kit.errors import ConfigurationError, StudioError
from studio.kit.events import Event, Events, Progress, Warned
from studio.kit.remaining import Remaining
from studio.settings.episodes import find_episodes
from studio.settings.workspace import Workspace

_MOST_KEPT = 50
_MOST_WAITING = 20
#: Progress is told no more often than this.
_TELL_EVERY_S = 0.1


class JobKind(StrEnum):
    """What is done."""

    RENDER = "render"
    PUBLISH = "publish"
    VERIFY = "verify"


class JobState(StrEnum):
    """How far it is."""

    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"

    @property
    def is_over(self) -> bool:
        """Whether nothing more happens."""
        return self in (JobState.DONE, JobState.FAILED, JobState.CANCELLED)


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
    gives_up: threading.Event = field(default_factory=threading.Event, repr=False)

    def as_json(self) -> dict[str, Any]:
        """The same as plain values."""
        names = ("id", "kind", "episodes", "state", "stage", "done", "total", "message", "warnings", "left_s")
        return {name: getattr(self, name) for name in names} | {"results": [*self.results]}


class _GivenUpError(BaseException):
    """Somebody cancelled the work; passes through it as an interruption does."""


class Jobs:
    """Does the work.

    Args:
        workspace: opens the show as it is then.
        told: called whenever a job is another than before, in any thread.
    """

    def __init__(self, workspace: Callable[[], Workspace], told: Callable[[Job], None]) -> None:
        self._workspace, self._told = workspace, told
        self._thread = ThreadPoolExecutor(1, "studio-jobs")
        self._lock = threading.Lock()
        self._jobs: dict[str, Job] = {}
        self._count = 0

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
        self._told(job)
        self._thread.submit(self._run, job)
        return job

    def cancel(self, name: str) -> Job:
        """Give a job up: at once where it waits, else as soon as the piece that it is at is finished.

        Raises:
            ConfigurationError: ``unknown-job``.
            StudioError: ``busy``; publishing is done as a whole or not at all.
        """
        with self._lock:
            job = self._jobs.get(name)
            if job is None:
                raise ConfigurationError("unknown-job", f"there is no job `{name}`")
            if job.kind is JobKind.PUBLISH and job.state is JobState.RUNNING:
                raise StudioError(
                    "busy", "publishing is done as a whole", hint="Undo it with studio publish --rollback."
                )
            job.gives_up.set()
            is_waiting = job.state is JobState.QUEUED
            if is_waiting:
                job.state = JobState.CANCELLED
        if is_waiting:
            self._told(job)
        return job

    def close(self) -> None:
        """Give everything up, and wait until it is."""
        for job in self.all():
            job.gives_up.set()
        self._thread.shutdown(wait=True, cancel_futures=True)

    def _forget_old(self) -> None:
        over = [job.id for job in self._jobs.values() if job.state.is_over]
        for name in over[: max(0, len(self._jobs) - _MOST_KEPT)]:
            del self._jobs[name]

    # ------------------------------------------------------------------------------------------ in the thread

    def _run(self, job: Job) -> None:
        with self._lock:
            if job.state is not JobState.QUEUED:
                return
            job.state = JobState.RUNNING
        self._told(job)
        try:
            self._work(job)
            state, message = JobState.DONE, job.message
        except _GivenUpError:
            state, message = JobState.CANCELLED, "cancelled; everything finished so far is kept"
        except StudioError as error:
            state, message = JobState.FAILED, f"{error}. {error.hint}" if error.hint else str(error)
        except Exception as error:
            state, message = JobState.FAILED, f"this is a fault of studio: {type(error).__name__}: {error}"
        with self._lock:
            job.state, job.message, job.left_s = state, message, None
        self._told(job)

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

            outcome = publish(workspace, [episode.id for episode in chosen])
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
            _stop_if_given_up(job)
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
