"""Takes on disk, found by key: one file each.

An entry is sealed as a whole (``studio.kit.sealed``) and holds a head, one line of JSON with a checksum of its own, and
16-bit little-endian PCM. Sixteen bits are what the default engine gives; for others the step is 98 dB below full scale,
far under any voice's own noise. To know an hour of takes their heads suffice; samples are checked when they are loaded.
"""

from __future__ import annotations

import json
import os
import re
import zlib
from contextlib import suppress
from typing import TYPE_CHECKING

from studio.kit.errors import StudioError
from studio.kit.events import Events
from studio.kit.files import storage_error, write_atomically
from studio.kit.sealed import Form, is_whole, seal, unseal
from studio.kit.threads import spread
from studio.model.takes import KeptMarks, Take, TakeInfo

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from studio.engines.contract import Recording

_KIND = "studio-take 2"
FORM = Form("takes", re.compile(r"(?:.*/)?(?P<key>[0-9a-f]{64})\.take"))
_FULL_SCALE = 32768.0
_SAMPLE_BYTES = 2
_LINES = 2  # the seal's and the head
_HEAD_BYTES = 1 << 13  # nearly every head is shorter


class TakeStore:
    """A folder of takes. Several processes may use it at once: entries appear whole, under their final name.

    Args:
        root: the folder; made when there is something to keep.
        events: told of every damaged entry.
    """

    def __init__(self, root: Path, events: Events | None = None) -> None:
        self.root = root
        self._events = events or Events()

    def path(self, key: str) -> Path:
        """Where the take with this key is, or would be."""
        return self.root / key[:2] / f"{key}.take"

    def info(self, key: str) -> TakeInfo | None:
        """The take with this key, without its samples; None where it is missing, or damaged in its head or length.

        A damaged entry is named and deleted.

        Raises:
            StudioError: it cannot be read.
        """
        try:
            with open(f"{self.root}/{key[:2]}/{key}.take", "rb") as file:  # noqa: PTH123 - a path would cost and stay
                start = file.read(_HEAD_BYTES)
                if start.count(b"\n", 0, _HEAD_BYTES) < _LINES:
                    start += file.read()
                size_bytes = os.fstat(file.fileno()).st_size
        except FileNotFoundError:
            return None
        except OSError as error:
            raise storage_error(error, self.path(key)) from error
        try:
            info, head_bytes = _parse_head(key, start)
            if size_bytes != head_bytes + info.length_samples * _SAMPLE_BYTES:
                raise ValueError("cut short")
        except (ValueError, KeyError, TypeError):
            self._drop(self.path(key))
            return None
        return info

    def load(self, key: str) -> Take:
        """The take with this key with its samples, after checking the whole entry.

        Raises:
            StudioError: ``take-lost``; it is missing or damaged. A damaged entry is named and deleted.
        """
        import numpy as np

        path = self.path(key)
        try:
            entry = path.read_bytes()
            unseal(_KIND, entry)
            info, head_bytes = _parse_head(key, entry)
            pcm = memoryview(entry)[head_bytes:]
        except FileNotFoundError:
            raise _lost(path) from None
        except OSError as error:
            raise storage_error(error, path) from error
        except (ValueError, KeyError, TypeError):
            self._drop(path)
            raise _lost(path) from None
        samples = np.frombuffer(pcm, "<i2").astype(np.float32) / np.float32(_FULL_SCALE)
        return Take(key, samples, info.rate_hz, info.marks)

    def keep(self, key: str, entry: bytes) -> None:
        """Keep an entry that :func:`seal_take` gave for this key.

        Raises:
            StudioError: the disk is full or the folder cannot be written.
        """
        write_atomically(self.path(key), entry)

    def bring(self, keys: Iterable[str]) -> None:
        """Fetch takes that are missing here from wherever they are kept together; a folder alone has none."""

    def share(self, key: str) -> None:
        """Let others have the take with this key; a folder alone has none."""

    def settle(self) -> None:
        """Wait until everything that was kept is wherever it belongs; in a folder it is there at once."""

    def remove(self, key: str) -> None:
        """Forget the take with this key; nothing happens where there is none."""
        self.path(key).unlink(missing_ok=True)

    def __iter__(self) -> Iterator[str]:
        """Keys of all entries, in order, unchecked."""
        for path in sorted(self.root.glob("??/*.take")):
            yield path.stem

    def drop_damaged(self) -> None:
        """Look through every entry; name and delete those that are damaged."""
        paths = [self.path(key) for key in self]
        for path, whole in zip(paths, spread(is_whole, paths), strict=True):
            if not whole:
                self._drop(path)

    def _drop(self, path: Path) -> None:
        self._events.warn(f"{path}: damaged cache entry, deleted; the take will be made again")
        with suppress(OSError):
            path.unlink()


def seal_take(key: str, recording: Recording, flaws: tuple[str, ...] = ()) -> tuple[bytes, TakeInfo]:
    """A take's entry for :meth:`TakeStore.keep`, and the take without its samples.

    Args:
        key: of the take.
        recording: the finished sound; samples outside [-1, 1] are clipped.
        flaws: what the quality checks found, in words.
    """
    import numpy as np

    pcm = np.clip(np.rint(recording.samples * _FULL_SCALE), -32768, 32767).astype("<i2").tobytes()
    header = {
        "key": key,
        "rate_hz": recording.rate_hz,
        "length_samples": len(recording.samples),
        "marks": [[mark.start, mark.end, mark.start_samples, mark.end_samples] for mark in recording.marks],
        "flaws": list(flaws),
    }
    line = json.dumps(header, ensure_ascii=False).encode()
    head = f"{zlib.crc32(line):08x} ".encode() + line + b"\n"
    entry = seal(_KIND, head + pcm)
    return entry, TakeInfo(key, len(recording.samples), recording.rate_hz, recording.marks, flaws)


def _lost(path: Path) -> StudioError:
    return StudioError(
        "take-lost",
        "a take is damaged or has gone while it was in use",
        where=str(path),
        hint="Run the same command again; it is made anew.",
    )


def _parse_head(key: str, entry: bytes) -> tuple[TakeInfo, int]:
    """The take without its samples, and how many bytes stand before them; ValueError and others for a damaged head."""
    seal_line, head, _ = entry.split(b"\n", _LINES)
    checksum, line = head.split(b" ", 1)
    if int(checksum, 16) != zlib.crc32(line) or not seal_line.startswith(_KIND.encode()):
        raise ValueError("damaged head")
    header = json.loads(line)
    if header["key"] != key:
        raise ValueError("another take")
    marks = KeptMarks(header["marks"])
    info = TakeInfo(key, header["length_samples"], header["rate_hz"], marks, tuple(header["flaws"]))
    return info, len(seal_line) + len(head) + _LINES


def unseal_take(key: str, entry: bytes) -> TakeInfo:
    """What an entry that came from elsewhere holds, after checking all of it.

    Raises:
        ValueError: it is damaged, or another take's.
    """
    try:
        unseal(_KIND, entry)
        info, head_bytes = _parse_head(key, entry)
        if len(entry) != head_bytes + info.length_samples * _SAMPLE_BYTES:
            raise ValueError("cut short")
    except (KeyError, TypeError) as error:
        raise ValueError("damaged head") from error
    return info
