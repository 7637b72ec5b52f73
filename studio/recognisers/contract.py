"""What a speech recogniser is: it writes down what it hears in a take.

A recogniser is a class without constructor arguments, registered in the entry-point group ``studio.recognisers`` under
its name. Making an instance must be cheap and must not import anything heavy: models are loaded by the first
:meth:`Recogniser.hear`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from pathlib import Path

    import numpy as np
    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class RecogniserInfo:
    """What a recogniser says about itself.

    Attributes:
        name: the entry point's name.
        version: of the code that hears; takes are heard again when it changes.
        licence: SPDX expression of the recogniser and its model.
        attribution: who made it and where it lives.
        languages: BCP 47 tags of what it understands; ``en`` is English of any country, ``*`` everything.
    """

    name: str
    version: str
    licence: str
    attribution: str
    languages: tuple[str, ...]


class Recogniser(Protocol):
    """A speech recogniser."""

    @property
    def info(self) -> RecogniserInfo:
        """What the recogniser says about itself."""

    def unusable(self) -> str | None:
        """Why it cannot hear on this machine and what to do about it; None where it can."""

    def model_files(self) -> tuple[Path, ...]:
        """Files that decide what it hears; takes are heard again when their content changes."""

    def hear(self, samples: NDArray[np.float32], rate_hz: int) -> str:
        """The words in a sound, as the recogniser writes them; nothing where it hears none.

        Called from several threads at once. Whatever goes wrong may be raised; the caller names the segment.

        Args:
            samples: mono, in [-1, 1], shape (n,).
            rate_hz: of the samples.
        """
