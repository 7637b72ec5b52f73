"""How fast scripts are parsed and linted, against the Markdown parse alone, and how the time grows with the text.

    python bench/lint.py [--words 1000000]

The text is the show's own scripts, over and over. Times are processor time, the best of several runs, so that
what else the machine does counts little; only the command at the end is timed by the clock.
"""

from __future__ import annotations

import argparse
import itertools
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from markdown_it import MarkdownIt

from studio.lint import lint_script
from studio.model.script import Script
from studio.model.show import Show
from studio.model.source import Source
from studio.script import parse_script
from studio.settings.show import load_show

ROOT = Path(__file__).parent.parent
FIRST_WORDS = 15_625
LONG_WORDS = 200_000  # from here on, twice is enough


def best_s(work: Callable[[], object], times: int, clock: Callable[[], float] = time.process_time) -> float:
    """The shortest of several runs, in seconds."""
    durations = []
    for _ in range(times):
        start = clock()
        work()
        durations.append(clock() - start)
    return min(durations)


def sample(words: int) -> str:
    """A script of at least so many words, made of the show's scripts without their front matter."""
    bodies = [
        path.read_text(encoding="utf-8").split("\n---\n", 1)[-1] for path in sorted((ROOT / "scripts").glob("*.md"))
    ]
    sections = [f"## {section}" for body in bodies for section in body.split("\n## ")[1:]]
    text: list[str] = []
    count = 0
    for section in itertools.cycle(sections):
        text.append(section)
        count += len(section.split())
        if count >= words:
            return "\n".join(text)
    raise AssertionError


def measure_s(text: str, show: Show, times: int) -> tuple[float, float, float]:
    """Seconds of the Markdown parse alone, of reading the script, and of linting it."""
    markdown = MarkdownIt("commonmark").enable("table")

    def parse() -> Script:
        source = Source("bench.md", text)
        return parse_script(source, pillars=show.pillars, marks=show.marks, speakers=tuple(show.speakers))

    script = parse()
    return (
        best_s(lambda: markdown.parse(text), times),
        best_s(parse, times),
        best_s(lambda: lint_script(script, show), times),
    )


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--words", type=int, default=250_000, help="largest text (default: 250,000 words)")
    most = parser.parse_args().words
    show = load_show(ROOT)
    print(f"{'words':>9}  {'Markdown':>12}  {'parse':>12}  {'lint':>12}  {'lint/Markdown':>13}  growth")
    words, before = FIRST_WORDS, 0.0
    while words <= most:
        text = sample(words)
        count = len(text.split())
        seconds = measure_s(text, show, times=5 if words < LONG_WORDS else 2)
        rates = "  ".join(f"{count / one:>8,.0f} w/s" for one in seconds)
        growth = f"{seconds[2] / before:6.2f}" if before else ""
        print(f"{count:>9,}  {rates}  {seconds[2] / seconds[0]:>12.1f}x  {growth}", flush=True)
        words, before = words * 2, seconds[2]
    print(f"\nstudio lint on {FIRST_WORDS:,} words, start-up included: {command_s():.2f} s")


def command_s() -> float:
    """Seconds that ``studio lint FILE`` takes, start-up included."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "bench.md"
        path.write_text(sample(FIRST_WORDS), encoding="utf-8")
        command = [sys.executable, "-c", "from studio.cli import main; main()", "lint", str(path), "--show", str(ROOT)]
        return best_s(lambda: subprocess.run(command, check=False, capture_output=True), 3, time.perf_counter)


if __name__ == "__main__":
    main()
