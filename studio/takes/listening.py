"""What a speech recogniser makes of the takes: a machine's ear as a second opinion, worst take first.

The default recogniser, PocketSphinx (extra ``asr``), is weak by today's measure: its word error on a good synthetic
voice is a tenth, on eSpeak more than half. Read the figures against each other, not against zero.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from studio.kit.errors import StudioError
from studio.kit.packages import install_hint

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from studio.takes.plan import TakePlan
    from studio.takes.store import TakeStore

#: Mono float32 samples and their rate in hertz → the words that were heard.
Recogniser = Callable[["NDArray[np.float32]", int], str]

_RECOGNISER_RATE_HZ = 16_000


@dataclass(frozen=True, slots=True)
class Heard:
    """What was heard of one take; ``word_error`` is wrong, missing and added words per word of the spoken text."""

    plan: TakePlan
    text: str
    word_error: float


def listen(plans: Sequence[TakePlan], store: TakeStore, recogniser: Recogniser | None = None) -> tuple[Heard, ...]:
    """Let a recogniser hear every take that is there, and compare with the spoken text; the worst comes first.

    Args:
        plans: of the segments.
        store: where takes are kept.
        recogniser: what listens, by default PocketSphinx.

    Raises:
        StudioError: no recogniser is given and the extra ``asr`` is not installed.
    """
    recognise = recogniser or pocketsphinx_recogniser
    heard = []
    for plan in plans:
        if plan.present:
            take = store.load(plan.key)
            text = recognise(take.samples, take.rate_hz)
            heard.append(Heard(plan, text, word_error(plan.segment.spoken, text)))
    return tuple(sorted(heard, key=lambda item: (-item.word_error, item.plan.segment.number)))


def word_error(spoken: str, heard: str) -> float:
    """Edit distance in words between what was spoken and what was heard, by the number of words spoken."""
    wanted, got = _words(spoken), _words(heard)
    row = list(range(len(got) + 1))
    for index, word in enumerate(wanted, 1):
        diagonal, row[0] = row[0], index
        for column, other in enumerate(got, 1):
            diagonal, row[column] = (
                row[column],
                min(row[column] + 1, row[column - 1] + 1, diagonal + (word != other)),
            )
    return row[-1] / max(1, len(wanted))


def pocketsphinx_recogniser(samples: NDArray[np.float32], rate_hz: int) -> str:
    """The words that PocketSphinx hears, with the model in its wheel.

    Args:
        samples: mono float32 in [-1, 1], shape (n,).
        rate_hz: of the samples.
    """
    import numpy as np
    import soxr

    decoder = _decoder()
    quiet = np.zeros(_RECOGNISER_RATE_HZ // 4, np.float32)
    resampled = np.concatenate([quiet, soxr.resample(samples, rate_hz, _RECOGNISER_RATE_HZ), quiet])
    peak = max(1e-6, float(np.abs(resampled).max()))
    decoder.start_utt()
    decoder.process_raw((resampled / peak * 20_000).astype("<i2").tobytes(), full_utt=True)
    decoder.end_utt()
    hypothesis = decoder.hyp()
    return str(hypothesis.hypstr) if hypothesis else ""


@cache
def _decoder() -> Any:
    try:
        from pocketsphinx import Decoder
    except ImportError as error:
        raise StudioError(
            "no-recogniser", f"there is no speech recogniser ({error})", hint=f"Run `{install_hint('asr')}`."
        ) from None
    return Decoder(samprate=_RECOGNISER_RATE_HZ, loglevel="FATAL")


def _words(text: str) -> list[str]:
    return re.findall(r"[a-z']+", text.lower().replace("’", "'"))
