"""A desk that is stopped or killed says afterwards what became of its jobs, and goes on with them."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sample_show import SCRIPT, STUDIO_YAML

from studio.kit.errors import StudioError
from studio.kit.events import Committing, Event, Events, Progress
from studio.live.aftermath import JobKind
from studio.live.jobs import Job, Jobs, JobState
from studio.live.journal import Journal
from studio.settings.workspace import open_workspace

REPOSITORY = Path(__file__).parents[2]
KILLED = """
import os, signal, sys, threading
from pathlib import Path
from studio.kit import events
from studio.live.jobs import Jobs
from studio.live.aftermath import JobKind
from studio.live.journal import Journal
from studio.publish import transaction
from studio.settings.workspace import open_workspace

root, kind, where = Path(sys.argv[1]), *sys.argv[2:]
die = lambda *_: os.kill(os.getpid(), signal.SIGKILL)
if where == "journal":
    recover = transaction.recover
    transaction.recover = lambda folder: die() if (folder / ".studio/journal.json").exists() else recover(folder)
tell = events.Events._tell
def telling(self, event):
    if where == "takes" and isinstance(event, events.Progress) and (event.stage, event.done) == ("takes", 3):
        die()
    if where == "commit" and isinstance(event, events.Committing):
        die()
    tell(self, event)
events.Events._tell = telling
jobs = Jobs(lambda: open_workspace(root), lambda job: None, Journal(root / "build"))
jobs.open()
jobs.start(JobKind(kind), ("ep01",))
threading.Event().wait(60)
"""


class Told:
    """Waits until a job is as it is to be."""

    def __init__(self) -> None:
        self._ring = threading.Condition()
        self.jobs: Jobs

    def __call__(self, _job: Job) -> None:
        with self._ring:
            self._ring.notify_all()

    def wait(self, name: str, holds: Callable[[Job], bool] = lambda job: job.state.is_over) -> Job:
        def found() -> list[Job]:
            return [one for one in self.jobs.all() if one.id == name and holds(one)]

        with self._ring:
            assert self._ring.wait_for(found, 60), self.jobs.all()
            return found()[0]


@contextmanager
def desk(root: Path) -> Iterator[tuple[Jobs, Told]]:
    told = Told()
    told.jobs = jobs = Jobs(lambda: open_workspace(root), told, Journal(root / "build"))
    jobs.open()
    try:
        yield jobs, told
    finally:
        jobs.close()


@pytest.fixture
def stopped_at(monkeypatch: pytest.MonkeyPatch) -> Callable[[Callable[[Event], bool]], threading.Event]:
    """Work waits at the first such event for ``goes_on`` of what is given."""

    def stop(is_there: Callable[[Event], bool]) -> threading.Event:
        reached = threading.Event()
        reached.goes_on = threading.Event()  # type: ignore[attr-defined]
        tell = Events._tell

        def telling(self: Events, event: Event) -> None:
            if is_there(event) and not reached.is_set():
                reached.set()
                assert reached.goes_on.wait(60)  # type: ignore[attr-defined]
            tell(self, event)

        monkeypatch.setattr(Events, "_tell", telling)
        return reached

    return stop


@pytest.fixture
def show(make_show: Callable[..., Path]) -> Path:
    return make_show()


@pytest.fixture(scope="module")
def rendered_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("rendered") / "show"
    for name in ("scripts", "voices", "assets"):
        (root / name).mkdir(parents=True)
    (root / "studio.yaml").write_text(STUDIO_YAML + "email: makers@show.example\n")
    (root / "voices/narrator.yaml").write_text("engine: silent\n")
    (root / "scripts/ep01.md").write_text(SCRIPT)
    shutil.copy(REPOSITORY / "assets/cover.jpg", root / "assets/cover.jpg")
    with desk(root) as (jobs, told):
        done = told.wait(jobs.start(JobKind.RENDER, ("ep01",)).id)
        assert done.state is JobState.DONE, done.message
    return root


@pytest.fixture
def rendered(rendered_once: Path, tmp_path: Path) -> Path:
    shutil.copytree(rendered_once, tmp_path / "show")
    return tmp_path / "show"


def killed(root: Path, kind: JobKind, where: str) -> None:
    """A desk that is killed, with what it was doing, without a word."""
    done = subprocess.run([sys.executable, "-c", KILLED, str(root), kind, where], check=False, timeout=120)
    assert done.returncode == -9


def looked(job: Job) -> bool:
    return not job.message.endswith("the desk was stopped")


def test_a_render_that_was_killed_says_what_is_made_and_goes_on_with_one_press(show: Path) -> None:
    killed(show, JobKind.RENDER, "takes")
    with desk(show) as (jobs, told):
        job = told.wait("render-1", looked)
        found = re.fullmatch(
            r"interrupted: the desk was stopped. (\d+) of (\d+) passages are made and kept", job.message
        )
        assert job.state is JobState.INTERRUPTED and found, job.message
        assert 3 <= int(found[1]) <= int(found[2])
        jobs.go_on("render-1")
        assert told.wait("render-1", lambda job: job.message == "rendered").state is JobState.DONE
        assert job.results[0]["takes_reused"] >= 3
    with desk(show) as (jobs, told):
        assert [(one.id, one.state) for one in jobs.all()] == [("render-1", JobState.DONE)]
        assert jobs.start(JobKind.VERIFY, ("ep01",)).id == "verify-2"


@pytest.mark.parametrize(("where", "is_done"), [("commit", False), ("journal", True)])
def test_a_publish_that_was_killed_happened_or_did_not(rendered: Path, where: str, is_done: bool) -> None:
    killed(rendered, JobKind.PUBLISH, where)
    with desk(rendered) as (jobs, told):
        job = told.wait("publish-2", looked)
        assert (job.state is JobState.DONE) == is_done, job.message
        assert (rendered / "public/feed.xml").is_file() == is_done
        assert "stopped" in job.message
        if not is_done:
            jobs.go_on("publish-2")
            assert told.wait("publish-2").state is JobState.DONE
            assert (rendered / "public/feed.xml").is_file()


def test_publishing_is_cancelled_until_it_is_too_late(
    rendered: Path, stopped_at: Callable[..., threading.Event]
) -> None:
    with desk(rendered) as (jobs, told):
        at = stopped_at(lambda event: isinstance(event, Committing))
        name = jobs.start(JobKind.PUBLISH, ("ep01",)).id
        assert at.wait(60)
        jobs.cancel(name)
        at.goes_on.set()  # type: ignore[attr-defined]
        job = told.wait(name)
        assert (job.state, job.message) == (JobState.CANCELLED, "cancelled; the feed is as it was")
        assert not (rendered / "public/feed.xml").exists()
        assert not list((rendered / "public/.studio").glob("tx-*"))

        late: list[str | None] = []
        told_before = jobs._told

        def press(job: Job) -> None:
            told_before(job)
            if job.too_late and not late and not job.state.is_over:
                with pytest.raises(StudioError, match="too late") as refused:
                    jobs.cancel(name)
                late.append(refused.value.hint)

        jobs._told = press
        jobs.go_on(name)
        assert told.wait(name, lambda job: job.message == "published").state is JobState.DONE
        assert late == ["Undo it with `studio publish --rollback`."]
        assert (rendered / "public/feed.xml").is_file()


def test_a_desk_that_is_closed_leaves_its_work_to_the_next_one(
    show: Path, stopped_at: Callable[..., threading.Event]
) -> None:
    at = stopped_at(lambda event: isinstance(event, Progress) and event.stage == "takes")
    with desk(show) as (jobs, told):
        names = [jobs.start(kind, ("ep01",)).id for kind in (JobKind.RENDER, JobKind.VERIFY)]
        assert at.wait(60)
        with desk(show) as (others, told_there):  # which is not the one that remembers
            other = others.start(JobKind.VERIFY, ("ep01",))
            told_there.wait(other.id)
            assert other.warnings == [
                "this is not remembered when the desk is stopped: another desk of this show is open"
            ]
        threading.Timer(0.1, at.goes_on.set).start()  # type: ignore[attr-defined]
    with desk(show) as (jobs, told):
        assert [told.wait(name, looked).state for name in names] == [JobState.INTERRUPTED] * 2


_note = (
    b'{"jobs": [{"id": "render-1", "kind": "render", "episodes": ["ep01"], "state": "running",'
    b' "message": "", "warnings": []}]}'
)


@pytest.mark.parametrize(
    "left",
    [
        b"{", b"[]", b"null", b'{"jobs": 3}', b'{"jobs": [{"id": "../x"}, 7, null]}', b"[" * 100_000, b"\xff",
        _note.replace(b"render\"", b"erase\""), _note.replace(b'"ep01"', b"1"), _note.replace(b"running", b"paused"),
    ],
)  # fmt: skip
def test_a_damaged_list_of_jobs_stops_nothing(show: Path, left: bytes) -> None:
    (show / "build").mkdir()
    (show / "build/.jobs.json").write_bytes(left)
    with desk(show) as (jobs, told):
        assert jobs.all() == []
        told.wait(jobs.start(JobKind.VERIFY, ("ep01",)).id)
    with desk(show) as (jobs, _):
        assert len(jobs.all()) == 1


def test_no_note_is_written_through_a_link(show: Path) -> None:
    (show / "build").mkdir()
    outside = show.parent / "outside.json"
    (show / "build/.jobs.json").symlink_to(outside)
    with desk(show) as (jobs, told):
        job = told.wait(jobs.start(JobKind.VERIFY, ("ep01",)).id)
        assert "a link leads out" in job.warnings[0]
    assert not outside.exists()
