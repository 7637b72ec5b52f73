"""Music and effects from files of any format, made ready once.

ffmpeg decodes and resamples, pydub trims, fades and levels; what comes out is kept by the file's content, so a changed
file is made ready again and a moved one is not.
"""

from __future__ import annotations

import re
import subprocess
import warnings
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from studio.audio.ffmpeg import SOUNDS_ONLY, address, arguments, failed
from studio.audio.mp3 import RATE_HZ
from studio.audio.store import Store, digest
from studio.kit import inputs
from studio.kit.errors import StudioError
from studio.kit.events import Events
from studio.kit.files import unreadable

if TYPE_CHECKING:
    from studio.audio.loudness import Floats

_FORMAT = 1
_CHANNELS = 2
_FRAME_BYTES = 2 * _CHANNELS
_SILENCE_DBFS = -60.0
_HEADROOM_DB = 1.0
LONGEST_S = 30 * 60
"""Longest sound that is taken, in seconds: what is longer is no music for an episode, and fills the memory."""

_SHORT_S = 0.5  # containers are this exact about their length, or they say that they guess


@dataclass(frozen=True, slots=True)
class PreparedSound:
    """A sound that :meth:`Assets.load` gives for ``key``: stereo at ``rate_hz``, ``length_samples`` long."""

    key: str
    length_samples: int
    rate_hz: int = RATE_HZ


class Assets:
    """Sounds from files, kept ready.

    Args:
        cache: the folder for what is ready.
        events: told of entries that were corrupt and are made again.
    """

    def __init__(self, cache: Path, events: Events | None = None) -> None:
        self._store = Store(cache, events)
        self._made: dict[str, tuple[Path, bool, float, float]] = {}

    @property
    def used(self) -> set[Path]:
        """The cache files of all sounds that were asked for."""
        return self._store.used

    def prepare(
        self, path: Path, *, trim: bool = True, fade_in_s: float = 0.0, fade_out_s: float = 0.0
    ) -> PreparedSound:
        """Make a sound ready, unless it is already.

        Args:
            path: a file that ffmpeg reads.
            trim: cut silence (below -60 dBFS) off both ends; not for a loop, whose length is its beat.
            fade_in_s: length of the fade at the start.
            fade_out_s: and at the end.

        Raises:
            StudioError: the file is missing (``asset-missing``), unreadable, no sound, cut short (``asset-damaged``),
                longer than half an hour (``asset-too-long``) or silent (``asset-silent``).
        """
        try:
            content = inputs.file_digest(path)
        except FileNotFoundError:
            raise StudioError(
                "asset-missing",
                "there is no such sound file",
                where=str(path),
                hint="Put it there, or correct its path under `sounds:` in studio.yaml.",
            ) from None
        except OSError as error:
            raise unreadable(error, path) from error
        key = digest("asset", _FORMAT, content, trim, fade_in_s, fade_out_s)
        self._made[key] = (path, trim, fade_in_s, fade_out_s)
        return PreparedSound(key, len(self._samples(key)) // _FRAME_BYTES)

    def load(self, key: str) -> tuple[Floats, int]:
        """Samples of shape (n, 2) and their rate, for a key that :meth:`prepare` gave.

        Raises:
            KeyError: it did not.
        """
        import numpy as np

        samples = np.frombuffer(self._samples(key), "<i2").reshape(-1, _CHANNELS)
        return samples.astype(np.float32) / np.float32(32768), RATE_HZ

    def __contains__(self, key: str) -> bool:
        return key in self._made

    def _samples(self, key: str) -> bytes | memoryview:
        kept = self._store.get(key)
        if kept is not None:
            return kept
        made = _ready(*self._made[key])
        self._store.put(key, made)
        return made


def _ready(path: Path, trim: bool, fade_in_s: float, fade_out_s: float) -> bytes:
    raw = _decoded(path)
    sound = _pydub().AudioSegment(raw, sample_width=2, frame_rate=RATE_HZ, channels=_CHANNELS)
    if sound.max_dBFS < _SILENCE_DBFS:
        raise StudioError("asset-silent", "the sound file holds nothing but silence", where=str(path))
    if trim:
        sound = _trimmed(sound)
    sound = sound.apply_gain(-sound.max_dBFS - _HEADROOM_DB)
    if fade_in_s > 0:
        sound = sound.fade_in(min(round(fade_in_s * 1000), len(sound)))
    if fade_out_s > 0:
        sound = sound.fade_out(min(round(fade_out_s * 1000), len(sound)))
    return bytes(sound.raw_data)


def _decoded(path: Path) -> bytes:
    """All of a file's sound, 16 bits a sample in stereo.

    Raises:
        StudioError: it is no sound, damaged, or too long; then little more than what is allowed has been decoded.
    """
    import ffmpeg

    source = ffmpeg.input(address(path), **SOUNDS_ONLY).audio
    most = {"t": LONGEST_S + 1}
    graph = ffmpeg.output(source, "pipe:", format="s16le", ac=_CHANNELS, ar=RATE_HZ, **most)
    done = subprocess.run(arguments(graph, log="level+info"), capture_output=True, check=False)
    if done.returncode:
        raise failed(done.stderr, str(path))
    length_s = len(done.stdout) / (_FRAME_BYTES * RATE_HZ)
    if length_s > LONGEST_S:
        raise StudioError(
            "asset-too-long",
            f"the sound file is longer than {LONGEST_S // 60} minutes",
            where=str(path),
            hint="Cut out the part that is to be heard.",
        )
    if damage := _damage(done.stderr.decode("utf-8", "replace"), length_s) or _missing_end(path):
        raise StudioError(
            "asset-damaged",
            f"the sound file is damaged or cut short: {damage}",
            where=str(path),
            hint="Copy it again, or save it again with an audio editor.",
        )
    return done.stdout


def _damage(log: str, length_s: float) -> str:
    """What the decoder complained about, or that it found less than the file promises; empty where all is well."""
    complaints = re.findall(r"\[(?:error|fatal|panic)\] (.*)", log)
    if complaints:
        return str(complaints[0])
    told = re.search(r"Duration: (\d+):(\d+):(\d+(?:\.\d+)?)", log)
    if told is None or "Estimating duration" in log:
        return ""
    hours, minutes, seconds = map(float, told.groups())
    promised_s = (hours * 60 + minutes) * 60 + seconds
    return f"{length_s:.1f} s of {promised_s:.1f} s are there" if length_s < promised_s - _SHORT_S else ""


def _missing_end(path: Path) -> str:
    """For a WAV file, whose end ffmpeg does not miss: how much of it is not there; empty where all is."""
    with path.open("rb") as file:
        head = file.read(8)
    promised = int.from_bytes(head[4:8], "little") + 8
    there = path.stat().st_size
    # All ones stand for "not known": written to a pipe.
    is_known = head[:4] == b"RIFF" and promised < 0xFFFFFF00
    return f"{there} bytes of {promised} are there" if is_known and there < promised - 1 else ""


def _trimmed(sound: Any) -> Any:
    silence = _pydub().silence
    start = silence.detect_leading_silence(sound, silence_threshold=_SILENCE_DBFS)
    end = silence.detect_leading_silence(sound.reverse(), silence_threshold=_SILENCE_DBFS)
    return sound[start : len(sound) - end]


def _pydub() -> Any:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it looks for an ffmpeg of its own, which is not needed here
        import pydub
        import pydub.silence
    return pydub
