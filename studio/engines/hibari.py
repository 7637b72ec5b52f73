"""Hibari: small neural voices in ONNX; the default voice, "heart", has its model inside the package.

It is given phonemes only. The package's own reader of numbers and abbreviations gets nothing to do, since what comes
here is in spoken form; its lexicon and part-of-speech tagger choose the pronunciation of ordinary words in context, and
the show's lexicon overrides them. Word times are the phonemes' durations inside the network's own graph.
"""

from __future__ import annotations

import importlib.util
import itertools
import math
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from studio.engines.contract import EngineInfo, Input, Recording, Utterance
from studio.engines.hibari_reader import HibariReader
from studio.engines.misaki import misaki_phonemes
from studio.engines.onnx import check_shapes, loading
from studio.engines.options import read_options
from studio.engines.variation import variation
from studio.engines.words import place_marks, word_spans
from studio.kit.errors import ConfigurationError, StudioError
from studio.kit.packages import installed
from studio.model.fields import declared

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import numpy as np
    from numpy.typing import NDArray

    from studio.engines.pronounced import PronouncedWord
    from studio.model.show import Voice

_RATE_HZ = 24_000
#: The network was trained on sentences; longer ones are cut at clauses, then at words. Memory grows with them, too.
_MOST_PHONEMES = 240
#: The graph's rounded durations, one for each symbol, in steps of 25 ms; no output of the model as it is published.
_DURATIONS = "/Clip_output_0"
#: All spectra by frames. The model's own outputs are the same by bins, of which more memory is needed than of all else.
_SPECTRA = "/head/Add_output_0"
#: The sound runs ahead of them: 85 ms by forced alignment (bench/marks.py); Kokoro's own code allows for 75 ms.
_AHEAD_S = 0.085
#: The loudest pulses that the network makes would pass full scale; mastering brings the level back.
_HEADROOM = 0.7
#: Log magnitude and phase of the voice, log magnitude of the noise, log magnitude and phase of the rest.
_PARTS = 5
_TAKES = {"ids": (1, None), "speed": (1,)}
_GIVES = {
    **dict.fromkeys(("lh", "theta", "ln", "lr", "phi"), (None, 601, None)),
    _SPECTRA: (None, None, _PARTS * 601),
    "f0": (None, None),
}
_SENTENCE_ENDS = ".!?…"
_CLAUSE_ENDS = ",;:—"
_BRITISH = ("emma", "fable")


@dataclass(frozen=True, slots=True)
class HibariOptions:
    """Settings of a hibari voice."""

    voice: str = declared(
        "`heart` is in the package; the model of another one is a file of yours (`model`).",
        "heart",
        choices=("heart", "fenrir", "kore", "emma", "fable"),
    )
    model: Path | None = declared("The `.onnx` file of a voice other than `heart`.", None)
    speed: float = declared("1 is the model's own pace, above 1 is faster.", 1.0, low=0.5, high=2.0)
    pitch: float = declared("Factor on the voice's pitch.", 1.0, low=0.4, high=2.0)
    tract: float = declared("Factor on the vocal tract's length; above 1 is larger.", 1.0, low=0.7, high=1.4)


@dataclass(frozen=True, slots=True)
class _Symbol:
    """One phoneme or mark, and the character of the spoken text that it belongs to."""

    phoneme: str
    at: int


class HibariEngine:
    """The adapter; keeps each model, and the reader of words, loaded."""

    def __init__(self) -> None:
        self._models: dict[Path, Any] = {}
        self._readers: dict[bool, HibariReader] = {}

    @cached_property
    def info(self) -> EngineInfo:
        """What the engine says about itself."""
        return EngineInfo(
            name="hibari",
            version=f"{installed('hibari-tts', 'onnxruntime')}; adapter 5",
            licence="Apache-2.0",
            attribution="hibari-tts by Maureese Williams, distilled from Kokoro-82M, https://pypi.org/project/hibari-tts/",
            languages=("en-US", "en-GB"),
            accepts=frozenset({Input.RESPELLING, Input.PHONEMES}),
            gives_marks=True,
            speed=80,
            varies=True,
            limit_s=120.0,
        )

    def unusable(self) -> str | None:
        """Why it cannot speak here; None where it can."""
        for package in ("hibari", "onnxruntime"):
            if importlib.util.find_spec(package) is None:
                return f"the package {package} is not installed; run `pip install hibari-tts`"
        return None

    def options(self, voice: Voice, root: Path) -> HibariOptions:
        """The voice's settings, checked."""
        options = read_options(HibariOptions, voice, root)
        if options.voice != "heart" and options.model is None:
            raise ConfigurationError(
                "missing-setting",
                f"the voice {options.voice!r} of hibari needs the setting 'model'",
                where=f"voices/{voice.name}.yaml",
                hint=f"Run `studio voices install {options.voice}` and copy the setting from its voice file.",
            )
        return options

    def model_files(self, options: HibariOptions) -> tuple[Path, ...]:
        """The model, whose content is part of every take's key."""
        return (_model_file(options),)

    def prepare(self, options: HibariOptions) -> None:
        """Load the model, the reader's dictionaries, and what makes sound of spectra."""
        from studio.engines import hibari_shape, hibari_sound  # noqa: F401 - for later

        self._loaded(options)

    def synthesise(self, utterance: Utterance, options: HibariOptions) -> Recording:
        """Speak, sentence by sentence, with a mark for every word."""
        import numpy as np

        symbols = self._symbols(utterance, options)
        # Another noise alone is hardly another take: a slightly different pace is.
        speed = max(0.5, min(2.0, options.speed * (1 + 0.02 * variation(utterance.seed))))
        parts: list[NDArray[np.float32]] = []
        starts: dict[int, int] = {}
        spans = word_spans(utterance.text)
        length = 0
        for sentence in _sentences(symbols):
            samples, frames = self._speak(sentence, options, speed, utterance.seed)
            # A symbol begins where those before it, and the mark of the beginning, have ended.
            ended = np.cumsum(frames)[: len(sentence)] * len(samples) / max(1, frames.sum())
            begin = length + np.maximum(ended - _AHEAD_S * _RATE_HZ, 0)
            _note_starts(starts, spans, sentence, begin.astype(int).tolist())
            parts.append(samples)
            length += len(samples)
        if not parts:
            raise StudioError("nothing-to-say", f"hibari knows no sound for {utterance.text!r}")
        samples = np.clip(np.concatenate(parts), -1.0, 1.0)
        return Recording(samples, _RATE_HZ, place_marks(spans, starts, len(samples)))

    def _speak(
        self, sentence: Sequence[_Symbol], options: HibariOptions, speed: float, seed: int
    ) -> tuple[NDArray[np.float32], NDArray[np.int64]]:
        """Samples of one sentence, and how many steps each symbol lasts, the marks of beginning and end included."""
        import numpy as np

        from studio.engines import hibari_shape as shape
        from studio.engines.hibari_sound import sound

        session, vocabulary = self._model(_model_file(options))
        ids = [0, *(vocabulary[symbol.phoneme] for symbol in sentence), 0]
        feed = {"ids": np.asarray([ids], np.int64), "speed": np.asarray([speed], np.float32)}
        found, f0, frames = session.run([_SPECTRA, "f0", _DURATIONS], feed, _only_what_is_asked())
        spectra, f0_hz = found.reshape(f0.shape[1], _PARTS, -1), f0[0]
        if options.pitch != 1.0 or options.tract != 1.0:
            lh, theta, ln, lr, _ = spectra.transpose(1, 2, 0)
            lh[:], theta[:] = shape.harmonic_envelopes(np.stack([lh, theta]), f0_hz, options.tract)
            lh += np.float32(0.5 * math.log(options.pitch))  # fewer pulses a second, or more, are as loud
            ln[:], lr[:] = (shape.stretched(one, options.tract) for one in (ln, lr))
            f0_hz = f0_hz * np.float32(options.pitch)
        made = sound(spectra, f0_hz, seed)
        return np.ascontiguousarray(made * _HEADROOM, np.float32), np.rint(frames.ravel()).astype(np.int64)

    def _loaded(self, options: HibariOptions) -> tuple[HibariReader, dict[str, int]]:
        """The reader, and the model's number of each symbol."""
        from concurrent.futures import ThreadPoolExecutor

        with ThreadPoolExecutor(1) as threads:  # each takes long to load the first time
            model = threads.submit(self._model, _model_file(options))
            return self._reader(options), model.result()[1]

    def _model(self, path: Path) -> Any:
        if path not in self._models:
            import json

            import hibari
            import onnxruntime

            settings = onnxruntime.SessionOptions()
            settings.intra_op_num_threads = settings.inter_op_num_threads = 1  # there is a process for every core
            settings.log_severity_level = 3
            settings.enable_cpu_mem_arena = False  # it keeps twice of what the longest sentence needs
            with loading(path, "hibari"):
                model = b"".join([path.read_bytes(), *map(_one_more_output, (_DURATIONS, _SPECTRA))])
                session = onnxruntime.InferenceSession(model, settings, providers=["CPUExecutionProvider"])
            check_shapes(session, path, "hibari", takes=_TAKES, gives=_GIVES)
            vocabulary = json.loads((Path(hibari.__file__).parent / "assets" / "vocab.json").read_text("utf-8"))
            self._models[path] = session, vocabulary
        return self._models[path]

    def _reader(self, options: HibariOptions) -> HibariReader:
        british = options.voice in _BRITISH
        if british not in self._readers:
            self._readers[british] = HibariReader(british=british)
        return self._readers[british]

    # ---------------------------------------------------------------------------------------- phonemes

    def pronounced(self, utterance: Utterance, options: HibariOptions) -> Iterator[PronouncedWord]:
        """How each word is said, and where that is known from."""
        return self._reader(options).pronounced(utterance)

    def unsayable(self, ipa: str) -> str:
        """The symbols that no voice has a sound for."""
        return misaki_phonemes(ipa)[1]

    def _symbols(self, utterance: Utterance, options: HibariOptions) -> list[_Symbol]:
        """The utterance in phonemes."""
        reader, vocabulary = self._loaded(options)
        return [
            _Symbol(phoneme, word.start)
            for word in reader.read(utterance)
            for phoneme in (*word.phonemes, *(" " * word.blank))
            if phoneme in vocabulary
        ]


def _note_starts(
    starts: dict[int, int], spans: Sequence[tuple[int, int]], sentence: Sequence[_Symbol], begin: Sequence[int]
) -> None:
    """Where each word begins: with the first phoneme that belongs to one of its characters."""
    word = 0
    for symbol, sample in zip(sentence, begin, strict=True):
        if symbol.phoneme.isspace():
            continue
        while word < len(spans) and spans[word][1] <= symbol.at:
            word += 1
        if word < len(spans) and spans[word][0] <= symbol.at:
            starts.setdefault(word, sample)


def _sentences(symbols: Sequence[_Symbol]) -> Iterator[list[_Symbol]]:
    """What the network sees at once: sentences, and of a long one its clauses, or as many words as it takes."""
    for sentence in _cut(symbols, _SENTENCE_ENDS):
        if len(sentence) <= _MOST_PHONEMES:
            yield sentence
        else:
            yield from _packed(
                itertools.chain.from_iterable(_cut(clause, " ") for clause in _cut(sentence, _CLAUSE_ENDS))
            )


def _packed(parts: Iterator[list[_Symbol]]) -> Iterator[list[_Symbol]]:
    pack: list[_Symbol] = []
    for part in parts:
        # Once half full, a pack is closed at a clause's end rather than in the middle of the next one.
        closes = bool(pack) and pack[-1].phoneme in _CLAUSE_ENDS and len(pack) > _MOST_PHONEMES // 2
        if pack and (closes or len(pack) + len(part) > _MOST_PHONEMES):
            yield pack
            pack = []
        pack = pack + part[:_MOST_PHONEMES]
    if pack:
        yield pack


def _cut(symbols: Sequence[_Symbol], ends: str) -> Iterator[list[_Symbol]]:
    """Stretches that end with one of some marks and the blank behind it; without those that hold no sound."""
    start = 0
    for index, symbol in enumerate(symbols):
        last = index + 1 == len(symbols)
        if last or (symbol.phoneme in ends and (symbols[index + 1].phoneme == " " or symbol.phoneme == " ")):
            stretch = list(symbols[start : index + 1])
            while stretch and stretch[0].phoneme == " " and ends != " ":
                del stretch[0]
            start = index + 1
            if any(one.phoneme.isalpha() for one in stretch):
                yield stretch


def _one_more_output(name: str) -> bytes:
    """What makes a tensor that a network computes anyway one of its outputs, once it stands behind the network.

    A serialised ONNX model is one protobuf message, and a message with another appended is both merged: so it is enough
    to append a model whose graph (field 7) holds nothing but an output (field 12) of this name (field 1).
    """
    value = b"\x0a" + bytes([len(name)]) + name.encode()
    graph = b"\x62" + bytes([len(value)]) + value
    return b"\x3a" + bytes([len(graph)]) + graph


def _only_what_is_asked() -> Any:
    """The network need not compute what nobody takes."""
    import onnxruntime

    how = onnxruntime.RunOptions()
    how.only_execute_path_to_fetches = True
    return how


def _model_file(options: HibariOptions) -> Path:
    """Where a voice's model is; that of ``heart`` is in the package."""
    if options.model is not None:
        return options.model
    package = importlib.util.find_spec("hibari")
    assert package is not None and package.origin is not None  # the voice would be unusable
    return Path(package.origin).parent / "assets" / "hibari.onnx"
