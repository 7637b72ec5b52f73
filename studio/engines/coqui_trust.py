"""What a Coqui model may do: be read. Whatever of it could run code, or fetch something, is refused.

A model is a download of somebody's. Its checkpoint is a pickle, so are its statistics, and its description names
classes to import and files to open. Here the description is held against what is known, and while a model is loaded
pickles may hold numbers only.
"""

from __future__ import annotations

import json
import pickle
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

from studio.kit import inputs
from studio.kit.errors import ConfigurationError, StudioError

#: The kinds of models that are read from files alone. Bark and Tortoise unpickle freely, and fetch parts of themselves.
MODELS = (
    "align_tts", "delightful_tts", "fast_pitch", "fast_speech", "fastspeech2", "glow_tts", "neuralhmm_tts", "overflow",
    "speedy_speech", "tacotron", "tacotron2", "vits", "xtts",
)  # fmt: skip
VOCODERS = (
    "fullband_melgan", "gan", "hifigan", "melgan", "multiband_melgan", "parallel_wavegan", "univnet", "wavegrad",
    "wavernn",
)  # fmt: skip
#: Bases that several kinds of models share.
_BASES = ("align_tts", "forward_tts", "glow_tts", "tacotron", "tacotron2", "vits", "xtts")
_PARTS = re.compile(r"(?:fullband_|multiband_)?\w+_(?:generator|discriminator)")
_CLASS = re.compile(r"TTS\.tts\.(?:models|utils\.text)\.\w+(?:\.\w+)*")
_ADDRESS = re.compile(r"://|::")
#: What a pickle of numbers is made of.
_NUMBERS = {
    *((f"numpy.{core}.multiarray", name) for core in ("core", "_core") for name in ("_reconstruct", "scalar")),
    ("numpy", "ndarray"), ("numpy", "dtype"), ("_codecs", "encode"), ("collections", "OrderedDict"),
}  # fmt: skip
_MOST_CHARACTERS = 20_000_000


def read_description(config: Path, *, vocoder: bool = False) -> dict[str, Any]:
    """A model's ``config.json``, once it is known to ask for nothing but a model of a known kind.

    Args:
        config: the file.
        vocoder: whether it is to describe a vocoder.

    Raises:
        ConfigurationError: ``bad-model`` where it is no description, ``model-refused`` where it asks for more.
        OSError: it cannot be read.
    """
    try:
        data = inputs.read_bytes(config)
        settings = json.loads(data) if len(data) <= _MOST_CHARACTERS else None
    except (ValueError, RecursionError):
        settings = None
    if not isinstance(settings, dict):
        raise ConfigurationError("bad-model", "this is no description of a Coqui model", where=str(config))
    for complaint in _complaints(settings, vocoder):
        raise ConfigurationError(
            "model-refused",
            f"the model's description {complaint}, so that loading it could run code or fetch files",
            where=str(config),
            hint="Use another model; this one is not loaded.",
        )
    return settings


def _complaints(settings: dict[str, Any], vocoder: bool) -> Iterator[str]:
    kinds = VOCODERS if vocoder else MODELS
    named = settings.get("model", settings.get("generator_model"))
    kind = re.sub(r"_(?:generator|discriminator)", "", named) if vocoder and isinstance(named, str) else named
    if kind not in kinds:
        yield f"asks for the model {_shown(named)}, which is none of {', '.join(kinds)}"
    if settings.get("base_model") not in (None, *_BASES):
        yield f"asks for the base {_shown(settings['base_model'])}"
    for part in ("generator_model", "discriminator_model"):
        if settings.get(part) and not _PARTS.fullmatch(str(settings[part])):
            yield f"asks for the part {_shown(settings[part])}"
    for name, value in _texts(settings):
        if name == "characters_class" and not _CLASS.fullmatch(value):
            yield f"asks for the class {_shown(value)}"
        if re.search("file|path|checkpoint", name) and _ADDRESS.search(value):
            yield f"names the address {_shown(value)} as `{name}`"


def _texts(settings: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Every text in a description, with the name of the setting that it belongs to."""
    left: list[tuple[str, Any]] = [*settings.items()]
    while left:
        name, value = left.pop()
        if isinstance(value, dict):
            left += [(str(key), item) for key, item in value.items()]
        elif isinstance(value, list):
            left += [(name, item) for item in value]
        elif isinstance(value, str):
            yield name, value


def _shown(value: object) -> str:
    return repr(value if len(str(value)) <= 60 else f"{str(value)[:60]}…")


@contextmanager
def only_numbers() -> Iterator[None]:
    """Within the block ``torch.load`` takes weights only, and ``numpy.load`` no pickles but those of numbers.

    Raises:
        StudioError: ``model-refused``, for a pickle that holds anything else.
    """
    import numpy as np
    import torch

    real_numpy, real_torch = np.load, torch.load

    def load(file: Any, *arguments: Any, allow_pickle: bool = False, **options: Any) -> Any:
        return _load_numbers(Path(file)) if allow_pickle else real_numpy(file, *arguments, **options)

    def load_weights(file: Any, *arguments: Any, **options: Any) -> Any:
        return real_torch(file, *arguments, **options | {"weights_only": True})

    np.load, torch.load = load, load_weights
    try:
        yield
    except pickle.UnpicklingError as error:
        raise _refused(str(error)) from error
    finally:
        np.load, torch.load = real_numpy, real_torch


def _load_numbers(path: Path) -> Any:
    """What a ``.npy`` file holds, be it an object of numbers, texts, lists and mappings.

    Raises:
        StudioError: ``model-refused``.
    """
    import numpy as np

    with path.open("rb") as file:
        version = np.lib.format.read_magic(file)
        read = np.lib.format.read_array_header_1_0 if version == (1, 0) else np.lib.format.read_array_header_2_0
        _, _, kind = read(file)
        if not kind.hasobject:
            return np.load(path)
        return _Numbers(file).load()


class _Numbers(pickle.Unpickler):
    def __init__(self, file: IO[bytes]) -> None:
        super().__init__(file, encoding="latin1")

    def find_class(self, module: str, name: str) -> Any:
        if (module, name) not in _NUMBERS:
            raise pickle.UnpicklingError(f"it names {module}.{name}")
        return super().find_class(module, name)


def _refused(reason: str) -> StudioError:
    told = " ".join(reason.split())
    return StudioError(
        "model-refused",
        f"a file of the model is no plain set of numbers, and loading it could run code: {told[:160]}",
        hint="Use another model; this one is not loaded.",
    )
