"""Piper voices (VITS in ONNX): the extra ``piper`` and a model file of the user's."""

from __future__ import annotations

import importlib.util
import itertools
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from studio.engines.alignment import marks_from_symbols
from studio.engines.contract import EngineInfo, Input, Recording, Utterance
from studio.engines.modelfiles import FileState, file_state
from studio.engines.onnx import check_shapes, draws_random_numbers, loading
from studio.engines.options import read_options
from studio.engines.substitution import substitute
from studio.kit import inputs
from studio.kit.errors import ConfigurationError, StudioError
from studio.kit.packages import install_hint, installed
from studio.model.fields import declared

if TYPE_CHECKING:
    from collections.abc import Iterator

    from studio.model.narration import Pronunciation
    from studio.model.show import Voice

_TAKES = {"input": (1, None), "input_lengths": (1,), "scales": (3,)}
_PAUSE_S = 0.25  # between sentences, as Piper itself does by default when it writes a file


@dataclass(frozen=True, slots=True)
class PiperOptions:
    """Settings of a Piper voice."""

    model: Path = declared("The `.onnx` file; its `.onnx.json` lies beside it.")
    speaker: str = declared("Name or number, for models with several speakers.", "")
    speed: float = declared("1 is the model's own pace, above 1 is faster.", 1.0, low=0.25, high=4.0)
    noise: float | None = declared("Variation of the voice; left out, the model's own.", None, low=0, high=2)
    rhythm_noise: float | None = declared("Variation of the rhythm; left out, the model's own.", None, low=0, high=2)
    device: str = declared("`cuda` needs the package onnxruntime-gpu.", "cpu", choices=("cpu", "cuda"))
    threads: int = declared("Of one process; several processes work at once.", 1, low=1, high=64)


class PiperEngine:
    """The adapter; keeps the last voice loaded."""

    def __init__(self) -> None:
        self._loaded: tuple[tuple[Any, ...], Any, bytes] | None = None

    @cached_property
    def info(self) -> EngineInfo:
        """What it says about itself; the version names the packages that are installed."""
        return EngineInfo(
            name="piper",
            version=f"{installed('piper-tts', 'onnxruntime')}; adapter 1",
            licence="GPL-3.0-or-later",
            attribution="Piper, Open Home Foundation, https://github.com/OHF-Voice/piper1-gpl",
            languages=("*",),
            accepts=frozenset({Input.RESPELLING, Input.PHONEMES}),
            gives_marks=True,
            speed=10,
            varies=True,
            limit_s=300.0,
        )

    def unusable(self) -> str | None:
        """Why it cannot speak here: the extra is not installed. None where it is."""
        if importlib.util.find_spec("piper") is None:
            return f"the extra piper is not installed; {install_hint('piper')}"
        return None

    def options(self, voice: Voice, root: Path) -> PiperOptions:
        """The voice's settings, checked; the model's description must lie beside it."""
        options = read_options(PiperOptions, voice, root)
        config = _config_path(options)
        if not inputs.is_file(config):
            raise ConfigurationError(
                "model-missing", f"the model lacks its description {str(config)!r}", where=f"voices/{voice.name}.yaml"
            )
        _description(file_state(config))
        return options

    def languages(self, options: PiperOptions) -> tuple[str, ...]:
        """What the model's description says; newer ones name the language, older ones eSpeak's voice for it."""
        described = _description(file_state(_config_path(options)))
        code = (described.get("language") or {}).get("code") or (described.get("espeak") or {}).get("voice")
        return (str(code).replace("_", "-"),) if code else ("*",)

    def model_files(self, options: PiperOptions) -> tuple[Path, ...]:
        """The model and its description."""
        return options.model, _config_path(options)

    def synthesise(self, utterance: Utterance, options: PiperOptions) -> Recording:
        """Speak, with word marks from the model's durations and 0.25 s between sentences."""
        import numpy as np
        from piper.config import SynthesisConfig

        voice = self._voice(options, utterance.seed)
        config = SynthesisConfig(
            speaker_id=_speaker(voice.config, options),
            length_scale=voice.config.length_scale / options.speed,
            noise_scale=options.noise,
            noise_w_scale=options.rhythm_noise,
            normalize_audio=False,  # one gain for the episode, never one per sentence
        )
        written = substitute(utterance, _written, _without_phoneme_brackets)
        pieces: list[Any] = []
        symbols: list[tuple[str, int]] = []
        length, rate_hz = 0, voice.config.sample_rate
        pause = np.zeros(round(_PAUSE_S * rate_hz), np.float32)
        for chunk in voice.synthesize(written.text, config, include_alignments=True):
            if pieces:
                pieces.append(pause)
                length += len(pause)
            symbols += _placed(chunk, length)
            pieces.append(chunk.audio_float_array)
            length += len(chunk.audio_float_array)
        samples = np.concatenate(pieces).astype(np.float32) if pieces else np.zeros(0, np.float32)
        return Recording(samples, rate_hz, marks_from_symbols(utterance.text, symbols, length))

    def _voice(self, options: PiperOptions, seed: int) -> Any:
        import onnxruntime
        from piper import PiperVoice
        from piper.config import PiperConfig

        wanted = options, *map(file_state, self.model_files(options))
        if self._loaded and self._loaded[0] == wanted and not draws_random_numbers(options.model):
            return self._loaded[1]
        if self._loaded is None or self._loaded[0] != wanted:
            with loading(_config_path(options), "piper"):
                config = PiperConfig.from_dict(dict(_description(file_state(_config_path(options)))))
            with loading(options.model, "piper"):
                model = _with_durations(options.model)
        else:
            config, model = self._loaded[1].config, self._loaded[2]
        settings = onnxruntime.SessionOptions()
        settings.intra_op_num_threads = options.threads
        settings.inter_op_num_threads = 1
        onnxruntime.set_seed(seed + 1)
        provider = "CUDAExecutionProvider" if options.device == "cuda" else "CPUExecutionProvider"
        with loading(options.model, "piper"):
            session = onnxruntime.InferenceSession(model, settings, providers=[provider])
        check_shapes(session, options.model, "piper", takes=_TAKES, gives={})
        voice = PiperVoice(session, config)
        self._loaded = wanted, voice, model
        return voice


@lru_cache(maxsize=16)
def _description(config: FileState) -> Mapping[str, Any]:
    """What stands in a model's description."""
    try:
        described = json.loads(config[0].read_bytes())
    except (OSError, ValueError) as error:
        raise ConfigurationError(
            "bad-model", f"the model's description cannot be read: {error}", where=str(config[0]),
            hint="Fetch it anew from where the model came from.",
        ) from None  # fmt: skip
    if not isinstance(described, dict):
        raise ConfigurationError("bad-model", "this is no description of a Piper model", where=str(config[0]))
    return described


def _with_durations(model: Path) -> bytes:
    """The model with the phonemes' durations as a second output, where it can be found."""
    import onnx
    from piper.patch_voice_with_alignment import add_alignment_output

    graph = onnx.load(str(model))
    try:
        add_alignment_output(graph)
    except ValueError:  # there is no such tensor, or it is an output already
        return model.read_bytes()
    return bytes(graph.SerializeToString())


def _placed(chunk: Any, offset: int) -> Iterator[tuple[str, int]]:
    """The phonemes of a sentence with their starts; without durations, spread evenly."""
    alignments = chunk.phoneme_alignments
    if alignments:
        lengths = [int(item.num_samples) for item in alignments]
        names = [item.phoneme for item in alignments]
        names[0] = names[-1] = ""  # beginning and end of the sentence
    else:
        names = list(chunk.phonemes)
        lengths = [len(chunk.audio_float_array) // max(1, len(names))] * len(names)
    starts = itertools.accumulate(lengths, initial=offset)
    yield from zip(names, starts, strict=False)


def _speaker(config: Any, options: PiperOptions) -> int | None:
    if not options.speaker:
        return None
    if options.speaker in config.speaker_id_map:
        return int(config.speaker_id_map[options.speaker])
    if options.speaker.isdecimal() and int(options.speaker) < config.num_speakers:
        return int(options.speaker)
    known = ", ".join(config.speaker_id_map) or "none"
    raise StudioError("unknown-speaker", f"the model has no speaker {options.speaker!r}; it has: {known}")


def _written(pronunciation: Pronunciation) -> str | None:
    return f"[[{pronunciation.ipa.strip('/')}]]" if pronunciation.ipa else pronunciation.respelling


def _without_phoneme_brackets(text: str) -> str:
    return text.replace("\0", " ").replace("[[", "( ").replace("]]", " )")


def _config_path(options: PiperOptions) -> Path:
    return options.model.with_name(options.model.name + ".json")
