"""An engine that writes its words into the sound, and a recogniser that reads them there.

The word in the variable ``STUB_FAULTS`` is left out by takes before the third, or by all where it ends with ``!``.
"""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from studio.engines import EngineInfo, Recording, Utterance
from studio.engines.options import read_options
from studio.engines.silent import SilentEngine, SilentOptions
from studio.model.show import Voice
from studio.recognisers import RecogniserInfo

_BEGIN, _END = (9, 1, 9, 2, 9), (9, 3, 9, 4, 9)  # which no hum contains


class ReadableEngine:
    """The silent engine, with the text in the middle of its sound: a sample for each character."""

    @property
    def info(self) -> EngineInfo:
        return EngineInfo("readable", "1", "MIT", "tests", ("*",), gives_marks=True, varies=True)

    def unusable(self) -> str | None:
        return None

    def options(self, voice: Voice, root: Path) -> SilentOptions:
        return read_options(SilentOptions, voice, root)

    def model_files(self, options: SilentOptions) -> tuple[Path, ...]:  # noqa: ARG002
        return ()

    def synthesise(self, utterance: Utterance, options: SilentOptions) -> Recording:
        fault = os.environ.get("STUB_FAULTS", "")
        said = utterance.text
        if fault and (utterance.seed < 8 or fault.endswith("!")):
            said = said.replace(fault.rstrip("!"), "")
        made = SilentEngine().synthesise(utterance, options)
        return Recording(_written(said, made.samples), made.rate_hz, made.marks)


def _written(text: str, samples: NDArray[np.float32]) -> NDArray[np.float32]:
    middle = len(samples) // 2
    codes = np.array([*_BEGIN, *map(ord, text), *_END], np.float32) / 32768
    out = samples.copy()
    out[middle : middle + len(codes)] = codes
    return out


class StubRecogniser:
    """Reads what :class:`ReadableEngine` wrote; counts in ``STUB_HEARD`` (a file) how often it was asked."""

    @property
    def info(self) -> RecogniserInfo:
        return RecogniserInfo("stub", os.environ.get("STUB_VERSION", "1"), "MIT", "tests", ("en",))

    def unusable(self) -> str | None:
        return None

    def model_files(self) -> tuple[Path, ...]:
        return ()

    def hear(self, samples: NDArray[np.float32], rate_hz: int) -> str:  # noqa: ARG002
        if counter := os.environ.get("STUB_HEARD"):
            with Path(counter).open("a", encoding="utf-8") as file:
                file.write("heard\n")
        codes = tuple(np.rint(samples * 32768).astype(int).tolist())
        begin, end = (next(at for at in range(len(codes)) if codes[at : at + 5] == marker) for marker in (_BEGIN, _END))
        return "".join(map(chr, codes[begin + 5 : end]))
