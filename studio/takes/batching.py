"""Batches for engines that take several utterances at once: as many as memory allows, those of one length together."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from studio.engines.contract import AnyEngine, Recording, Utterance, synthesise_many

if TYPE_CHECKING:
    from studio.takes.executor import TakeOrder

#: Utterances in the first batch of a process.
_FIRST = 8
_SAYS_SO = ("out of memory", "failed to allocate", "bad_alloc", "bad alloc")


def by_length(orders: Sequence[TakeOrder]) -> list[TakeOrder]:
    """Orders with texts of nearly one length beside each other: in a padded batch the longest decides the work."""
    return sorted(orders, key=lambda order: len(order.text))


@dataclass(slots=True)
class BatchSize:
    """How many utterances an engine takes at once in this process: more while that goes well, half where memory ends.

    Attributes:
        most: as many as the engine wants, or as memory turned out to allow.
        now: in the next batch.
    """

    most: int
    now: int

    def went_well(self) -> None:
        """A batch of this size is through."""
        self.now = min(self.most, 2 * self.now)

    def was_too_large(self, size: int) -> None:
        """Memory ran out over so many."""
        self.most = self.now = max(1, size // 2)


def in_batches(
    engine: AnyEngine, utterances: Sequence[Utterance], options: Any, size: BatchSize
) -> Iterator[Recording]:
    """Recordings of utterances, in their order; where memory runs out, what is finished is kept and the rest is halved.

    Args:
        engine: speaks as many at once as ``size`` says.
        utterances: any number.
        options: the engine's own.
        size: of this engine and voice; learns.

    Raises:
        Exception: whatever the engine raises, and for want of memory only over a single utterance.
    """
    done = 0
    while done < len(utterances):
        batch = utterances[done : done + size.now]
        before = done
        try:
            for recording in synthesise_many(engine, batch, options):
                done += 1
                yield recording
        except Exception as error:
            if len(batch) == 1 or not is_out_of_memory(error):
                raise
            _free()
            size.was_too_large(len(batch))
            continue
        if done < before + len(batch):  # whoever counts will miss them
            return
        size.went_well()


def first_size(engine: AnyEngine) -> BatchSize:
    """The size that a process begins with."""
    return BatchSize(engine.info.batch, min(engine.info.batch, _FIRST))


def is_out_of_memory(error: Exception) -> bool:
    """Whether an engine failed for want of memory, the processor's or a GPU's."""
    return isinstance(error, MemoryError) or any(said in str(error).lower() for said in _SAYS_SO)


def _free() -> None:
    """Have PyTorch hand back what it keeps of a GPU's memory."""
    torch: Any = sys.modules.get("torch")
    if torch is not None and torch.cuda.is_available():
        torch.cuda.empty_cache()
