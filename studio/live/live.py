"""A show that is open: its episodes as each client writes them, and the takes that are made for them."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from studio.desk.desk import Desk
from studio.desk.documents import Document
from studio.kit.errors import ConfigurationError, suggest
from studio.kit.inputs import real
from studio.live.maker import Maker, ready_for
from studio.live.rows import Sound
from studio.live.scratch import Scratch
from studio.live.sitting import Sitting, Tools
from studio.live.team import Team, own_takes
from studio.live.views import Fanned, Turned, View
from studio.model.show import Show
from studio.settings.episodes import EpisodeFiles, all_episodes
from studio.settings.show import CONFIG_NAME
from studio.settings.text import text_of_file
from studio.settings.workspace import Workspace, open_workspace

_MOST_SITTINGS = 64

#: Told of each view, each turned row and each change from outside: whose sitting it is, and what.
Told = Callable[[Sitting, View | Turned | Fanned], None]


class Live:
    """One show and everybody who works on it.

    Args:
        root: the show's folder.
        later: runs something after some seconds, in the thread of the caller's loop.
        told: called in any thread.
        hands: processes that make takes; by default as :class:`studio.live.maker.Maker` has them.

    Attributes:
        desk: looks at texts, in ``thread`` alone.
        thread: of one thread.
        store: where takes are kept, by the settings as they were read last.
        build: folder of finished episodes, by the same.
        maker: makes takes.
    """

    def __init__(
        self,
        root: Path,
        later: Callable[[float, Callable[[], None]], object],
        told: Told,
        hands: int | None = None,
    ) -> None:
        self.root = root
        self.desk = Desk()
        self.thread = ThreadPoolExecutor(1, "studio-desk")
        self._told = told
        self._lock = threading.Lock()
        self._sittings: OrderedDict[tuple[str, Path], Sitting] = OrderedDict()
        self._texts: dict[tuple[str, Path], Document] = {}
        show = self.show()  # before there is a second thread
        self.maker = Maker(self._heard, ready_for(show, show.root), hands)
        quick = ThreadPoolExecutor(1, "studio-quick")
        self.scratch = Scratch(self._keys)
        self.team = Team(self._heard)
        self._on_disk: dict[Path, str] = {}
        self._tools = Tools(self.desk, self.thread, quick, self.maker, later, self.scratch.made)

    def start(self) -> None:
        """Have the processes that make takes get ready."""
        self.maker.start()

    def close(self) -> None:
        """End everything."""
        self.maker.close()
        self._tools.quick.shutdown(wait=True, cancel_futures=True)
        self.thread.shutdown(wait=True, cancel_futures=True)
        self.scratch.close()
        self.team.close()

    # ------------------------------------------------------------------------------------------ the show

    def show(self) -> Show:
        """The show as its settings have it now; to be called in ``thread``."""
        found = self.desk.show(self._settings)
        self.store, self.build = own_takes(found), found.build
        return found

    def workspace(self) -> Workspace:
        """The same with the folders of commands.

        Raises:
            ConfigurationError: its settings cannot be used as they stand.
        """
        return open_workspace(self.root)

    def episodes(self) -> tuple[EpisodeFiles, ...]:
        """Every episode whose script lies in the show's folder, links followed; to be called in ``thread``."""
        return tuple(one for one in all_episodes(self.show()) if self._is_inside(one.script))

    def episode(self, name: str) -> EpisodeFiles:
        """The one of :meth:`episodes` with this id; to be called in ``thread``.

        Raises:
            ConfigurationError: ``unknown-episode``.
        """
        found = self.episodes()
        for one in found:
            if one.id == name:
                return one
        hint = suggest(name, [one.id for one in found])
        raise ConfigurationError("unknown-episode", f"there is no episode `{name}` in this show", hint=hint)

    def _is_inside(self, path: Path) -> bool:
        try:
            return path.resolve(strict=True).is_relative_to(self.root.resolve())
        except (OSError, RuntimeError):  # gone, or a loop of links
            return False

    # ------------------------------------------------------------------------------------------ who writes what

    def typed(self, client: str, document: Document) -> None:
        """Follow the text that a client has open."""
        place = client, real(document.path)
        with self._lock:
            self._texts[place] = document
            sitting = self._sittings.get(place)
        if sitting is not None:
            sitting.typed(document)

    def text(self, client: str, script: Path) -> str | None:
        """The text of a script as a client has it open; None where it has not."""
        with self._lock:
            document = self._texts.get((client, real(script)))
        return document.text if document else None

    def writing(self, script: Path) -> list[str]:
        """Who has a script open."""
        with self._lock:
            return sorted(client for client, path in self._texts if path == real(script))

    def disk_text(self, script: Path, text: str) -> None:
        """Follow a script's file for those who have not opened it."""
        with self._lock:
            self._on_disk[script] = text
            found = [(sitting, place in self._texts) for place, sitting in self._sittings.items() if place[1] == script]
        for sitting, is_open in found:
            if not is_open:
                sitting.typed(Document(sitting.files.script, text))
            elif sitting.view is not None:
                self._keep_saved(sitting, sitting.view)

    def _keep_saved(self, sitting: Sitting, view: View) -> None:
        if self._on_disk.get(real(sitting.files.script)) == view.document.text:
            self.team.saved(view.show, self.scratch.saved(row.key for row in view.rows))

    def _keys(self) -> frozenset[str]:
        return frozenset().union(*(sitting.keys for sitting in self.sittings()))

    def left(self, client: str) -> None:
        """Forget the texts of a client: what is on disk holds for it."""
        with self._lock:
            for place in [place for place in self._texts if place[0] == client]:
                del self._texts[place]

    def sitting(self, client: str, episode: EpisodeFiles) -> Sitting:
        """A client's work on an episode; begun with the text that it has open, else with the one on disk.

        Raises:
            StudioError: the script cannot be read.
        """
        place = client, real(episode.script)
        with self._lock:
            sitting = self._sittings.pop(place, None)
            is_new = sitting is None
            if sitting is None:
                sitting = self._new(client, episode)
            self._sittings[place] = sitting
            document = self._texts.get(place)
            dropped = self._sittings.popitem(last=False)[1] if len(self._sittings) > _MOST_SITTINGS else None
        if dropped is not None:
            dropped.close()
        if is_new:
            text = text_of_file(episode.script, str(episode.script))
            with self._lock:
                self._on_disk[place[1]] = text
            sitting.typed(document or Document(episode.script, text))
        sitting.come_back()
        return sitting

    def sittings(self, script: Path | None = None) -> list[Sitting]:
        """Everybody's work on a script, or on any."""
        with self._lock:
            return [one for (_, path), one in self._sittings.items() if script is None or path == real(script)]

    def _new(self, client: str, episode: EpisodeFiles) -> Sitting:
        def told(what: View | Turned | Fanned) -> None:
            if isinstance(what, View):
                self._keep_saved(sitting, what)
                self.team.look_for(what.show, [row.key for row in what.rows if row.plan and not row.plan.present])
            self._told(sitting, what)

        sitting = Sitting(f"{client}\0{episode.id}", episode, self._tools, told)
        return sitting

    def _heard(self, key: str, sound: Sound) -> None:
        for sitting in self.sittings():
            sitting.heard(key, sound)

    @property
    def _settings(self) -> Document:
        return Document(self.root / CONFIG_NAME, "")
