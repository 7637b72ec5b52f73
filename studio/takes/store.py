"""Takes on disk, found by key: one file each, checked on every read.

An entry is a sealed line of JSON and 16-bit little-endian PCM. Sixteen bits are
what the default engine gives; for others the step is 98 dB below full scale, far under any voice's own noise.
"""

from __future__ import annotations

import json
import logging
from contextlib import suppress
from mmap import mmap
from pathlib import Path
from typing import TYPE_CHECKING

from studio.files import storage_error, write_atomically
from studio.model import Take, TakeInfo, WordMark
from studio.parallel import spread
from studio.sealed import look_through, seal, unseal

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

_KIND = "studio-take 2"
_FULL_SCALE = 32768.0
log = logging.getLogger(__name__)


class TakeStore:
    """A folder of takes. Several processes may use it at once: entries appear whole, under their final name."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def path(self, key: str) -> Path:
        """Where the take with this key is, or would be."""
        return self.root / key[:2] / f"{key}.take"

    def has(self, key: str) -> bool:
        """Whether there is a sound entry; a damaged one is reported, deleted, and counts as missing."""
        return self.info(key) is not None

    def info(self, key: str) -> TakeInfo | None:
        """The take without its samples, after checking the whole entry; None where it is missing or damaged."""
        found = self._read(key, look_through)
        return found[0] if found else None

    def infos(self, keys: Iterable[str]) -> dict[str, TakeInfo | None]:
        """The same for many takes, each looked at once."""
        wanted = list(dict.fromkeys(keys))
        return dict(zip(wanted, spread(self.info, wanted), strict=True))

    def load(self, key: str) -> Take:
        """The take with its samples.

        Raises:
            KeyError: it is missing or damaged.
        """
        import numpy as np

        found = self._read(key, Path.read_bytes)
        if found is None:
            raise KeyError(key)
        info, pcm = found
        samples = np.frombuffer(pcm, "<i2").astype(np.float32) / np.float32(_FULL_SCALE)
        return Take(key, samples, info.rate_hz, info.marks)

    def save(self, take: Take, flaws: tuple[str, ...] = ()) -> TakeInfo:
        """Keep a take; samples outside [-1, 1] are clipped.

        Raises:
            StudioError: the disk is full or the folder cannot be written.
        """
        import numpy as np

        pcm = np.clip(np.rint(take.samples * _FULL_SCALE), -32768, 32767).astype("<i2").tobytes()
        header = {
            "key": take.key,
            "rate_hz": take.rate_hz,
            "length_samples": len(take.samples),
            "marks": [[mark.start, mark.end, mark.start_samples, mark.end_samples] for mark in take.marks],
            "flaws": list(flaws),
        }
        body = json.dumps(header, ensure_ascii=False).encode() + b"\n" + pcm
        write_atomically(self.path(take.key), seal(_KIND, body))
        return TakeInfo(take.key, len(take.samples), take.rate_hz, take.marks, flaws)

    def remove(self, key: str) -> None:
        """Forget a take; nothing happens where there is none."""
        self.path(key).unlink(missing_ok=True)

    def __iter__(self) -> Iterator[str]:
        """Keys of all entries, in order, unchecked."""
        for path in sorted(self.root.glob("??/*.take")):
            yield path.stem

    def _read(self, key: str, read: Callable[[Path], bytes | mmap]) -> tuple[TakeInfo, memoryview] | None:
        path = self.path(key)
        try:
            data = read(path)
        except FileNotFoundError:
            return None
        except OSError as error:
            raise storage_error(error, path) from error
        try:
            return _parse(key, data)
        except (ValueError, KeyError, TypeError):
            log.warning("%s: damaged cache entry, deleted; the take will be made again", path)
            with suppress(OSError):
                path.unlink()
            return None


def _parse(key: str, data: bytes | mmap) -> tuple[TakeInfo, memoryview]:
    content = unseal(_KIND, data)
    start = len(data) - len(content)
    end = data.find(b"\n", start)
    header = json.loads(data[start:end])
    if header["key"] != key:
        raise ValueError
    marks = tuple(WordMark(*mark) for mark in header["marks"])
    info = TakeInfo(key, header["length_samples"], header["rate_hz"], marks, tuple(header["flaws"]))
    return info, memoryview(data)[end + 1 :]
