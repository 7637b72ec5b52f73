"""What speaking several sentences at once could save with the default voice: its cost by length, in processor time.

    python bench/batches.py [--runs 7]

A batch saves what every call costs whatever its length. So the cost of one call is measured for sentences of several
lengths, and the line through it says how much of a usual sentence does not grow with it. The network itself takes one
sentence: its first dimension is 1, and its layers are quantised by the loudest value of all that is computed at once,
so that a sentence would sound otherwise beside other ones.
"""

from __future__ import annotations

import argparse
import importlib.util
from pathlib import Path
from time import process_time

import numpy as np

#: Phonemes and marks; a usual sentence has 80.
LENGTHS = (5, 20, 40, 80, 160, 240)
USUAL = 80


def main() -> None:
    import onnxruntime

    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--runs", type=int, default=7)
    runs = options.parse_args().runs
    package = importlib.util.find_spec("hibari")
    assert package is not None and package.origin is not None
    settings = onnxruntime.SessionOptions()
    settings.intra_op_num_threads = settings.inter_op_num_threads = 1
    model = Path(package.origin).parent / "assets" / "hibari.onnx"
    session = onnxruntime.InferenceSession(str(model), settings, providers=["CPUExecutionProvider"])
    print("| phonemes | one call | for each phoneme |\n|---|---|---|")
    spent_ms = []
    for length in LENGTHS:
        feed = {"ids": np.full((1, length), 10, np.int64), "speed": np.ones(1, np.float32)}
        spent_ms.append(min(_spent_s(session, feed) for _ in range(runs)) * 1e3)
        print(f"| {length} | {spent_ms[-1]:.1f} ms | {spent_ms[-1] / length:.2f} ms |")
    slope, fixed = np.polyfit(LENGTHS, spent_ms, 1, w=1 / np.asarray(spent_ms))
    usual = fixed + slope * USUAL
    print(f"\nfixed {fixed:.1f} ms, {slope:.2f} ms for each phoneme; a batch: {usual / (slope * USUAL):.2f} x")
    shape = session.get_inputs()[0].shape
    print(f"the network's input has the shape {shape}, {'which no batch fits' if shape[0] == 1 else 'a batch fits'}")


def _spent_s(session: object, feed: dict[str, object]) -> float:
    began = process_time()
    session.run(None, feed)  # type: ignore[attr-defined]
    return process_time() - began


if __name__ == "__main__":
    main()
