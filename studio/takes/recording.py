"""One take from beginning to end: synthesise, check, finish. Runs wherever the work is done."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from studio.engines.contract import Recording, Utterance
from studio.engines.registry import find_engine
from studio.engines.words import place_marks, word_spans
from studio.kit.errors import StudioError
from studio.model.takes import Take
from studio.takes.finish import finish
from studio.takes.quality import find_flaws

if TYPE_CHECKING:
    from pathlib import Path

    from studio.model.narration import Pronunciation
    from studio.model.show import Voice

#: Renditions that are tried for one take where the engine can vary.
ATTEMPTS = 4


@dataclass(frozen=True, slots=True)
class TakeOrder:
    """Everything that another process, on this machine or not, needs to make a take."""

    key: str
    voice: Voice
    root: Path
    text: str
    pronunciations: tuple[Pronunciation, ...]
    take: int
    recording: Path | None = None


def record_take(order: TakeOrder) -> tuple[Take, tuple[str, ...]]:
    """Make a take; the second value says what is wrong with it, in words.

    A bad take is made again with the next seed where the engine can vary, up to :data:`ATTEMPTS` times; the one with
    the fewest flaws is kept, the first of equals.

    Raises:
        StudioError: no attempt gave a recording at all.
        Exception: whatever the engine raises.
    """
    if order.recording:
        raw = _read(order.recording, order.text)
        check_recording(raw)
        return _take(order.key, raw), find_flaws(raw, order.text)
    engine = find_engine(order.voice.engine)
    options = engine.options(order.voice, order.root)
    best: tuple[Take, tuple[str, ...]] | None = None
    refused: StudioError | None = None
    first = (order.take - 1) * ATTEMPTS
    for seed in range(first, first + (ATTEMPTS if engine.info.varies else 1)):
        raw = engine.synthesise(Utterance(order.text, order.pronunciations, seed), options)
        try:
            check_recording(raw)
        except StudioError as error:
            refused = refused or error
            continue
        flaws = find_flaws(raw, order.text)
        if best is None or len(flaws) < len(best[1]):
            best = _take(order.key, raw), flaws
        if not flaws:
            break
    if best is None:
        raise refused or StudioError("bad-recording", "the engine gives no audio")
    return best


def _take(key: str, raw: Recording) -> Take:
    recording = finish(raw)
    return Take(key, recording.samples, recording.rate_hz, recording.marks)


def _read(path: Path, text: str) -> Recording:
    """A recording by a person, its channels averaged; word marks by the length of the words."""
    import soundfile

    try:
        samples, rate_hz = soundfile.read(path, dtype="float32", always_2d=True)
    except soundfile.LibsndfileError as error:
        raise StudioError(
            "bad-recording", f"this is no audio file that can be read: {error}", where=str(path)
        ) from None
    mono = samples.mean(axis=1, dtype="float32")
    return Recording(mono, int(rate_hz), place_marks(word_spans(text), {}, len(mono)))


def check_recording(recording: Recording) -> None:
    """Refuse what no later stage could handle.

    Raises:
        StudioError: wrong type, shape or rate, no samples, samples that are not numbers.
    """
    import numpy as np

    samples = recording.samples
    if not isinstance(samples, np.ndarray) or samples.dtype != np.float32 or samples.ndim != 1:
        raise StudioError("bad-recording", "the engine must give one-dimensional float32 samples")
    if not isinstance(recording.rate_hz, int) or not 8_000 <= recording.rate_hz <= 192_000:
        raise StudioError("bad-recording", f"the engine gives a sample rate of {recording.rate_hz!r} Hz")
    if not len(samples):
        raise StudioError("bad-recording", "the engine gives no audio")
    if not np.isfinite(samples).all():
        raise StudioError("bad-recording", "the engine gives samples that are not numbers (NaN or infinite)")
