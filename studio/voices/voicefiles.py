"""Writing voice files: for a model that was installed, or for one that the user brings."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from studio.kit.errors import ConfigurationError
from studio.kit.files import write_atomically
from studio.kit.inputs import real

if TYPE_CHECKING:
    from pathlib import Path

_CONSENT = (
    "# This engine can imitate a person from a recording (setting `reference`). Use only your own voice, or one whose\n"
    "# owner has agreed in writing to this use; keep that agreement, and say under `consent` who agreed to what.\n"
)


def write_voice(root: Path, name: str, *, note: str = "", **fields: Any) -> Path:
    """Write ``voices/<name>.yaml``.

    Args:
        root: of the show.
        name: of the voice.
        note: comment lines for the head of the file.
        fields: as in :class:`studio.model.Voice`; empty ones are left out.

    Raises:
        ConfigurationError: there is a voice of this name, or the name cannot be a file's.
    """
    import yaml

    path = root / "voices" / f"{name}.yaml"
    if not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9_.-]*", name):
        raise ConfigurationError("bad-name", f"{name!r} cannot name a voice: use letters, digits, '-', '_' and '.'")
    if path.exists():
        raise ConfigurationError(
            "voice-exists", f"there is a voice {name!r} already", where=f"voices/{name}.yaml",
            hint="Choose another name, or remove that file first.",
        )  # fmt: skip
    text = yaml.safe_dump({key: value for key, value in fields.items() if value}, sort_keys=False, allow_unicode=True)
    write_atomically(path, (note + text).encode())
    return path


def import_voice(model: Path, root: Path, name: str | None = None) -> Path:
    """Write a voice file for a model folder (or single model file) of the user's; the model stays where it is.

    Piper (``*.onnx`` with ``*.onnx.json``), Kokoro (``*.onnx`` with ``voices*.bin`` or ``.npz``) and Coqui
    (``*.pth`` or an XTTS folder, with ``config.json``) are told apart by their files.

    Args:
        model: folder or file.
        root: of the show, which gets ``voices/<name>.yaml``.
        name: of the voice, by default that of the model.

    Raises:
        ConfigurationError: nothing there that an engine could load, more than one model, or a name that is taken.
    """
    if not model.exists():
        raise ConfigurationError("model-missing", "there is no such model", where=str(model))
    engine, settings = _recognise(model)
    shown = {key: _shown(value, root) if hasattr(value, "is_file") else value for key, value in settings.items()}
    chosen = name or re.sub(r"[^A-Za-z0-9_.-]+", "-", model.stem if model.is_file() else model.resolve().name)
    note = _CONSENT if engine == "coqui" else ""
    return write_voice(
        root, chosen, note=note, engine=engine, description=f"imported from {model.name}", settings=shown
    )


def _recognise(model: Path) -> tuple[str, Mapping[str, Any]]:
    folder = model if model.is_dir() else model.parent
    onnx = [model] if model.suffix == ".onnx" else sorted(folder.glob("*.onnx")) if model.is_dir() else []
    styles = sorted([*folder.glob("voices*.bin"), *folder.glob("voices*.npz")])
    if onnx and styles:
        return "kokoro", {
            "model": _only(onnx, folder),
            "voices": _only(styles, folder),
            "speaker": _first_style(styles[0]),
        }
    described = [path for path in onnx if path.with_name(path.name + ".json").is_file()]
    if described:
        return "piper", {"model": _only(described, folder)}
    if (folder / "config.json").is_file():
        if _is_xtts(folder / "config.json"):
            return "coqui", {"model": folder, "language": "en"}
        checkpoints = [model] if model.suffix == ".pth" else sorted(folder.glob("*.pth"))
        checkpoints = [path for path in checkpoints if not path.name.startswith("speakers")]
        if checkpoints:
            return "coqui", {"model": _only(checkpoints, folder)}
    raise ConfigurationError(
        "model-unknown", "no engine knows what to do with these files", where=str(model),
        hint="Piper needs x.onnx and x.onnx.json, Kokoro x.onnx and voices*.bin, Coqui x.pth and config.json.",
    )  # fmt: skip


def _only(paths: list[Path], folder: Path) -> Path:
    if len(paths) > 1:
        names = ", ".join(path.name for path in paths)
        raise ConfigurationError("model-ambiguous", f"there are several models: {names}", where=str(folder),
                                 hint="Name one of them instead of the folder.")  # fmt: skip
    return paths[0]


def _first_style(path: Path) -> str:
    import numpy as np

    with np.load(path) as styles:
        return str(min(styles.keys()))


def _is_xtts(config: Path) -> bool:
    try:
        return str(json.loads(config.read_text(encoding="utf-8")).get("model", "")).lower() == "xtts"
    except (ValueError, AttributeError):
        return False


def _shown(path: Path, root: Path) -> str:
    try:
        return real(path).relative_to(real(root)).as_posix()
    except ValueError:
        return str(real(path))
