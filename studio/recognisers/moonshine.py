"""Moonshine tiny-en: a small neural recogniser of English whose weights come inside the package.

Later packages than 0.0.59 have none inside and download them when they are asked; that is not done behind anybody's
back here.
"""

from __future__ import annotations

import importlib.util
import queue
import threading
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from studio.kit.errors import StudioError
from studio.kit.packages import install_hint, installed
from studio.recognisers.contract import RecogniserInfo

if TYPE_CHECKING:
    from collections.abc import Iterator

    import numpy as np
    from numpy.typing import NDArray

_RATE_HZ = 16_000
_MODEL = ("encoder_model.ort", "decoder_model_merged.ort", "tokenizer.bin")
#: Without some silence around it the first word is often lost.
_LEAD_S, _TRAIL_S = 0.1, 0.2
_PEAK, _SILENT = 0.7, 1e-4


class MoonshineRecogniser:
    """The adapter; keeps as many models loaded as there are threads that hear at once."""

    def __init__(self) -> None:
        self._idle: queue.SimpleQueue[Any] = queue.SimpleQueue()
        self._loading = threading.Lock()  # the library's first use is not safe in two threads at once

    @cached_property
    def info(self) -> RecogniserInfo:
        """What the recogniser says about itself."""
        return RecogniserInfo(
            name="moonshine",
            version=f"{installed('moonshine-voice')}; adapter 1",
            licence="MIT",
            attribution="Moonshine by Useful Sensors, https://github.com/moonshine-ai/moonshine",
            languages=("en",),
        )

    def unusable(self) -> str | None:
        """Why it cannot hear here; None where it can."""
        if importlib.util.find_spec("moonshine_voice") is None:
            return f"the package moonshine-voice is not installed; {install_hint('asr')}"
        missing = [path.name for path in self.model_files() if not path.is_file()]
        if missing:
            return (
                f"{self.info.version.partition(';')[0]} comes without the weights of tiny-en ({', '.join(missing)});"
                f" {install_hint('asr')} installs the version that has them"
            )
        return None

    def model_files(self) -> tuple[Path, ...]:
        """The weights and the tokeniser, in the package."""
        folder = _package() / "assets" / "tiny-en"
        return tuple(folder / name for name in _MODEL)

    def hear(self, samples: NDArray[np.float32], rate_hz: int) -> str:
        """The words that are heard, with capitals, punctuation and digits as the network writes them."""
        import numpy as np
        import soxr

        sound = soxr.resample(samples, rate_hz, _RATE_HZ).astype(np.float32)
        sound = np.pad(sound, (round(_LEAD_S * _RATE_HZ), round(_TRAIL_S * _RATE_HZ)))
        peak = float(np.abs(sound).max())
        if peak < _SILENT:  # the network would make something up
            return ""
        sound *= np.float32(_PEAK / peak)
        with self._transcriber() as transcriber:
            lines = transcriber.transcribe_without_streaming(sound.tolist(), _RATE_HZ).lines
        return " ".join(line.text.strip() for line in lines if line.text.strip())

    @contextmanager
    def _transcriber(self) -> Iterator[Any]:
        """A loaded model that nobody else uses meanwhile."""
        try:
            transcriber = self._idle.get_nowait()
        except queue.Empty:
            with self._loading:
                transcriber = self._load()
        try:
            yield transcriber
        finally:
            self._idle.put(transcriber)

    def _load(self) -> Any:
        if reason := self.unusable():
            raise StudioError("no-recogniser", reason)
        from moonshine_voice.transcriber import ModelArch, Transcriber

        folder = self.model_files()[0].parent
        try:
            return Transcriber(str(folder), ModelArch.TINY, options={"vad_threshold": "0"})
        except Exception as error:  # whatever the library makes of a damaged file
            raise StudioError(
                "bad-model", f"Moonshine's model cannot be loaded: {error}", where=str(folder),
                hint=f"Install it again: {install_hint('asr')}",
            ) from error  # fmt: skip


def _package() -> Path:
    """Where the package is, without importing it."""
    package = importlib.util.find_spec("moonshine_voice")
    return (
        Path(package.origin).parent if package is not None and package.origin is not None else Path("moonshine_voice")
    )
