"""Knowing, without any work, that a render would change nothing.

After a render a stamp notes a fingerprint of everything that went in, the digest of every file that came out, and which
cache entries took part. While all of that holds, and no entry is damaged, the former result is the result. Reading a
stamp imports nothing heavy.
"""

from __future__ import annotations

import hashlib
import json
import logging
import os
import sys
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from studio import __version__
from studio.kit.files import write_atomically
from studio.kit.sealed import is_whole
from studio.kit.threads import spread
from studio.model.show import Show

_FORMAT = 3
_PACKAGE = Path(__file__).parent.parent
log = logging.getLogger(__name__)
#: Other people's packages that decide what is heard or written; those that are not installed count as absent.
_LIBRARIES = (
    *("espeakng-loader", "imageio-ffmpeg", "lameenc", "markdown-it-py", "mutagen", "num2words", "numpy", "soxr"),
    *("coqui-tts", "kokoro-onnx", "onnxruntime", "piper-tts", "torch"),
)


def stamp_path(cache: Path, script: Path) -> Path:
    """Where the stamp of a script's episode is kept."""
    return cache / "stamps" / f"{script.stem}.json"


def fingerprint(show: Show, script: Path, options: Mapping[str, object]) -> str:
    """SHA-256 over the show's files, the episode's own, the options, and the version of all code that takes part."""
    digest = hashlib.sha256(f"{_FORMAT} {__version__} {sys.version} {sorted(options.items())}".encode())
    for path in _inputs(show, script):
        digest.update(f"\0{path}\0".encode())
        try:
            digest.update(hashlib.sha256(path.read_bytes()).digest())
        except OSError as error:
            # Whoever needs this file says so; nobody may need it.
            digest.update(f"unreadable {error.errno}".encode())
    for folder, _, names in sorted(os.walk(_PACKAGE)):
        for name in sorted(names):
            if name.endswith((".py", ".tsv", ".txt")):
                module = f"{folder}/{name}"
                digest.update(f"\0{module}{_look(module)}".encode())
    digest.update(repr([_version(name) for name in _LIBRARIES]).encode())
    return digest.hexdigest()


def read_stamp(path: Path, inputs: str) -> dict[str, Any] | None:
    """The summary that was noted, if inputs, models, products and cache entries all still are what they were."""
    try:
        stamp = json.loads(path.read_bytes())
        if stamp["inputs"] != inputs:
            return None
        if any(_look(Path(name)) != was for name, was in stamp["models"].items()):
            return None
        products = [(Path(name), was) for name, was in stamp["products"].items()]
        entries = [(Path(name), None) for name in stamp["entries"]]
        return dict(stamp["summary"]) if all(spread(_holds, products + entries)) else None
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None


def write_stamp(
    path: Path,
    inputs: str,
    *,
    products: Mapping[Path, str],
    entries: Iterable[Path],
    models: Iterable[Path],
    summary: Mapping[str, Any],
) -> None:
    """Note what a render was made from and what it made.

    Args:
        path: of the stamp.
        inputs: their fingerprint.
        products: SHA-256 of every file that came out.
        entries: sealed files of the cache.
        models: files of the user's that voices are made of.
        summary: what :func:`read_stamp` is to give.
    """
    stamp = {
        "inputs": inputs,
        "models": {str(model): _look(model) for model in sorted(models)},
        "products": {str(product.absolute()): digest for product, digest in products.items()},
        "entries": sorted({str(entry.absolute()) for entry in entries}),
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


def _holds(item: tuple[Path, str | None]) -> bool:
    """Whether a file has the digest that was noted; whether an entry, which has none, is whole.

    A damaged entry is named and deleted: then it is made again even where nothing else would ask for it.
    """
    path, digest = item
    if digest is None:
        whole = is_whole(path)
        if not whole and path.exists():
            log.warning("%s: damaged cache entry, deleted; it is made again", path)
            path.unlink(missing_ok=True)
        return whole
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest() == digest


def _look(path: Path | str) -> list[int]:
    """Size and time of change: enough for files that nobody edits by hand, too large to be read each time."""
    status = Path(path).stat()
    return [status.st_size, status.st_mtime_ns]


def _version(name: str) -> str | None:
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version(name)
    except PackageNotFoundError:
        return None
