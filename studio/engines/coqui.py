"""Coqui TTS (the maintained fork ``coqui-tts``): the extra ``coqui`` and model files of the user's.

VITS and the other models of one file, with one or many speakers, and XTTS folders with a reference recording.
"""

from __future__ import annotations

import importlib.util
import os
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from studio.engines.alignment import marks_from_symbols
from studio.engines.contract import EngineInfo, Input, Recording, Utterance
from studio.engines.modelfiles import file_state
from studio.engines.options import read_options
from studio.engines.pieces import pieces
from studio.engines.substitution import substitute
from studio.kit import inputs
from studio.kit.errors import ConfigurationError, StudioError
from studio.kit.packages import install_hint, installed
from studio.model.fields import declared

if TYPE_CHECKING:
    from collections.abc import Iterator

    from studio.model.show import Voice

#: XTTS takes 250 characters of English; other models drift on longer sentences.
_LONGEST = 240
_PAUSE_S = 0.3  # between the pieces of one segment


@dataclass(frozen=True, slots=True)
class CoquiOptions:
    """Settings of a Coqui voice."""

    model: Path = declared("A checkpoint (`.pth`) with its `config.json` beside it, or an XTTS folder.")
    vocoder: Path | None = declared(
        "Checkpoint of a vocoder with its `config.json`, for models that give spectrograms.", None
    )
    speaker: str = declared("Name, for models with several speakers.", "")
    language: str = declared("For models with several languages, e.g. `en`.", "")
    reference: Path | None = declared(
        "A recording (6 to 30 s) of the voice to imitate, for models that can; see the note on consent.", None
    )
    speed: float = declared("1 is the model's own pace, above 1 is faster; VITS and XTTS.", 1.0, low=0.5, high=2.0)
    temperature: float | None = declared("How freely XTTS varies; left out, the model's own.", None, low=0.05, high=1.5)
    device: str = declared("Where the model runs.", "cpu", choices=("cpu", "cuda"))
    threads: int = declared(
        "0 for one per core. Another number of threads can change the last bits of the sound.", 0, low=0, high=256
    )


class CoquiEngine:
    """The adapter; keeps the last model loaded."""

    def __init__(self) -> None:
        self._loaded: tuple[tuple[Any, ...], Any] | None = None

    @cached_property
    def info(self) -> EngineInfo:
        """What it says about itself; the version names the packages that are installed."""
        return EngineInfo(
            name="coqui",
            version=f"{installed('coqui-tts', 'torch')}; adapter 1",
            licence="MPL-2.0",
            attribution="Coqui TTS, Idiap fork, https://github.com/idiap/coqui-ai-TTS",
            languages=("*",),
            accepts=frozenset({Input.RESPELLING}),
            gives_marks=True,
            varies=True,
            speed=0.5,  # of XTTS; VITS is ten times as quick
            at_once=1,  # two threads of one process beat two processes, and the random numbers are global
            limit_s=900.0,
        )

    def unusable(self) -> str | None:
        """Why it cannot speak here: the extra is not installed. None where it is."""
        for module in ("TTS", "torch"):
            if importlib.util.find_spec(module) is None:
                return f"the extra coqui is not installed ({module} is missing); {install_hint('coqui')}"
        return None

    def options(self, voice: Voice, root: Path) -> CoquiOptions:
        """The voice's settings, checked; each model's description must lie beside it."""
        options = read_options(CoquiOptions, voice, root)
        for model in (options.model, options.vocoder):
            config = model and (model / "config.json" if model.is_dir() else model.with_name("config.json"))
            if config and not inputs.is_file(config):
                raise ConfigurationError(
                    "model-missing", f"the model lacks its description {str(config)!r}",
                    where=f"voices/{voice.name}.yaml",
                )  # fmt: skip
        return options

    def languages(self, options: CoquiOptions) -> tuple[str, ...]:
        """The one that is set, or what the model's description says it was made for."""
        from studio.engines.coqui_setup import model_languages

        return (options.language,) if options.language else model_languages(options.model)

    def model_files(self, options: CoquiOptions) -> tuple[Path, ...]:
        """Every file of the model, of the vocoder, and the reference."""
        from studio.engines.coqui_setup import model_folder_files

        files = model_folder_files(options.model)
        if options.vocoder:
            files += model_folder_files(options.vocoder)
        return (*files, options.reference) if options.reference else files

    def synthesise(self, utterance: Utterance, options: CoquiOptions) -> Recording:
        """Speak piece by piece, 0.3 s between them, with word marks from durations or in proportion."""
        import numpy as np

        tts = self._model(options)
        _seed_everything(utterance.seed + 1)
        rate_hz = int(tts.synthesizer.output_sample_rate)
        written = substitute(utterance, lambda pronunciation: pronunciation.respelling)
        sounds: list[Any] = []
        symbols: list[tuple[str, int]] = []
        length = 0
        for piece in pieces(written.text, _LONGEST):
            if sounds:
                sounds.append(np.zeros(round(_PAUSE_S * rate_hz), np.float32))
                length += len(sounds[-1])
            samples, output = _speak(tts, piece, options)
            symbols += _placed(tts, piece, output, length, len(samples))
            sounds.append(samples)
            length += len(samples)
        samples = np.concatenate(sounds) if sounds else np.zeros(0, np.float32)
        marks = marks_from_symbols(utterance.text, symbols, length)
        return Recording(np.clip(samples, -1, 1), rate_hz, marks)

    def _model(self, options: CoquiOptions) -> Any:
        settings = options.model, options.vocoder, options.device, options.speed, options.threads
        wanted = *settings, *map(file_state, self.model_files(options))
        if self._loaded and self._loaded[0] == wanted:
            return self._loaded[1]
        import torch

        from studio.engines.coqui_setup import local_descriptions, prepare
        from studio.engines.coqui_trust import only_numbers

        prepare()
        from TTS.api import TTS

        if options.device == "cuda" and not torch.cuda.is_available():
            raise StudioError("no-cuda", "the voice wants a CUDA device and torch sees none (setting 'device')")
        torch.set_num_threads(options.threads or _cores())
        with local_descriptions(options.model, options.vocoder) as (config, vocoder_config), only_numbers():
            tts = TTS(
                model_path=str(options.model),
                config_path=config,
                vocoder_path=str(options.vocoder) if options.vocoder else None,
                vocoder_config_path=vocoder_config,
                progress_bar=False,
            ).to(options.device)
        model = tts.synthesizer.tts_model
        if hasattr(model, "length_scale"):
            model.length_scale /= options.speed
        self._loaded = wanted, tts
        return tts


def _speak(tts: Any, text: str, options: CoquiOptions) -> tuple[Any, dict[str, Any]]:
    """Samples of one piece, and what the model says about it."""
    import numpy as np

    model = tts.synthesizer.tts_model
    heard: list[dict[str, Any]] = []

    def listen(*args: Any, **kwargs: Any) -> Any:
        heard.append(type(model).synthesize(model, *args, **kwargs))
        return heard[-1]

    model.synthesize = listen
    try:
        wave = tts.tts(text, split_sentences=False, **_arguments(tts, options))
    finally:
        del model.synthesize
    samples = np.trim_zeros(np.asarray(wave, np.float32), "b")  # Coqui appends half a second of zeros
    return samples, heard[0] if heard else {}


def _arguments(tts: Any, options: CoquiOptions) -> dict[str, Any]:
    arguments: dict[str, Any] = {}
    if options.speaker:
        known = tts.speakers or []
        if options.speaker not in known:
            raise StudioError(
                "unknown-speaker", f"the model has no speaker {options.speaker!r}; it has: {', '.join(known) or 'one'}"
            )
        arguments["speaker"] = options.speaker
    elif options.reference:
        arguments["speaker_wav"] = str(options.reference)
    elif tts.is_multi_speaker:
        raise StudioError(
            "speaker-missing", f"the model needs a speaker or a reference; it has: {', '.join(tts.speakers or ())}"
        )
    if tts.is_multi_lingual:
        arguments["language"] = options.language or "en"
    if "xtts" in str(getattr(tts.config, "model", "")).lower():
        arguments["speed"] = options.speed
        if options.temperature is not None:
            arguments["temperature"] = options.temperature
    return arguments


def _placed(tts: Any, text: str, output: dict[str, Any], offset: int, length: int) -> Iterator[tuple[str, int]]:
    """The model's symbols with their starts, from its durations; the text's own characters evenly where it has none."""
    inner = output.get("outputs")
    durations: Any = inner.get("durations") if isinstance(inner, dict) else None
    inputs: Any = output.get("text_inputs")
    if durations is None or inputs is None or durations.shape[-1] != inputs.shape[-1]:
        yield from ((char, offset + length * index // len(text)) for index, char in enumerate(text))
        return
    frames = durations.flatten().tolist()
    names = [tts.synthesizer.tts_model.tokenizer.decode([number]) for number in inputs.flatten().tolist()]
    passed = 0.0
    for name, count in zip(names, frames, strict=True):
        yield name, offset + round(length * passed / max(1.0, sum(frames)))
        passed += count


def _seed_everything(seed: int) -> None:
    import random

    import numpy as np
    import torch

    random.seed(seed)
    np.random.seed(seed)
    torch.manual_seed(seed)


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
