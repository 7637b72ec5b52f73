"""What the ONNX engines share: repeatable chance."""

from __future__ import annotations

import mmap
from functools import lru_cache
from typing import TYPE_CHECKING

from studio.engines.modelfiles import FileState, file_state

if TYPE_CHECKING:
    from pathlib import Path


def draws_random_numbers(model: Path) -> bool:
    """Whether the model has a node that draws random numbers (``RandomNormalLike`` and its kind).

    ONNX Runtime gives each such node its own generator when a session starts and offers no way to reset it, so that a
    repeatable take from such a model needs a session of its own, started after ``onnxruntime.set_seed``.
    """
    return _draws_random_numbers(file_state(model))


@lru_cache(maxsize=64)
def _draws_random_numbers(model: FileState) -> bool:
    with model[0].open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content:
        return content.find(b"RandomNormal") >= 0 or content.find(b"RandomUniform") >= 0
