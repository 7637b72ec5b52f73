"""Kokoro (82M) in ONNX: the extra ``kokoro`` and model files of the user's."""

from __future__ import annotations

import importlib.util
import re
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from studio.engines.alignment import marks_from_symbols
from studio.engines.contract import EngineInfo, Input, Recording, Utterance
from studio.engines.misaki import lexicon_phonemes, misaki_phonemes
from studio.engines.modelfiles import FileState, file_state
from studio.engines.onnx import check_shapes, draws_random_numbers, loading
from studio.engines.options import read_options
from studio.engines.variation import variation
from studio.kit.errors import StudioError
from studio.kit.packages import install_hint, installed
from studio.model.fields import declared

if TYPE_CHECKING:
    from collections.abc import Callable

    from studio.model.show import Voice

#: First letter of a speaker's name → language, as the model's authors name their voices.
_LANGUAGES = {
    "a": "en-US", "b": "en-GB", "e": "es", "f": "fr", "h": "hi", "i": "it", "j": "ja", "p": "pt-BR", "z": "zh",
}  # fmt: skip
_TAKES = {"style": (1, 256), "speed": (1,)}
_BEFORE_PUNCTUATION = re.compile(r" +(?=[,;:.!?…])")


@dataclass(frozen=True, slots=True)
class KokoroOptions:
    """Settings of a Kokoro voice."""

    model: Path = declared("The `.onnx` file.")
    voices: Path = declared("The file with the voices' style vectors (`voices-v1.0.bin` or `.npz`).")
    speaker: str = declared("One of those voices, e.g. `am_michael`.")
    speed: float = declared("1 is the model's own pace, above 1 is faster.", 1.0, low=0.5, high=2.0)
    accent: str = declared("Of the pronunciation.", "en-us", choices=("en-us", "en-gb"))


class KokoroEngine:
    """The adapter; keeps the last model loaded."""

    def __init__(self) -> None:
        self._loaded: tuple[tuple[FileState, ...], Any] | None = None

    @cached_property
    def info(self) -> EngineInfo:
        """What it says about itself; the version names the packages that are installed."""
        return EngineInfo(
            name="kokoro",
            version=f"{installed('kokoro-onnx', 'onnxruntime')}; adapter 2",
            licence="MIT",
            attribution="Kokoro (hexgrad, Apache-2.0) by kokoro-onnx, https://github.com/thewh1teagle/kokoro-onnx",
            languages=("en-US", "en-GB"),
            accepts=frozenset({Input.RESPELLING, Input.PHONEMES}),
            gives_marks=True,
            varies=True,
            speed=2,
            at_once=1,  # one session keeps all cores busy
            limit_s=600.0,
        )

    def unusable(self) -> str | None:
        """Why it cannot speak here: the extra is not installed. None where it is."""
        if importlib.util.find_spec("kokoro_onnx") is None:
            return f"the extra kokoro is not installed; {install_hint('kokoro')}"
        return None

    def options(self, voice: Voice, root: Path) -> KokoroOptions:
        """The voice's settings, checked."""
        return read_options(KokoroOptions, voice, root)

    def languages(self, options: KokoroOptions) -> tuple[str, ...]:
        """The one that the speaker's name begins with; pronunciations are those of English in any case."""
        return (_LANGUAGES.get(options.speaker[:1], "*"),) if options.speaker[2:3] == "_" else ("*",)

    def model_files(self, options: KokoroOptions) -> tuple[Path, ...]:
        """The model and the file of voices."""
        return options.model, options.voices

    def unsayable(self, ipa: str) -> str:
        """The symbols that no voice has a sound for."""
        return misaki_phonemes(ipa)[1]

    def synthesise(self, utterance: Utterance, options: KokoroOptions) -> Recording:
        """Speak, with word marks from the model's durations; another seed is another pace."""
        import numpy as np

        kokoro = self._model(options, utterance.seed)
        if options.speaker not in kokoro.get_voices():
            known = ", ".join(kokoro.get_voices())
            raise StudioError("unknown-speaker", f"the model has no voice {options.speaker!r}; it has: {known}")
        # Kokoro is deterministic as exported; a slightly different pace is what gives another take.
        speed = max(0.5, min(2.0, options.speed * (1 + 0.02 * variation(utterance.seed))))
        british = options.accent == "en-gb"
        phonemes = _phonemes(utterance, lambda text: kokoro.tokenizer.phonemize(text, options.accent), british=british)
        samples, rate_hz, timings = kokoro.create_timed(phonemes, options.speaker, speed, is_phonemes=True)
        symbols = [(timing.phoneme, round(timing.start * rate_hz)) for timing in timings]
        marks = marks_from_symbols(utterance.text, symbols, len(samples))
        return Recording(np.ascontiguousarray(samples, np.float32), rate_hz, marks)

    def _model(self, options: KokoroOptions, seed: int) -> Any:
        import onnxruntime
        from kokoro_onnx import Kokoro

        files = tuple(map(file_state, self.model_files(options)))
        if self._loaded is None or self._loaded[0] != files or draws_random_numbers(options.model):
            onnxruntime.set_seed(seed + 1)
            with loading(options.voices, "kokoro"):
                _check_voices(options.voices)
            with loading(options.model, "kokoro"):
                kokoro = Kokoro(str(options.model), str(options.voices))
            check_shapes(kokoro.sess, options.model, "kokoro", takes=_TAKES, gives={})
            self._loaded = files, kokoro
        return self._loaded[1]


def _check_voices(path: Path) -> None:
    """Refuse what is no file of style vectors: of each voice, shape (lengths, 1, 256)."""
    import numpy as np

    with np.load(path) as styles:
        wrong = [name for name in styles.files if styles[name].shape[1:] != (1, 256)]
    if wrong:
        raise StudioError("bad-model", f"the style of the voice {wrong[0]!r} has another shape", where=str(path))


def _phonemes(utterance: Utterance, phonemise: Callable[[str], str], *, british: bool) -> str:
    """The utterance in phonemes; those of the lexicon stand as they are."""
    parts: list[str] = []
    done = 0
    for item in sorted(utterance.pronunciations, key=lambda p: p.start):
        if item.start >= done and (item.ipa or item.respelling):
            spoken = lexicon_phonemes(item, utterance.text, british=british) or phonemise(item.respelling or "")
            parts += [phonemise(utterance.text[done : item.start]), spoken]
            done = item.end
    parts.append(phonemise(utterance.text[done:]))
    joined = " ".join(part.strip() for part in parts if part.strip())
    return _BEFORE_PUNCTUATION.sub("", joined)
