"""An engine that takes several sentences at once gets as many as memory allows, and no work is lost where it ends."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from studio.engines.contract import EngineInfo, Recording, Utterance
from studio.engines.silent import SilentEngine, SilentOptions
from studio.model.show import Voice
from studio.takes.batching import BatchSize, by_length, first_size, in_batches, is_out_of_memory
from studio.takes.executor import TakeOrder


class Hungry(SilentEngine):
    """Has memory for a batch whose longest text times its size is within ``room``; counts what it speaks."""

    info = EngineInfo("hungry", "1", "MIT", "tests", ("*",), batch=64)

    def __init__(self, room: int, error: Exception) -> None:
        self.room, self.error = room, error
        self.sizes: list[int] = []
        self.spoken: list[str] = []

    def synthesise_many(self, utterances: Sequence[Utterance], options: SilentOptions) -> Iterator[Recording]:
        if len(utterances) * max(len(one.text) for one in utterances) > self.room:
            raise self.error
        self.sizes.append(len(utterances))
        for one in utterances:
            self.spoken.append(one.text)
            yield self.synthesise(one, options)


TEXTS = [f"Sentence number {number:03} of many." for number in range(200)]
SAID = [
    MemoryError(),
    RuntimeError("CUDA out of memory. Tried to allocate 2.00 GiB"),
    RuntimeError("[ONNXRuntimeError] : 6 : Failed to allocate memory for requested buffer of size 8388608"),
    RuntimeError("std::bad_alloc"),
]


@pytest.mark.parametrize("error", SAID, ids=lambda error: str(error)[:12] or "MemoryError")
@pytest.mark.parametrize("fit", [1, 2, 7, 20, 64])
def test_batches_grow_to_what_memory_holds_and_every_sentence_is_spoken_once(fit: int, error: Exception) -> None:
    engine = Hungry(fit * len(TEXTS[0]), error)
    size = first_size(engine)
    made = list(in_batches(engine, [Utterance(text) for text in TEXTS], SilentOptions(), size))
    assert engine.spoken == TEXTS
    alone = [SilentEngine().synthesise(Utterance(text), SilentOptions()) for text in TEXTS]
    assert [one.samples.tobytes() for one in made] == [one.samples.tobytes() for one in alone]
    assert max(engine.sizes) <= fit
    assert size.now > fit // 2  # what fits is used well
    assert len(engine.sizes) <= 4 * len(TEXTS) // fit


def test_what_was_finished_before_memory_ran_out_is_kept() -> None:
    class Breaking(Hungry):
        def synthesise_many(self, utterances: Sequence[Utterance], options: SilentOptions) -> Iterator[Recording]:
            for number, one in enumerate(utterances):
                if number == 3:
                    raise MemoryError
                self.spoken.append(one.text)
                yield self.synthesise(one, options)

    engine = Breaking(0, MemoryError())
    made = list(in_batches(engine, [Utterance(text) for text in TEXTS[:30]], SilentOptions(), BatchSize(8, 8)))
    assert len(made) == 30
    assert engine.spoken == TEXTS[:30]


def test_one_sentence_that_does_not_fit_is_an_error_and_so_is_any_other_fault() -> None:
    for room, error in ((0, MemoryError()), (0, ValueError("cannot say this"))):
        with pytest.raises(type(error)):
            list(
                in_batches(
                    Hungry(room, error), [Utterance("One."), Utterance("Two.")], SilentOptions(), BatchSize(2, 2)
                )
            )
    assert not is_out_of_memory(ValueError("cannot say this"))


def test_sentences_of_one_length_stand_beside_each_other() -> None:
    orders = [TakeOrder(str(n), Voice("n", "silent"), Path(), "x" * (n * 37 % 50)) for n in range(50)]
    lengths = [len(order.text) for order in by_length(orders)]
    assert lengths == sorted(lengths)
