"""What the handlers of requests share: the open show, who listens, and a way to the thread that looks at texts."""

from __future__ import annotations

import asyncio
import secrets
import threading
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from starlette.requests import HTTPConnection

from studio.desk.documents import Document
from studio.kit.inputs import real
from studio.live.aftermath import JobKind
from studio.live.drafts import Drafts
from studio.live.flags import Flags
from studio.live.jobs import Job, Jobs
from studio.live.journal import Journal
from studio.live.live import Live
from studio.live.outlines import Outlines
from studio.live.retakes import Retakes
from studio.live.saving import OnDisk
from studio.live.sitting import Sitting
from studio.live.views import Fanned, Turned, View
from studio.lsp.server import Shared, StudioServer
from studio.web.desk.streams import Hub, as_text
from studio.web.desk.wire import loudness_json, segments_json, shares_json, turned_json

if TYPE_CHECKING:
    from studio.settings.episodes import EpisodeFiles

T = TypeVar("T")
_LONGEST_NAME = 64


class Site:
    """One running desk.

    Args:
        root: the show's folder.
        first: the episode to begin with, as a person typed it; empty for the show's first.
        token: what writes have to know; by default a new one.
        hands: processes that make takes.
    """

    def __init__(self, root: Path, first: str = "", token: str | None = None, hands: int | None = None) -> None:
        self.root, self.first = root, first
        self.token = token or secrets.token_urlsafe(24)
        self.hub = Hub()
        self._loop: asyncio.AbstractEventLoop | None = None
        #: What is told is told in the order in which it was looked up: else an old state would be the last word.
        self._telling = threading.Lock()
        self.live = Live(root, self._later, self._told, hands)
        self.jobs = Jobs(self.live.workspace, self._job_told, Journal(self.live.build))
        self.retakes = Retakes(self.live.maker)
        self.outlines = Outlines()
        self.flags = Flags(self.live.build)
        self.drafts = Drafts(root, self.live.build)
        #: Script → the revision of it that pages know.
        self.known: dict[Path, str] = {}
        #: Set whenever other files than before may be those of the show.
        self.settings_changed = asyncio.Event()
        self.servers: set[StudioServer] = set()
        self.shared = Shared(self.live.desk, self.live.thread, root)

    def start(self) -> None:
        """Begin, in the loop that will serve."""
        self._loop = asyncio.get_running_loop()
        self.live.start()
        self.jobs.open()

    async def stop(self) -> None:
        """End what works."""
        await asyncio.to_thread(self.jobs.close)
        await asyncio.to_thread(self.drafts.keep)
        await asyncio.to_thread(self.live.close)

    async def on_desk(self, work: Callable[[], T]) -> T:
        """What some work gives in the thread that looks at texts."""
        return await asyncio.get_running_loop().run_in_executor(self.live.thread, work)

    async def episode(self, name: str) -> EpisodeFiles:
        """The episode with this id.

        Raises:
            ConfigurationError: there is none.
        """
        return await self.on_desk(lambda: self.live.episode(name))

    async def first_episode(self) -> str:
        """The id of the show's first one; empty where it has none."""
        found = await self.on_desk(self.live.episodes)
        return found[0].id if found else ""

    async def sitting(self, request: HTTPConnection, name: str) -> Sitting:
        """The work of a request's client on an episode.

        Raises:
            StudioError: there is no such episode, or it cannot be read.
        """
        return self.live.sitting(client_of(request), await self.episode(name))

    def typed(self, client: str, document: Document) -> None:
        """Follow the text that a page has open."""
        self.live.typed(client, document)
        known = self.known.get(real(document.path), "")
        self.drafts.typed(client, document.path, document.text, known)

    def saved(self, episode: EpisodeFiles, saved: OnDisk) -> None:
        """Tell every page that a text was saved."""
        self.known[real(episode.script)] = saved.revision
        self.live.disk_text(real(episode.script), saved.text)
        self.hub.tell("saved", {"revision": saved.revision}, episode=episode.id)

    def disk_changed(self, script: Path, theirs: OnDisk | None) -> None:
        """Tell every page that another program changed a script, or took it away."""
        value: dict[str, object] = {"state": "gone"}
        if theirs is not None:
            self.known[script] = theirs.revision
            self.live.disk_text(script, theirs.text)
            value = {"state": "changed", "theirs": {"text": theirs.text, "revision": theirs.revision}}
        else:
            self.known[script] = ""
        for episode in {sitting.files.id for sitting in self.live.sittings(script)}:
            self.hub.tell("disk", value, episode=episode)

    def show_changed(self, *paths: Path) -> None:
        """Look at everything anew: settings, voices, lexicons or choices have changed."""
        root = self.root.resolve()
        names = sorted(one.relative_to(root).as_posix() if one.is_relative_to(root) else one.name for one in paths)
        for sitting in self.live.sittings():
            if self.hub.hears(*_page_of(sitting)):
                sitting.look_again(tuple(names))
            else:
                sitting.doubt()
        self.settings_changed.set()
        self.scripts_changed()

    def scripts_changed(self) -> None:
        """Judge every open text anew: what is found in it depends on the other scripts."""
        for server in self.servers:
            server.diagnose_all()

    def _job_told(self, job: Job) -> None:
        if self._loop is None or self._loop.is_closed():
            return
        value = job.as_json()
        self._loop.call_soon_threadsafe(lambda: self.hub.tell("job", value, matter=job.id))
        if job.kind is JobKind.RENDER and job.state.is_over:
            for sitting in self.live.sittings():
                if sitting.files.id in job.episodes and sitting.view is not None:
                    self._told(sitting, sitting.view)

    def _later(self, delay_s: float, run: Callable[[], None]) -> None:
        assert self._loop is not None
        self._loop.call_soon_threadsafe(self._loop.call_later, delay_s, run)

    def _told(self, sitting: Sitting, what: View | Turned | Fanned) -> None:
        """Hand on to whoever listens; in any thread."""
        if self._loop is None or self._loop.is_closed():
            return
        client, episode = _page_of(sitting)
        with self._telling:
            for event, matter, text in happenings(sitting, what):
                self._loop.call_soon_threadsafe(
                    lambda event=event, matter=matter, text=text: self.hub.tell(  # type: ignore[misc]
                        event, text, matter=matter, client=client, episode=episode
                    )
                )


def happenings(sitting: Sitting, what: View | Turned | Fanned) -> list[tuple[str, str, str]]:
    """What is to be told of a view, a turned row or a change from outside: event, matter, JSON."""
    if isinstance(what, Fanned):
        value = {"because": what.because, "count": what.count, "of": what.of}
        return [("fanned", " ".join(what.because), as_text(value))]
    if isinstance(what, Turned):
        return [("segment", str(what.index), as_text(turned_json(what, sitting.sound(what.key))))]
    standings = sitting.standings(what)
    segments, shares = segments_json(what, standings), shares_json(what, standings)
    loudness = loudness_json(what.show, sitting.files)
    found = {"segments": segments, "shares": shares, "loudness": loudness}
    return [(event, "", as_text(value)) for event, value in found.items()]


def _page_of(sitting: Sitting) -> tuple[str, str]:
    """Client and episode."""
    client, _, episode = sitting.asker.partition("\0")
    return client, episode


def client_of(request: HTTPConnection) -> str:
    """Which page asks: what it calls itself, empty where it does not."""
    name = request.headers.get("x-studio-client") or request.query_params.get("client", "")
    return name[:_LONGEST_NAME].replace("\0", "")
