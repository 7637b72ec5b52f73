"""What travels to the workers of a cluster: a voice by value, and orders for it.

A voice's model files do not travel. They are known by their hashes, and a worker looks for its own copies of them: at
the same path, or by their name below its folder of models.
"""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import studio
from studio.engines.modelfiles import content_digest
from studio.engines.options import MODELS
from studio.engines.registry import find_engine
from studio.kit.errors import StudioError
from studio.kit.folders import models_folder
from studio.takes.keys import FORMAT

if TYPE_CHECKING:
    from studio.model.show import Voice

#: What client and workers must have in common: all else that decides a take's sound is known by voice.
VERSION = f"{studio.__version__} (takes {FORMAT})"
#: What a process with a model in it needs beyond the model itself, twice: weights are unpacked, and it works on them.
_MEMORY_BASE, _MEMORY_FACTOR = 500_000_000, 2


@dataclass(frozen=True, slots=True)
class CarriedVoice:
    """A voice as it is given to another machine.

    Attributes:
        voice: with the paths in its settings as they are on the client.
        files: names of the settings that are paths.
        engine_version: of the client's engine; it is part of the takes' keys.
        models: SHA-256 of each model file, in the engine's order.
        gpu: whether it is set to run on a GPU.
        memory_bytes: roughly what a process needs that speaks with it.
    """

    voice: Voice
    files: tuple[str, ...]
    engine_version: str
    models: tuple[str, ...]
    gpu: bool
    memory_bytes: int


def carry(voice: Voice, root: Path) -> CarriedVoice:
    """The voice by value.

    Raises:
        StudioError: it cannot speak on this machine either.
        OSError: a model file cannot be read.
    """
    engine = find_engine(voice.engine)
    options = engine.options(voice, root)
    settings, files = dict(voice.settings), []
    for field in dataclasses.fields(options):
        value = getattr(options, field.name)
        if isinstance(value, Path) and field.name in settings:
            files.append(field.name)
            if not str(settings[field.name]).startswith(MODELS):
                settings[field.name] = str(value.absolute())
    paths = engine.model_files(options)
    return CarriedVoice(
        replace(voice, settings=settings),
        tuple(files),
        engine.info.version,
        tuple(map(content_digest, paths)),
        str(settings.get("device", "")).startswith("cuda"),
        _MEMORY_BASE + _MEMORY_FACTOR * sum(path.stat().st_size for path in paths),
    )


def placed(carried: CarriedVoice) -> Voice:
    """The voice with the paths at which its files are on this machine, as far as they are."""
    settings = dict(carried.voice.settings)
    for name in carried.files:
        text = str(settings[name])
        if not text.startswith(MODELS) and not Path(text).exists():
            found = next(iter(sorted(models_folder().rglob(Path(text).name))), None)
            settings[name] = str(found or text)
    return replace(carried.voice, settings=settings)


def unfit(carried: CarriedVoice) -> str:
    """Why this machine cannot make a voice's takes as the client would, in words; empty where it can."""
    name = carried.voice.engine
    try:
        engine = find_engine(name)
        if reason := engine.unusable():
            return reason
        if engine.info.version != carried.engine_version:
            return f"its engine {name} is {engine.info.version}, the client's {carried.engine_version}"
        paths = engine.model_files(engine.options(placed(carried), Path.cwd()))
        for path, digest in zip(paths, carried.models, strict=True):
            if content_digest(path) != digest:
                return f"its {path} is not the client's file, whose SHA-256 begins with {digest[:12]}"
    except StudioError as error:
        return f"{error} (models are looked for below {models_folder()})"
    except (OSError, ValueError) as error:
        return f"its models cannot be read: {error}"
    return ""
