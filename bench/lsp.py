"""How long after a keystroke an editor has the diagnostics of an episode, and whether the server's memory stays flat.

    python bench/lsp.py [--script scripts/ep17.md] [--keystrokes 200] [--edits 2000]

The server is `studio lsp` as a process of its own, spoken to through pipes as an editor does. A keystroke's time runs
from the notification to the diagnostics of that very version; each waits for the one before. The random edits insert,
delete and replace up to a paragraph's length; memory is the resident set (Linux), after the first fifth and at the end.
"""

from __future__ import annotations

import argparse
import random
import statistics
import sys
import time
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT / "tests"))

from language_client import Client, over_pipes  # noqa: E402
from processes import resident_mb  # noqa: E402

MEDIAN_MS, P95_MS = 100, 250
_VIEWS = ("codeLens", "documentSymbol", "semanticTokens/full", "foldingRange")


def keystrokes_ms(client: Client, uri: str, text: str, count: int, *, views: bool) -> list[float]:
    """From each of many keystrokes to its diagnostics; ``views`` are asked for after each as well, as editors do."""
    taken = []
    line = text[: text.rindex("\n\n", 0, len(text) // 2)].count("\n") + 2
    for number in range(count):
        at = {"line": line, "character": number}
        begin = time.perf_counter()
        client.change(uri, {"range": {"start": at, "end": at}, "text": "word "[number % 5]})
        asked = [client.begin(f"textDocument/{view}", {"textDocument": {"uri": uri}}) for view in _VIEWS if views]
        client.diagnostics(uri)
        taken.append((time.perf_counter() - begin) * 1000)
        for one in asked:
            client.answer(one)
    return taken


def edited_at_random(client: Client, uri: str, text: str, count: int, process: int) -> tuple[float, float]:
    """Resident memory in MB after the first fifth of many edits, and after all."""
    draw, original, early = random.Random(17), text, 0.0
    client.write(uri, text)
    for number in range(count):
        start = draw.randrange(len(text))
        end = min(len(text), start + draw.choice((0, 0, 1, 5, 40, 400)))
        piece = draw.randrange(len(original))
        text = text[:start] + original[piece : piece + draw.choice((0, 1, 1, 5, 40, 400))] + text[end:]
        client.write(uri, text)
        client.diagnostics(uri)
        client.about("codeLens", uri)
        if number == count // 5:
            early = resident_mb(process)
    return early, resident_mb(process)


def main() -> None:
    """Print the figures beside what they have to be."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--script", type=Path, default=ROOT / "scripts" / "ep17.md")
    parser.add_argument("--keystrokes", type=int, default=200)
    parser.add_argument("--edits", type=int, default=2000)
    options = parser.parse_args()
    path = options.script.resolve()
    text = path.read_text(encoding="utf-8")
    with over_pipes(ROOT) as (client, process):
        client.start(ROOT)
        begin = time.perf_counter()
        uri = client.open(path)
        client.diagnostics(uri)
        print(f"opened: diagnostics after {(time.perf_counter() - begin) * 1000:.0f} ms")
        for views in (False, True):
            taken = sorted(keystrokes_ms(client, uri, text, options.keystrokes, views=views))
            median, p95 = statistics.median(taken), taken[int(len(taken) * 0.95)]
            what = "keystroke, views asked for as well" if views else "keystroke"
            print(f"{what}: median {median:.0f} ms (at most {MEDIAN_MS}), p95 {p95:.0f} ms (at most {P95_MS})")
        if options.edits:
            early, late = edited_at_random(client, uri, text, options.edits, process.pid)
            grown = late / early - 1
            print(
                f"memory: {early:.0f} MB, after {options.edits} random edits {late:.0f} MB: {grown:+.1%} (10 % at most)"
            )
        client.end()


if __name__ == "__main__":
    main()
