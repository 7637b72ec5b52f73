"""What Coqui TTS needs before it can be imported and a model loaded from local files."""

from __future__ import annotations

import ctypes
import importlib.util
import json
import os
import re
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

from studio.engines.coqui_trust import read_description
from studio.kit import inputs

#: Settings in a model's configuration that name other files; they are stored absolute, as of the training machine.
_FILE_SETTINGS = (
    "speakers_file", "language_ids_file", "d_vector_file", "speaker_encoder_model_path", "speaker_encoder_config_path",
    "stats_path",
)  # fmt: skip
_ESPEAK_LANGUAGES = {"en": "en-us", "en-us": "en-us", "en-gb": "en-gb", "de": "de", "fr": "fr-fr", "es": "es"}


@cache
def prepare() -> None:
    """Make ``import TTS`` work on a CPU-only torch and without an ``espeak-ng`` program; changes no installed file."""
    _let_torchaudio_import()
    _use_bundled_espeak()


def _let_torchaudio_import() -> None:
    """torchaudio's wheels link CUDA and fail beside a CPU torch; it runs without its C++ part when told so."""
    import torch

    if torch.version.cuda is not None or "torchaudio" in sys.modules:
        return
    stub = ModuleType("torchaudio._extension")
    stub.__dict__.update(
        _IS_TORCHAUDIO_EXT_AVAILABLE=False,
        _IS_ALIGN_AVAILABLE=False,
        _check_cuda_version=lambda: None,
        fail_if_no_align=lambda function: function,
        lazy_import_sox_ext=lambda: None,
    )
    sys.modules.setdefault("torchaudio._extension", stub)
    if importlib.util.find_spec("torchcodec") is None:  # TTS insists on it, only to read references
        codec = ModuleType("torchcodec")
        codec.__spec__ = importlib.util.spec_from_loader("torchcodec", loader=None)
        sys.modules["torchcodec"] = codec
        import torchaudio

        torchaudio.load = _load_audio


def _load_audio(path: str | os.PathLike[str], *_: Any, **__: Any) -> tuple[Any, int]:
    """What ``torchaudio.load`` gives, shape (channels, samples) and rate, read by libsndfile instead of torchcodec."""
    import soundfile
    import torch

    samples, rate_hz = soundfile.read(path, dtype="float32", always_2d=True)
    return torch.from_numpy(samples.T.copy()), int(rate_hz)


def _use_bundled_espeak() -> None:
    """Phonemes from the library in espeakng-loader: no program needed, and the same on every machine."""
    from TTS.tts.utils.text.phonemizers import espeak_wrapper

    def phonemize(self: Any, text: str, separator: str = "|", **_: Any) -> str:
        return _ipa(text, _ESPEAK_LANGUAGES.get(self._language, self._language)).replace("_", separator)

    espeak_wrapper._DEF_ESPEAK_LIB = "espeak-ng"
    espeak_wrapper.get_espeakng_version = lambda: "1.52"
    espeak_wrapper.ESpeak.phonemize_espeak = phonemize
    espeak_wrapper.ESpeak.is_available = classmethod(lambda _cls: True)
    espeak_wrapper.ESpeak.supported_languages = staticmethod(lambda: dict.fromkeys(_ESPEAK_LANGUAGES, ""))


def _ipa(text: str, language: str) -> str:
    library = _espeak()
    library.espeak_SetVoiceByName(language.encode())
    rest = ctypes.c_char_p(text.encode())
    clauses: list[str] = []
    while rest.value is not None:  # one clause a call
        clause = library.espeak_TextToPhonemes(
            ctypes.byref(rest), 1, 0x02 | (ord("_") << 8)
        )  # UTF-8 in; IPA, _ between
        clauses.append((clause or b"").decode())
    spoken = " ".join(clause.strip() for clause in clauses if clause.strip())
    return re.sub(r"\([^)]*\)", "", spoken)  # marks of a change of language


@cache
def _espeak() -> Any:
    import espeakng_loader

    from studio.engines.espeak_library import data_folder

    library = ctypes.CDLL(espeakng_loader.get_library_path())
    library.espeak_TextToPhonemes.restype = ctypes.c_char_p
    library.espeak_TextToPhonemes.argtypes = [ctypes.POINTER(ctypes.c_char_p), ctypes.c_int, ctypes.c_int]
    if library.espeak_Initialize(2, 0, os.fsencode(data_folder()), 0x8000) <= 0:
        raise RuntimeError("eSpeak NG does not start")
    return library


def model_folder_files(model: Path) -> tuple[Path, ...]:
    """The files of a model: those in its folder, or for a single checkpoint its description and what that names."""
    if model.is_dir():
        return tuple(sorted(inputs.names_in(model, "**/*")))
    config = _description(model)
    return model, config, *_named_files(_settings(config), config.parent).values()


def model_languages(model: Path) -> tuple[str, ...]:
    """The languages that a model's description names; ``*`` where it names none."""
    settings = _settings(_description(model))
    named = settings.get("languages") or [settings.get("phoneme_language")]
    return tuple(str(name) for name in named if name) if isinstance(named, list) and any(named) else ("*",)


@contextmanager
def local_descriptions(model: Path, vocoder: Path | None) -> Iterator[tuple[str, str | None]]:
    """Paths of temporary copies of the descriptions of a model and a vocoder, in which paths are those that hold here.

    Raises:
        ConfigurationError: a description that asks for more than a model.
    """
    with tempfile.TemporaryDirectory(prefix="studio-coqui-") as folder:
        copies = [None if one is None else _localised(one, Path(folder), one is vocoder) for one in (model, vocoder)]
        yield str(copies[0]), copies[1]


def _localised(model: Path, into: Path, vocoder: bool) -> str:
    config = _description(model)
    settings = read_description(config, vocoder=vocoder)
    named = _named_files(settings, config.parent)
    for part in _parts(settings):
        part.update({name: str(path) for name, path in named.items() if part.get(name)})
    copy = into / ("vocoder.json" if vocoder else "model.json")
    copy.write_text(json.dumps(settings), encoding="utf-8")
    return str(copy)


def _description(model: Path) -> Path:
    return model / "config.json" if model.is_dir() else model.with_name("config.json")


def _settings(config: Path) -> dict[str, Any]:
    """What a description says, whatever it asks for; nothing where it says nothing, which is told on loading."""
    try:
        settings = json.loads(inputs.read_bytes(config))
    except (ValueError, RecursionError):
        return {}
    return settings if isinstance(settings, dict) else {}


def _parts(settings: dict[str, Any]) -> list[dict[str, Any]]:
    parts = (settings, settings.get("model_args"), settings.get("audio"))
    return [part for part in parts if isinstance(part, dict)]


def _named_files(settings: dict[str, Any], folder: Path) -> dict[str, Path]:
    """Setting → file, for those that lie beside the description under the name that the setting gives."""
    found: dict[str, Path] = {}
    for part in _parts(settings):
        for name in _FILE_SETTINGS:
            value = part.get(name)
            local = folder / Path(str(value).replace("\\", "/")).name if value else None
            if local is not None and inputs.is_file(local):
                found[name] = local
    return found
