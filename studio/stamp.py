"""Knowing, without any work, that a render would change nothing.

After a render a stamp notes a fingerprint of everything that went in, and the digest of every file that came out or
was kept in the cache. While all of that holds, the former result is the result. Reading a stamp imports nothing heavy.
"""

from __future__ import annotations

import hashlib
import json
import os
import sys
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from studio import __version__
from studio.files import write_atomically
from studio.model import Show

_FORMAT = 1
_PACKAGE = Path(__file__).parent
#: Other people's packages that decide what is heard or written; those that are not installed count as absent.
_LIBRARIES = (
    *("espeakng-loader", "imageio-ffmpeg", "lameenc", "markdown-it-py", "mutagen", "num2words", "numpy", "soxr"),
    *("coqui-tts", "kokoro-onnx", "onnxruntime", "piper-tts", "torch"),
)


def stamp_path(cache: Path, episode: str) -> Path:
    """Where an episode's stamp is kept."""
    return cache / "stamps" / f"{episode}.json"


def fingerprint(show: Show, script: Path, options: Mapping[str, object]) -> str:
    """SHA-256 over the show's files, the episode's own, the options, and the version of all code that takes part."""
    digest = hashlib.sha256(f"{_FORMAT} {__version__} {sys.version} {sorted(options.items())}".encode())
    for path in _inputs(show, script):
        digest.update(f"\0{path}\0".encode())
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    for path in sorted(_PACKAGE.rglob("*")):
        if path.suffix in (".py", ".tsv", ".txt"):
            digest.update(f"\0{path}{_look(path)}".encode())
    digest.update(repr([_version(name) for name in _LIBRARIES]).encode())
    return digest.hexdigest()


def read_stamp(path: Path, inputs: str, folder: Path) -> dict[str, Any] | None:
    """The summary that was noted, if inputs, models, products and cache entries all still are what they were."""
    try:
        stamp = json.loads(path.read_bytes())
        if stamp["inputs"] != inputs:
            return None
        if any(_look(Path(name)) != was for name, was in stamp["models"].items()):
            return None
        files = {Path(name): was for name, was in stamp["entries"].items()}
        files |= {folder / name: was for name, was in stamp["products"].items()}
        with ThreadPoolExecutor(os.cpu_count()) as pool:
            if not all(pool.map(lambda item: _digest(item[0]) == item[1], files.items())):
                return None
        return dict(stamp["summary"])
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None


def write_stamp(
    path: Path,
    inputs: str,
    *,
    products: Iterable[Path],
    entries: Iterable[Path],
    models: Iterable[Path],
    summary: Mapping[str, Any],
) -> None:
    """Note what a render was made from and what it made."""
    kept = [entry.resolve() for entry in sorted(entries)]
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        digests = dict(zip(map(str, kept), pool.map(_digest, kept), strict=True))
    stamp = {
        "inputs": inputs,
        "models": {str(model): _look(model) for model in sorted(models)},
        "products": {product.name: _digest(product) for product in sorted(products)},
        "entries": digests,
        "summary": dict(summary),
    }
    write_atomically(path, json.dumps(stamp).encode())


def _inputs(show: Show, script: Path) -> Iterator[Path]:
    """Files that decide an episode, in a fixed order."""
    yield show.root / "studio.yaml"
    yield script
    own = script.with_suffix(".takes.yaml")
    if own.is_file():
        yield own
    for name in ("voices", "assets", f"recordings/{script.stem}"):
        yield from sorted(path for path in (show.root / name).rglob("*") if path.is_file())
    elsewhere = {show.artwork, *show.lexicons, *(asset.path for asset in show.assets.values())}
    yield from sorted(elsewhere)


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _look(path: Path) -> list[int]:
    """Size and time of change: enough for files that nobody edits by hand, too large to be read each time."""
    status = path.stat()
    return [status.st_size, status.st_mtime_ns]


def _version(name: str) -> str | None:
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version(name)
    except PackageNotFoundError:
        return None
