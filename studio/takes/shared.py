"""Finished takes that a team keeps together, at any address that fsspec knows; content-addressed, many writers.

Takes that are missing here are looked for there before they are made, and those made here are put there. What comes
from there counts only if it is whole, and the take of its very key. A store that cannot be reached is told once, and
work goes on without it.
"""

from __future__ import annotations

import os
import threading
import uuid
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Any

from studio.kit.errors import ConfigurationError, StudioError
from studio.kit.events import Events
from studio.kit.files import write_atomically
from studio.kit.packages import install_hint
from studio.takes.store import TakeStore, unseal_take

if TYPE_CHECKING:
    from studio.model.takes import TakeInfo
    from studio.settings.workspace import Workspace

#: Instead of what ``studio.yaml`` says; empty for none.
VARIABLE = "STUDIO_SHARED_TAKES"

_AT_ONCE = 8
_WAITING = 32  # takes on their way out, so that a slow line does not fill the memory
_MOST_BYTES = 64 << 20  # no segment is spoken for ten minutes
_RATES_HZ = range(8_000, 192_001)
#: Stores in which a file appears whole.
_WHOLE = {"s3", "s3a", "gs", "gcs", "abfs", "az", "memory"}
_PATIENCE = {"connect_timeout": 5, "read_timeout": 30, "retries": {"max_attempts": 2}}


def open_store(workspace: Workspace, events: Events | None = None) -> TakeStore:
    """The takes of a show: those in its cache, and behind them those that a team keeps together.

    Args:
        workspace: the show, and its cache.
        events: told of damaged entries, and of a shared store that is of no use now.

    Raises:
        ConfigurationError: the address of the shared store means nothing here.
    """
    url = os.environ.get(VARIABLE, workspace.show.shared_takes).strip()
    if not url:
        return TakeStore(workspace.takes, events)
    where = url if "://" in url or Path(url).is_absolute() else str(workspace.show.root / url)
    return SharedTakeStore(workspace.takes, SharedTakes(where, events), events)


class SharedTakeStore(TakeStore):
    """A folder of takes with a shared store behind it."""

    def __init__(self, root: Path, shared: SharedTakes, events: Events | None = None) -> None:
        super().__init__(root, events)
        self._shared = shared

    def bring(self, keys: Iterable[str]) -> None:
        """Fetch those of these takes that are missing here and are there."""
        missing = [key for key in dict.fromkeys(keys) if not self.path(key).exists()]
        self._shared.fetch(missing, super().keep)

    def keep(self, key: str, entry: bytes) -> None:
        """Keep an entry here, and put it there while other work goes on."""
        super().keep(key, entry)
        self._shared.put(key, entry)

    def remove(self, key: str) -> None:
        """Forget a take here and there: it is of no use to anybody."""
        super().remove(key)
        self._shared.remove(key)

    def share(self, key: str) -> None:
        """Put a take that is here there as well, while other work goes on."""
        path = self.path(key)
        if path.exists():
            self._shared.put(key, path.read_bytes())

    def settle(self) -> None:
        """Wait until everything that was made is there."""
        self._shared.settle()


class SharedTakes:
    """The shared store itself.

    Args:
        url: its address.
        events: told of what cannot be used there, once for each reason.
    """

    def __init__(self, url: str, events: Events | None = None) -> None:
        self.url = url
        self._events = events or Events()
        self._files, self._root = _open(url)
        self._lock = threading.Lock()
        self._down = False
        self._damaged: set[str] = set()
        self._room = threading.BoundedSemaphore(_WAITING)
        self._sending: ThreadPoolExecutor | None = None

    def fetch(self, keys: Iterable[str], keep: Any) -> None:
        """Read the takes with these keys, several at once; ``keep(key, entry)`` gets each that is whole.

        Raises:
            StudioError: of ``keep``.
        """
        wanted = list(keys)
        if wanted and not self._down:
            with ThreadPoolExecutor(min(_AT_ONCE, len(wanted)), "studio-shared") as pool:
                for done in [pool.submit(self._fetch, key, keep) for key in wanted]:
                    done.result()

    def put(self, key: str, entry: bytes) -> None:
        """Put a take there soon, unless it is flawed or somebody has done so; waits while too many are on their way."""
        if self._down or unseal_take(key, entry).flaws:
            return
        if self._sending is None:
            self._sending = ThreadPoolExecutor(_AT_ONCE, "studio-shared")
        self._room.acquire()
        self._sending.submit(self._put, key, entry)

    def remove(self, key: str) -> None:
        """Take out a take that is of no use."""
        if not self._down:
            try:
                self._files.rm_file(self._path(key))
            except FileNotFoundError:
                pass
            except Exception as error:
                self._give_up(error)

    def settle(self) -> None:
        """Wait until everything that was put is there."""
        if self._sending is not None:
            self._sending.shutdown(wait=True)
            self._sending = None

    def _fetch(self, key: str, keep: Any) -> None:
        if self._down:
            return
        try:
            entry = self._read(key)
        except Exception as error:
            self._give_up(error)
            return
        if entry is None:
            return
        try:
            _check(unseal_take(key, entry), len(entry))
        except ValueError as error:
            self._refuse(key, str(error))
        else:
            keep(key, entry)

    def _read(self, key: str) -> bytes | None:
        path = self._path(key)
        try:
            # Not more than can be a take, whatever somebody put there.
            return bytes(self._files.cat_file(path, start=0, end=_MOST_BYTES + 1))
        except FileNotFoundError:
            return None
        except Exception:
            if self._files.size(path) == 0:  # of which S3 gives no range
                return b""
            raise

    def _put(self, key: str, entry: bytes) -> None:
        try:
            path = self._path(key)
            if not self._down and (key in self._damaged or not self._files.exists(path)):
                self._write(path, entry)
                self._damaged.discard(key)
        except Exception as error:
            self._give_up(error)
        finally:
            self._room.release()

    def _write(self, path: str, entry: bytes) -> None:
        protocol = self._files.protocol
        names = {protocol} if isinstance(protocol, str) else {*protocol}
        if names & {"file", "local"}:
            write_atomically(Path(path), entry)
        elif names & _WHOLE:
            self._files.pipe_file(path, entry)
        else:
            self._files.makedirs(path.rpartition("/")[0], exist_ok=True)
            beside = f"{path}.{uuid.uuid4().hex}.tmp"
            self._files.pipe_file(beside, entry)
            self._files.mv(beside, path)

    def _refuse(self, key: str, reason: str) -> None:
        with self._lock:
            self._damaged.add(key)
            self._events.warn(
                f"{self.url}: the shared take {key[:12]}… cannot be trusted ({reason}); it is made again and replaced"
            )

    def _give_up(self, error: Exception) -> None:
        with self._lock:
            if not self._down:
                self._down = True
                said = " ".join((error.message if isinstance(error, StudioError) else str(error)).split())
                reason = said[:200] or type(error).__name__
                self._events.warn(f"{self.url}: the shared takes cannot be used now ({reason}); going on without them")

    def _path(self, key: str) -> str:
        return f"{self._root}/{key[:2]}/{key}.take"


def _check(info: TakeInfo, size_bytes: int) -> None:
    """ValueError for a take that nothing of ours makes."""
    marks = [place for mark in info.marks for place in (mark.start, mark.end, mark.start_samples, mark.end_samples)]
    if size_bytes > _MOST_BYTES:
        raise ValueError("too large")
    if info.rate_hz not in _RATES_HZ or not all(isinstance(place, int) and place >= 0 for place in marks):
        raise ValueError("no sound that can be used")
    if any(mark.end_samples > info.length_samples for mark in info.marks):
        raise ValueError("words behind its end")
    if info.flaws:
        raise ValueError("it has flaws")


def _open(url: str) -> tuple[Any, str]:
    """The file system of an address, and the path in it."""
    try:
        import fsspec
    except ImportError as error:
        raise ConfigurationError(
            "no-fsspec", f"shared takes at {url} need fsspec", hint=f"Run `{install_hint('s3')}`."
        ) from error
    options = {"config_kwargs": _PATIENCE} if url.startswith(("s3:", "s3a:")) else {}
    try:
        files, root = fsspec.core.url_to_fs(url, **options)
    except (ImportError, ValueError) as error:
        hint = "Name a folder, or an address such as s3://BUCKET/PATH, under `cache: shared:` or in " + VARIABLE + "."
        raise ConfigurationError("unknown-store", f"{url} cannot be opened: {error}", hint=hint) from error
    return files, root.rstrip("/")
