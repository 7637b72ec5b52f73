"""An independent look at a finished file: ffmpeg decodes and measures it, none of this project's code does."""

from __future__ import annotations

import re
import subprocess
from dataclasses import dataclass
from pathlib import Path

from studio.audio.ffmpeg import address, arguments, failed
from studio.kit.errors import StudioError

SILENCE_DB = -60
"""Below this, in dBFS, nothing is to be heard."""

LONGEST_SILENCE_S = 95
"""A longer silence in an episode is a fault: no pause that a script can ask for lasts as long."""

MOST_SILENCE = 0.5
"""So is more silence than this share of it …"""

LITTLE_SILENCE_S = 20
"""… unless it is no more than this in all: two sentences with their pauses are an episode, too."""

_SHORTEST_S = 0.5  # a pause between sentences is no silence


def is_mostly_silent(longest_s: float, silent_s: float, duration_s: float) -> bool:
    """Whether an episode has more silence than anybody would listen to.

    Args:
        longest_s: length of its longest silence in seconds.
        silent_s: of all of them together.
        duration_s: of the episode.
    """
    too_much = silent_s > LITTLE_SILENCE_S and silent_s > MOST_SILENCE * duration_s
    return longest_s > LONGEST_SILENCE_S or too_much or silent_s >= duration_s


@dataclass(frozen=True, slots=True)
class Measured:
    """What ffmpeg's ``ebur128`` filter reads off the decoded file; None where there is only silence.

    ``length_samples`` counts decoded samples per channel at ``rate_hz``. ``warnings`` are what the decoder complained
    about. ``silences_s`` are the stretches of at least half a second below :data:`SILENCE_DB`: start and length in
    seconds, in order.
    """

    integrated_lufs: float | None
    range_lu: float
    true_peak_dbtp: float | None
    rate_hz: int
    length_samples: int
    warnings: tuple[str, ...]
    silences_s: tuple[tuple[float, float], ...] = ()

    @property
    def duration_s(self) -> float:
        """Length of the decoded sound in seconds."""
        return self.length_samples / self.rate_hz


def measure(path: Path) -> Measured:
    """Decode a sound file of any format to the end and measure it.

    Raises:
        StudioError: the file is missing or ffmpeg cannot read it.
    """
    import ffmpeg

    if not path.is_file():
        raise StudioError("no-such-file", "there is no such sound file", where=str(path))
    sound = ffmpeg.input(address(path)).audio.filter("silencedetect", noise=f"{SILENCE_DB}dB", duration=_SHORTEST_S)
    graph = sound.filter("ebur128", peak="true", framelog="quiet")
    # Counts the samples of one channel, for less time than astats takes.
    graph = graph.filter("channelmap", map="0", channel_layout="mono").filter("volumedetect")
    command = arguments(ffmpeg.output(graph, "-", f="null"), log="level+info")
    run = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, check=False)
    if run.returncode:
        raise failed(run.stderr, str(path))
    log = run.stderr.decode("utf-8", "replace")
    integrated = _number(r"I:\s+(\S+) LUFS", log)
    rate_hz = int(_number(r"Audio: [^\n]*?(\d+) Hz", log))
    length_samples = int(_number(r"n_samples: ([1-9]\d*)", log))
    return Measured(
        integrated_lufs=None if integrated <= -70.0 else integrated,
        range_lu=_number(r"LRA:\s+(\S+) LU\b", log),
        true_peak_dbtp=peak if (peak := _number(r"Peak:\s+(\S+) dBFS", log)) > float("-inf") else None,
        rate_hz=rate_hz,
        length_samples=length_samples,
        warnings=tuple(line for line in log.splitlines() if re.search(r"\[(warning|error|fatal|panic)\]", line)),
        silences_s=_silences(log, length_samples / rate_hz),
    )


def _silences(log: str, duration_s: float) -> tuple[tuple[float, float], ...]:
    starts = [max(0.0, float(start)) for start in re.findall(r"silence_start: (\S+)", log)]
    ends = [float(end) for end in re.findall(r"silence_end: (\S+)", log)]
    ends += [duration_s] * (len(starts) - len(ends))  # a silence that lasts to the end
    return tuple((start, end - start) for start, end in zip(starts, ends, strict=True))


def _number(pattern: str, log: str) -> float:
    found = re.findall(pattern, log)
    if not found:
        raise StudioError("undecodable", "ffmpeg did not report what it was asked to measure")
    return float(found[-1])
