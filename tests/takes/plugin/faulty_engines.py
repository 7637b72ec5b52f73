"""A plug-in whose engine speaks like the silent one until a word of the text tells it to misbehave."""

from __future__ import annotations

import ctypes
import dataclasses
import os
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np

from studio.engines import EngineInfo, Recording, Utterance
from studio.engines.options import read_options
from studio.engines.silent import SilentEngine, SilentOptions
from studio.model.show import Voice


@dataclasses.dataclass(frozen=True)
class FaultyOptions:
    """``heal_at_seed``: from this seed on the engine behaves; ``version`` is part of its info."""

    heal_at_seed: int = 1_000_000


class FaultyEngine:
    """Faults by word: raise, hang, crash, abort, NaN, empty, rate, noise, hush, stereo, text."""

    @property
    def info(self) -> EngineInfo:
        version = os.environ.get("FAULTY_VERSION", "1")
        return EngineInfo("faulty", version, "MIT", "tests", ("*",), gives_marks=True, varies=True, limit_s=30)

    def unusable(self) -> str | None:
        return os.environ.get("FAULTY_UNUSABLE")

    def options(self, voice: Voice, root: Path) -> FaultyOptions:
        return read_options(FaultyOptions, voice, root)

    def model_files(self, options: FaultyOptions) -> tuple[Path, ...]:  # noqa: ARG002
        return ()

    def synthesise(self, utterance: Utterance, options: FaultyOptions) -> Recording:
        good = SilentEngine().synthesise(utterance, SilentOptions())
        words = set(utterance.text.lower().replace(".", "").split())
        if utterance.seed >= options.heal_at_seed:
            return good
        if "raise" in words:
            raise ValueError("cannot say this")
        if "hang" in words:
            time.sleep(3600)
        if "crash" in words:
            ctypes.string_at(0)
        if "exit" in words:
            os.write(2, b"out of luck\n")
            os._exit(3)
        if "print" in words:
            os.write(1, b"Loading model ...\n")
        return _spoilt(good, words)


class BatchingEngine(FaultyEngine):
    """The same, three sentences at once; the sizes of its batches go to the file that BATCHES names."""

    @property
    def info(self) -> EngineInfo:
        return dataclasses.replace(super().info, name="batching", batch=3)

    def synthesise_many(self, utterances: Sequence[Utterance], options: FaultyOptions) -> Iterator[Recording]:
        with Path(os.environ["BATCHES"]).open("a") as file:
            print(len(utterances), file=file)
        return iter([self.synthesise(utterance, options) for utterance in utterances])


def _spoilt(good: Recording, words: set[str]) -> Recording:
    replace, rate_hz = dataclasses.replace, good.rate_hz
    noise = np.random.default_rng(1)
    spoilt = {
        "nan": lambda: replace(good, samples=np.where(np.arange(len(good.samples)) == 9, np.nan, good.samples)),
        "empty": lambda: replace(good, samples=good.samples[:0]),
        "rate": lambda: replace(good, rate_hz=0),
        "chipmunk": lambda: replace(good, rate_hz=2 * rate_hz),
        "noise": lambda: replace(good, samples=0.1 * noise.standard_normal(600 * rate_hz)),
        "hush": lambda: replace(good, samples=0 * good.samples),
        "stereo": lambda: replace(good, samples=np.stack([good.samples] * 2)),
    }
    for word, make in spoilt.items():
        if word in words:
            bad = make()
            return replace(bad, samples=bad.samples.astype(np.float32))
    return good
