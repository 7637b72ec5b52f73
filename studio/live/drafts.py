"""Texts that were typed and not saved, kept beside the builds: a page, a browser or a machine may go at any time.

What a page types is told to the language server anyway; it is written down soon after. A draft is only ever offered: it
goes when the file holds its text, or when somebody drops it.
"""

from __future__ import annotations

import hashlib
import re
import threading
from collections.abc import Collection
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from studio.kit.errors import ConfigurationError, StudioError
from studio.kit.inputs import real
from studio.live.kept import read_kept, write_kept
from studio.live.saving import OnDisk, on_disk

#: Of one script, of all scripts; the oldest make way. No longer text is kept: it could not be saved either.
MOST_OF_A_SCRIPT, MOST, LONGEST = 5, 40, 2 << 20
#: Text that was typed is written down so soon.
_SOON_S = 2.0
_NAME = re.compile(r"[0-9a-f]{24}")


@dataclass(frozen=True, slots=True)
class Draft:
    """A text that was not saved.

    Attributes:
        name: of the draft.
        client: whose page typed it.
        script: path of its script in the show.
        text: all of it, with the line ends of the file.
        revision: of the file when it was begun.
        at: when it was typed, in UTC.
    """

    name: str
    client: str
    script: str
    text: str
    revision: str
    at: str


class Drafts:
    """The drafts of a show.

    Args:
        root: the show's folder.
        build: folder of builds.
    """

    def __init__(self, root: Path, build: Path) -> None:
        self._root, self._build, self._folder = root.resolve(), build, build / ".drafts"
        self._lock = threading.Lock()
        #: Of each page: its text, and the revision of the file when it began to differ.
        self._typed: dict[tuple[str, Path], tuple[str, str]] = {}
        self._due: threading.Timer | None = None

    def typed(self, client: str, script: Path, text: str, revision: str = "") -> None:
        """Follow the text that a page has open; returns at once.

        Args:
            client: the page.
            script: path of what it has open.
            text: all of it.
            revision: of the file as pages know it; empty where nobody does.
        """
        if len(text) > LONGEST:
            return
        with self._lock:
            began = self._typed.get((client, script), (text, revision))[1]
            self._typed[client, script] = text, began
            if self._due is None:
                self._due = threading.Timer(_SOON_S, self.keep)
                self._due.daemon = True
                self._due.start()

    def of(self, script: Path, writing: Collection[str]) -> list[tuple[Draft, bool]]:
        """A script's drafts, the latest first, each with whether the file has changed since it was begun.

        Args:
            script: the script.
            writing: names of pages that have it open: theirs is no draft yet.

        Raises:
            StudioError: the script cannot be read.
        """
        self.keep()
        disk, where = on_disk(script), self._relative(script)
        return [
            (one, one.revision != disk.revision)
            for one in self._all()
            if one.script == where and one.client not in writing and one.text != disk.text
        ]

    def drop(self, script: Path, name: str) -> None:
        """Forget a draft.

        Raises:
            ConfigurationError: ``unknown-draft``.
        """
        found = [one for one in self._all() if one.name == name and one.script == self._relative(script)]
        if not found:
            raise ConfigurationError("unknown-draft", "there is no such draft")
        self._forget(name)

    def keep(self) -> None:
        """Write down what was typed."""
        with self._lock:
            if self._due is not None:
                self._due.cancel()
                self._due = None
            typed, self._typed = self._typed, {}
            for (client, script), (text, revision) in typed.items():
                with suppress(StudioError):  # the page has it, and says so where saving fails
                    self._keep(client, script, text, revision)

    def _keep(self, client: str, script: Path, text: str, revision: str) -> None:
        try:
            disk = on_disk(script)
        except StudioError:  # taken away, perhaps: then this is all there is
            disk = OnDisk("", "")
        where = self._relative(script)
        name = hashlib.sha256(f"{client}\0{where}".encode("utf-8", "surrogatepass")).hexdigest()[:24]
        text = _with_ends_of(disk.text, text)
        before = self._read(self._path(name))
        if text == disk.text or not where:
            self._forget(name)
        elif before is None or before.text != text:
            revision = before.revision if before else revision or disk.revision
            now = datetime.now(UTC).isoformat(timespec="seconds")
            write_kept(self._path(name), self._build, asdict(Draft(name, client, where, text, revision, now)))
            self._make_way(where)

    def _make_way(self, script: str) -> None:
        found = self._all()
        own = [one for one in found if one.script == script]
        for one in {*own[MOST_OF_A_SCRIPT:], *found[MOST:]}:
            self._forget(one.name)

    def _all(self) -> list[Draft]:
        """Every draft that is whole, the latest first."""
        paths = sorted(self._folder.glob("*.json")) if not self._folder.is_symlink() else []
        found = [self._read(path) for path in paths if _NAME.fullmatch(path.stem)]
        return sorted((one for one in found if one is not None), key=lambda one: (one.at, one.name), reverse=True)

    def _read(self, path: Path) -> Draft | None:
        try:
            return _draft(read_kept(path, self._build), path.stem)
        except (StudioError, TypeError):
            return None

    def _forget(self, name: str) -> None:
        if not self._folder.is_symlink():
            self._path(name).unlink(missing_ok=True)

    def _path(self, name: str) -> Path:
        return self._folder / f"{name}.json"

    def _relative(self, script: Path) -> str:
        """A script's path in the show; empty for one that is not in it."""
        path = real(script)
        return path.relative_to(self._root).as_posix() if path.is_relative_to(self._root) else ""


def _draft(values: Any, name: str) -> Draft | None:
    draft = Draft(**values) if values is not None else None
    is_one = draft is not None and draft.name == name and all(isinstance(one, str) for one in values.values())
    return draft if is_one else None


def _with_ends_of(disk: str, text: str) -> str:
    """A text whose lines end as the file's do: editors tell them all by a newline."""
    is_crlf = "\r\n" in disk and "\n" not in disk.replace("\r\n", "") and "\r" not in disk.replace("\r\n", "")
    return text.replace("\n", "\r\n") if is_crlf and "\r" not in text else text
