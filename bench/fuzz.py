"""Let atheris look for files that end in a traceback: python bench/fuzz.py script -max_total_time=600

The first argument names what reads the bytes (a name of ``tests/fuzz_targets.py``), the others are libFuzzer's. What it
finds lies in ``crash-…`` in the working folder; ``python bench/fuzz.py script crash-…`` runs it again.
"""

from __future__ import annotations

import hashlib
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path

import atheris

sys.path.insert(0, str(Path(__file__).parent.parent / "tests"))

#: Rooms that read; to instrument the others takes minutes, and shows nothing.
_ROOMS = [
    "studio.script",
    "studio.settings",
    "studio.importing",
    "studio.takes.store",
    "studio.lint",
    "studio.feed.rss",
]

with atheris.instrument_imports(include=_ROOMS):
    import fuzz_targets


def _kept(read: fuzz_targets.Target) -> fuzz_targets.Target:
    """Write what ends in a traceback down at once: libFuzzer's own alarm may end it before it does."""

    def run(data: bytes) -> object:
        try:
            return read(data)
        except BaseException:
            Path(f"crash-{hashlib.sha256(data).hexdigest()[:16]}").write_bytes(data)
            raise

    return run


def main() -> None:
    """Fuzz one target until libFuzzer stops."""
    if len(sys.argv) < 2 or sys.argv[1] not in fuzz_targets.SEEDS:
        raise SystemExit(f"usage: python bench/fuzz.py {'|'.join(fuzz_targets.SEEDS)} [options of libFuzzer]")
    name = sys.argv[1]
    with ExitStack() as stack:
        corpus = stack.enter_context(tempfile.TemporaryDirectory())
        with atheris.instrument_imports(include=_ROOMS):  # what is imported only where it is used
            readers = stack.enter_context(fuzz_targets.targets())
            for seed in fuzz_targets.SEEDS[name]:
                readers[name](seed)
        for number, seed in enumerate(fuzz_targets.SEEDS[name]):
            (Path(corpus) / str(number)).write_bytes(seed)
        rest = sys.argv[2:]
        again = any(Path(one).is_file() for one in rest)
        atheris.Setup([sys.argv[0], *rest, *([] if again else [corpus])], _kept(readers[name]))
        atheris.Fuzz()


if __name__ == "__main__":
    main()
