"""Takes from beginning to end: synthesise, check, finish, seal. Runs wherever the work is done."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from time import perf_counter
from typing import TYPE_CHECKING

from studio.engines.contract import Recording, Utterance
from studio.engines.registry import find_engine
from studio.engines.words import place_marks, word_spans
from studio.kit.errors import StudioError
from studio.takes.batching import BatchSize, first_size, in_batches
from studio.takes.executor import Reply, TakeOrder
from studio.takes.finish import finish
from studio.takes.quality import find_flaws
from studio.takes.store import seal_take

if TYPE_CHECKING:
    from pathlib import Path

#: What this process knows of how many utterances fit into memory at once, by engine and options.
_sizes: dict[tuple[str, str], BatchSize] = {}
#: Renditions that are tried for one take where the engine can vary.
ATTEMPTS = 4


@dataclass(slots=True)
class _Rendition:
    """An order on its way: the seed of the next attempt, and the best attempt so far with its flaws."""

    order: TakeOrder
    seed: int = 0
    best: tuple[Recording, tuple[str, ...]] | None = None
    refused: str = ""

    @property
    def utterance(self) -> Utterance:
        return Utterance(self.order.text, self.order.pronunciations, self.seed)

    def judge(self, recording: Recording) -> bool:
        """Whether this attempt is good; kept is the one with the fewest flaws, the first of equals."""
        self.seed += 1
        try:
            check_recording(recording)
        except StudioError as error:
            self.refused = self.refused or str(error)
            return False
        flaws = find_flaws(recording, self.order.text)
        if self.best is None or len(flaws) < len(self.best[1]):
            self.best = recording, flaws
        return not flaws

    def reply(self) -> Reply:
        if self.best is None:
            return Reply(self.order.key, failure=self.refused)
        recording, flaws = self.best
        entry, info = seal_take(self.order.key, finish(recording), flaws)
        return Reply(self.order.key, info, entry)


def make_batch(orders: Sequence[TakeOrder]) -> Iterator[Reply]:
    """Make the takes of orders for one voice; a reply for each, as they are finished.

    A bad take is made again with the next seed where the engine can vary, up to :data:`ATTEMPTS` times; the one with
    the fewest flaws is kept. Whatever an engine raises becomes a reply that says so, and concerns one order only.
    """
    start = perf_counter()
    for reply in _made(orders):
        yield replace(reply, busy_s=perf_counter() - start)
        start = perf_counter()


def _made(orders: Sequence[TakeOrder]) -> Iterator[Reply]:
    for order in orders:
        if order.recording is not None:
            yield _read_take(order, order.recording)
    pending = [_Rendition(order, (order.take - 1) * ATTEMPTS) for order in orders if order.recording is None]
    if pending:
        yield from _synthesise(pending, pending[0].order)


def _synthesise(pending: list[_Rendition], first: TakeOrder) -> Iterator[Reply]:
    try:
        engine = find_engine(first.voice.engine)
        options = engine.options(first.voice, first.root)
    except Exception as error:
        yield from (_failure(one.order, error) for one in pending)
        return
    size = _sizes.setdefault((first.voice.engine, repr(options)), first_size(engine))
    for left in reversed(range(ATTEMPTS if engine.info.varies else 1)):
        recordings = in_batches(engine, [one.utterance for one in pending], options, size)
        again: list[_Rendition] = []
        for number, one in enumerate(pending):
            try:
                recording = next(recordings, None)
                if recording is None:
                    raise StudioError("bad-recording", "the engine gives no recording")
                reply = one.reply() if one.judge(recording) or not left else None
            except Exception as error:
                if len(pending) == 1:
                    yield _failure(one.order, error)
                else:  # which of them is to blame shows one by one
                    for other in pending[number:]:
                        yield from _made([other.order])
                break
            if reply is None:
                again.append(one)
            else:
                yield reply
        if not again:
            return
        pending = again


def check_recording(recording: Recording) -> None:
    """Refuse a recording that no later stage could handle.

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


def _read_take(order: TakeOrder, path: Path) -> Reply:
    """The take that a person's recording is: its channels averaged; word marks by the length of the words."""
    import soundfile

    one = _Rendition(order)
    try:
        samples, rate_hz = soundfile.read(path, dtype="float32", always_2d=True)
        mono = samples.mean(axis=1, dtype="float32")
        one.judge(Recording(mono, int(rate_hz), place_marks(word_spans(order.text), {}, len(mono))))
        return one.reply()
    except soundfile.LibsndfileError as error:
        return Reply(order.key, failure=f"{path}: this is no audio file that can be read: {error}")
    except Exception as error:
        return _failure(order, error)


def _failure(order: TakeOrder, error: Exception) -> Reply:
    if isinstance(error, MemoryError):
        return Reply(order.key, failure="the engine ran out of memory")
    if isinstance(error, StudioError):
        return Reply(order.key, failure=f"{error}. {error.hint}".removesuffix(".") if error.hint else str(error))
    return Reply(order.key, failure=f"{type(error).__name__}: {error}")
