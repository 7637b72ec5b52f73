"""What the ONNX engines share: models that are loaded or refused in words, and repeatable chance."""

from __future__ import annotations

import mmap
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import lru_cache
from typing import TYPE_CHECKING, Any, TypeAlias

from studio.engines.modelfiles import FileState, file_state
from studio.kit.errors import StudioError

if TYPE_CHECKING:
    from pathlib import Path

#: Names of inputs or outputs → their dimensions; None where any length will do.
Shapes: TypeAlias = Mapping[str, Sequence[int | None]]
_HINT = "Fetch the model anew, or name another file in the voice's settings."


@contextmanager
def loading(model: Path, engine: str) -> Iterator[None]:
    """A block in which a model is loaded: whatever goes wrong with the file is said in one sentence.

    Args:
        model: the file.
        engine: the engine that it is meant for.

    Raises:
        StudioError: ``bad-model``; the file is gone, cut short, damaged, or nothing that the engine could use.
    """
    try:
        yield
    except StudioError:
        raise
    except OSError as error:
        reason = f"the model cannot be read: {error.strerror or error}"
        raise StudioError("bad-model", reason, where=str(model), hint=_HINT) from error
    except Exception as error:  # the runtimes raise whatever they like
        said = " ".join(str(error).split())[:160]
        reason = f"this is no whole model for {engine} ({type(error).__name__}: {said})"
        raise StudioError("bad-model", reason, where=str(model), hint=_HINT) from error


def check_shapes(session: Any, model: Path, engine: str, *, takes: Shapes, gives: Shapes) -> None:
    """Refuse a network that is none of the engine's.

    Args:
        session: of ONNX Runtime.
        model: its file.
        engine: the engine that it is meant for.
        takes: inputs that it must have.
        gives: outputs that it must have.

    Raises:
        StudioError: ``bad-model``.
    """
    for what, wanted, found in (("input", takes, session.get_inputs()), ("output", gives, session.get_outputs())):
        shapes = {one.name: one.shape for one in found}
        for name, shape in wanted.items():
            if name not in shapes:
                reason = f"it has no {what} `{name}`, but {', '.join(shapes) or 'none'}"
            elif not _fits(shapes[name], shape):
                reason = f"its {what} `{name}` has the shape {_shown(shapes[name])}, not {_shown(shape)}"
            else:
                continue
            raise StudioError("bad-model", f"this is no model for {engine}: {reason}", where=str(model), hint=_HINT)


def _fits(found: Sequence[object], wanted: Sequence[int | None]) -> bool:
    sizes = zip(found, wanted, strict=False)
    return len(found) == len(wanted) and all(not isinstance(a, int) or b in (None, a) for a, b in sizes)


def _shown(shape: Sequence[object]) -> str:
    return " x ".join(str(size) if isinstance(size, int) else "any" for size in shape) or "a single number"


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
