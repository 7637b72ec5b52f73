"""Public models that ``studio voices install`` knows by name, each file pinned by size and SHA-256.

The licences are those of the models' own cards; read them before you publish. Voices of hibari are listed by its own
package, with the sizes and digests of the release that is installed.
"""

from __future__ import annotations

import importlib.util
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from studio.engines.options import MODELS
from studio.kit.errors import ConfigurationError, suggest
from studio.kit.folders import models_folder
from studio.voices.downloads import RemoteFile, fetch
from studio.voices.voicefiles import write_voice

if TYPE_CHECKING:
    from studio.kit.events import Events
    from studio.model.show import Voice

_PIPER = "https://huggingface.co/rhasspy/piper-voices/resolve/v1.0.0/"
_KOKORO = "https://github.com/thewh1teagle/kokoro-onnx/releases/download/model-files-v1.0/"
_HIBARI = "https://huggingface.co/maureesewilliams/hibari/resolve/main/voices/"


@dataclass(frozen=True, slots=True)
class PublicVoice:
    """A model that can be installed; a setting ``{file}`` of a voice names one of its files."""

    name: str
    engine: str
    description: str
    language: str
    licence: str
    attribution: str
    files: tuple[RemoteFile, ...]
    settings: Mapping[str, str] = field(default_factory=dict)

    @property
    def size_bytes(self) -> int:
        """Of all files together."""
        return sum(file.size_bytes for file in self.files)

    @property
    def is_installed(self) -> bool:
        """Whether its files are whole in the user's folder of models; what is in them shows when they are used."""
        return all(_size_bytes(models_folder() / self.name / file.name) == file.size_bytes for file in self.files)


def _piper(name: str, model_sha256: str, config: tuple[int, str], description: str, licence: str) -> PublicVoice:
    language, speaker, quality = name.split("-")
    folder = f"{_PIPER}{language[:2]}/{language}/{speaker}/{quality}/"
    model, description_file = f"{name}.onnx", f"{name}.onnx.json"
    return PublicVoice(
        name=name,
        engine="piper",
        description=description,
        language=language.replace("_", "-"),
        licence=licence,
        attribution=f"Piper voices, {folder}MODEL_CARD",
        files=(
            RemoteFile(model, folder + model, 63_201_294, model_sha256),
            RemoteFile(description_file, folder + description_file, *config),
        ),
        settings={"model": model},
    )


CATALOGUE: Mapping[str, PublicVoice] = {
    voice.name: voice
    for voice in (
        _piper(
            "en_US-lessac-medium",
            "5efe09e69902187827af646e1a6e9d269dee769f9877d17b16b1b46eeaaf019f",
            (4_885, "efe19c417bed055f2d69908248c6ba650fa135bc868b0e6abb3da181dab690a0"),
            "American, female, medium quality",
            "see the model card (Blizzard 2013 data: research only)",
        ),
        _piper(
            "en_US-amy-medium",
            "b3a6e47b57b8c7fbe6a0ce2518161a50f59a9cdd8a50835c02cb02bdd6206c18",
            (4_882, "95a23eb4d42909d38df73bb9ac7f45f597dbfcde2d1bf9526fdeaf5466977d77"),
            "American, female, medium quality",
            "see the model card",
        ),
        _piper(
            "en_GB-alan-medium",
            "0a309668932205e762801f1efc2736cd4b0120329622adf62be09e56339d3330",
            (4_888, "c0f0d124e5895c00e7c03b35dcc8287f319a6998a365b182deb5c8e752ee8c1e"),
            "British, male, medium quality",
            "see the model card",
        ),
        PublicVoice(
            name="kokoro-michael",
            engine="kokoro",
            description="American, male, Kokoro 82M",
            language="en-US",
            licence="Apache-2.0",
            attribution="Kokoro-82M by hexgrad, https://huggingface.co/hexgrad/Kokoro-82M",
            files=(
                RemoteFile(
                    "kokoro-v1.0.onnx",
                    _KOKORO + "kokoro-v1.0.onnx",
                    325_532_387,
                    "7d5df8ecf7d4b1878015a32686053fd0eebe2bc377234608764cc0ef3636a6c5",
                ),
                RemoteFile(
                    "voices-v1.0.bin",
                    _KOKORO + "voices-v1.0.bin",
                    28_214_398,
                    "bca610b8308e8d99f32e6fe4197e7ec01679264efed0cac9140fe9c29f1fbf7d",
                ),
            ),
            settings={"model": "kokoro-v1.0.onnx", "voices": "voices-v1.0.bin", "speaker": "am_michael"},
        ),
    )
}


def _size_bytes(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return -1


def public_voices() -> Mapping[str, PublicVoice]:
    """Everything that can be installed here, by name: the catalogue, and what the package of hibari lists."""
    return {**CATALOGUE, **_hibari_voices()}


def install_command(voice: Voice) -> str | None:
    """The command that fetches the model which a voice's settings name; None where that is not a public one."""
    for value in voice.settings.values():
        name = str(value).removeprefix(MODELS).partition("/")[0]
        if str(value).startswith(MODELS) and name in public_voices():
            return f"studio voices install {name}"
    return None


def published_digest(path: Path) -> str | None:
    """SHA-256 that a model file has as published; None for one that is not a public model's."""
    voice = public_voices().get(path.parent.name) if path.parent.parent == models_folder() else None
    if voice is not None:
        return next((file.sha256 for file in voice.files if file.name == path.name), None)
    if path == _hibari_assets() / "hibari.onnx":
        listed = _hibari_listing().get("heart", {}).get("sha256")
        return str(listed) if listed else None
    return None


@cache
def _hibari_assets() -> Path:
    package = importlib.util.find_spec("hibari")
    return Path(package.origin).parent / "assets" if package and package.origin else Path("hibari is not installed")


@cache
def _hibari_listing() -> Mapping[str, Mapping[str, Any]]:
    """The package's own list of voices: ``file``, ``bytes``, ``sha256``, ``kokoro`` and others of each."""
    try:
        listing: Mapping[str, Mapping[str, Any]] = json.loads((_hibari_assets() / "voices.json").read_bytes())
    except (OSError, ValueError):  # not installed, or an installation that has other troubles
        return {}
    return listing


@cache
def _hibari_voices() -> Mapping[str, PublicVoice]:
    return {
        name: PublicVoice(
            name=name,
            engine="hibari",
            description=f"{one['accent']}, {one['gender']}, neural and quick",
            language=one["language"],
            licence="Apache-2.0",
            attribution=f"hibari-tts by Maureese Williams, distilled from {one['kokoro']} of Kokoro-82M by hexgrad",
            files=(RemoteFile(one["file"], _HIBARI + one["file"], one["bytes"], one["sha256"]),),
            settings={"voice": name, "model": one["file"]},
        )
        for name, one in _hibari_listing().items()
        if not one["bundled"]
    }


def install_voice(
    name: str,
    root: Path | None,
    events: Events | None = None,
    *,
    catalogue: Mapping[str, PublicVoice] | None = None,
    timeout_s: float = 30.0,
) -> tuple[PublicVoice, Path | None]:
    """Fetch a public model into the user's folder of models and write a voice file into the show.

    Args:
        name: in the catalogue.
        root: of the show, which gets ``voices/<name>.yaml`` unless it has one; None for no voice file.
        events: told of progress, in bytes, under each file's name.
        catalogue: what can be installed, by default :func:`public_voices`.
        timeout_s: longest silence of the server.

    Returns:
        The model, and the voice file where one was written.

    Raises:
        ConfigurationError: no model of this name.
        StudioError: it cannot be fetched or is not what it should be.
    """
    known = public_voices() if catalogue is None else catalogue
    if name not in known:
        hint = suggest(name, known) or ""
        if not _hibari_listing():
            hint += " Those of hibari are known where it is installed: pip install hibari-tts."
        raise ConfigurationError("unknown-voice", f"there is no public model named {name!r}", hint=hint.strip())
    voice = known[name]
    folder = models_folder() / voice.name
    for file in voice.files:
        fetch(file, folder, events, timeout_s=timeout_s)
    if root is None or (root / "voices" / f"{name}.yaml").exists():
        return voice, None
    names = {file.name for file in voice.files}
    settings = {
        setting: f"models:{voice.name}/{value}" if value in names else value
        for setting, value in voice.settings.items()
    }
    written = write_voice(
        root, voice.name, engine=voice.engine, description=voice.description, language=voice.language,
        licence=voice.licence, attribution=voice.attribution, settings=settings,
    )  # fmt: skip
    return voice, written
