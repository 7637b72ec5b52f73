"""How well and how fast text is spoken: accuracy by category, sentences per second, import time, growth with length.

    python bench/speech.py                      print everything
    python bench/speech.py --write              put the tables into docs/spoken-style.md as well
    python bench/speech.py --cases FILE.jsonl   score other cases too: {"source", "written", "spoken": [...]} a line

The comparison is against num2words behind one regular expression (the usual quick solution) and, where they are
installed, NeMo text processing, WeTextProcessing, spokenform and normt2s. None of them is needed to run:

    pip install num2words nemo_text_processing WeTextProcessing spokenform normt2s
"""

from __future__ import annotations

import argparse
import datetime
import importlib.metadata
import json
import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from pathlib import Path

ROOT = Path(__file__).parents[1]
CASES = ROOT / "tests" / "cases" / "speech"
DOCS = ROOT / "docs" / "spoken-style.md"
BEGIN, END = "<!-- figures: begin -->", "<!-- figures: end -->"
Normaliser = Callable[[str], str]
Case = tuple[str, str, list[str]]


def own_cases() -> list[Case]:
    """The golden cases as (category, written, accepted spoken forms)."""
    cases = []
    for path in sorted(CASES.glob("*.tsv")):
        for line in path.read_text(encoding="utf-8").splitlines():
            written, spoken = line.split("\t")
            cases.append((path.stem, written, [spoken]))
    return cases


def json_cases(path: Path) -> list[Case]:
    """Cases of a JSON-lines file by their source; rows marked for another use than "core" are left out."""
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    return [(r["source"], r["written"], r["spoken"]) for r in rows if r.get("use", "core") == "core"]


def folded(text: str) -> str:
    """What is compared: case, punctuation, hyphens, the spacing of spelled letters and habits of numbers do not count.

    The habits are "and" inside a number, "oh" for zero and "negative" for minus.
    """
    text = re.sub(r"(?<=\d)[.,:](?=\d)", "·", text.casefold().replace("’", "'").replace("'", ""))
    words = re.sub(r"[-‐-―.,;:!?\"“”()\[\]…]", " ", text).split()
    words = ["zero" if word in ("oh", "o") else "minus" if word == "negative" else word for word in words]
    plain = re.sub(
        r"\b(hundred|thousand|million|billion|dollars?|euros?|pounds?) and (?=[a-z])", r"\1 ", " ".join(words)
    )
    return re.sub(r"\b(\w)(?: (?=\w\b)|$)", r"\1", plain)


def score(normalise: Normaliser, cases: list[Case]) -> dict[str, tuple[int, int]]:
    """Category → (right, all)."""
    result: dict[str, tuple[int, int]] = {}
    for category, written, accepted in cases:
        try:
            said = folded(normalise(written))
        except Exception:
            said = ""
        right, count = result.get(category, (0, 0))
        result[category] = (right + any(said == folded(form) for form in accepted), count + 1)
    return result


def sentences_per_second(normalise: Normaliser, texts: list[str], least_s: float = 2.0) -> float:
    """Throughput on one core, over at least ``least_s`` seconds."""
    normalise(texts[0])
    done, start = 0, time.process_time()
    while (elapsed := time.process_time() - start) < least_s:
        for text in texts:
            normalise(text)
        done += len(texts)
    return done / elapsed


def import_seconds(module: str) -> float:
    """Processor seconds of an import, best of five fresh interpreters, less the bare interpreter's own start."""

    def best(code: str) -> float:
        runs = []
        for _ in range(5):
            before = os.times()
            subprocess.run([sys.executable, "-c", code], check=True, cwd=ROOT, capture_output=True)
            after = os.times()
            runs.append(after.children_user + after.children_system - before.children_user - before.children_system)
        return min(runs)

    return best(f"import {module}") - best("pass")


def num2words_baseline() -> Normaliser:
    """Every number through num2words, everything else as it stands."""
    from num2words import num2words

    def say(match: re.Match[str]) -> str:
        text = match[0].replace(",", "")
        return str(num2words(float(text) if "." in text else int(text)))

    return lambda text: re.sub(r"\d[\d,]*(?:\.\d+)?", say, text)


def nemo() -> Normaliser:
    from nemo_text_processing.text_normalization.normalize import Normalizer  # type: ignore[import-not-found]

    cache = Path(tempfile.gettempdir()) / "nemo-grammars"  # building them takes minutes
    normalizer = Normalizer(input_case="cased", lang="en", cache_dir=str(cache))
    return lambda text: str(normalizer.normalize(text))


def wetext() -> Normaliser:
    from tn.english.normalizer import Normalizer  # type: ignore[import-not-found]

    normalizer = Normalizer()
    return lambda text: str(normalizer.normalize(text))


def spokenform() -> Normaliser:
    from spokenform import prepare  # type: ignore[import-not-found]

    return lambda text: str(prepare(text, language="en", normalize_literals=True).spoken_text)


def normt2s() -> Normaliser:
    from normt2s import normalize  # type: ignore[import-not-found]

    return lambda text: str(normalize(text))


PEERS: dict[str, tuple[str, Callable[[], Normaliser]]] = {
    "num2words": ("num2words", num2words_baseline),
    "NeMo": ("nemo_text_processing", nemo),
    "WeTextProcessing": ("WeTextProcessing", wetext),
    "spokenform": ("spokenform", spokenform),
    "normt2s": ("normt2s", normt2s),
}


def house() -> Normaliser:
    from studio.speech import normalise_text

    return normalise_text


def compared() -> dict[str, Normaliser]:
    """Ours and the others that are installed."""
    found: dict[str, Normaliser] = {"studio": house()}
    for name, (_, make) in PEERS.items():
        try:
            found[name] = make()
        except ImportError:
            print(f"{name}: not installed, left out", file=sys.stderr)
    return found


def versions(names: Iterable[str]) -> str:
    """Which version of each peer was measured, and when."""
    told = [f"{name} {importlib.metadata.version(PEERS[name][0])}" for name in names if name in PEERS]
    return f"Measured on {datetime.datetime.now(datetime.UTC).date()}" + (
        f" against {', '.join(told)}." if told else "."
    )


def accuracy_table(normalisers: dict[str, Normaliser], cases: list[Case]) -> list[str]:
    """A Markdown table: percent right by category."""
    scores = {name: score(normalise, cases) for name, normalise in normalisers.items()}
    lines = [f"| category | cases | {' | '.join(scores)} |", "|---|--:|" + "--:|" * len(scores)]
    for category in sorted(scores["studio"]):
        count = scores["studio"][category][1]
        cells = " | ".join(f"{100 * s[category][0] / count:.0f} %" for s in scores.values())
        lines.append(f"| {category} | {count} | {cells} |")
    totals = [100 * sum(right for right, _ in s.values()) / len(cases) for s in scores.values()]
    lines.append(f"| **all** | **{len(cases)}** | {' | '.join(f'**{t:.1f} %**' for t in totals)} |")
    return lines


def growth(normalise: Normaliser) -> list[str]:
    """A Markdown table: seconds for one line of growing length; linear where the last column stays level."""
    shapes = {
        "prose": "the leader waits for its followers and ",
        "technical": "p99 fell from 120ms to 5 ms at 99.99% for $5M, i.e. O(n log n) in v1.2.3 of gRPC; ",
        "digits": "1",
        "hostile": "1-a/",
    }
    lines = ["| one line of | 10 kB | 100 kB | 1 MB | 1 MB against 100 kB |", "|---|--:|--:|--:|--:|"]
    for name, unit in shapes.items():
        seconds = []
        for size in (10_000, 100_000, 1_000_000):
            text = (unit * (size // len(unit) + 1))[:size]
            start = time.process_time()
            normalise(text)
            seconds.append(time.process_time() - start)
        cells = " | ".join(f"{s:.2f} s" for s in seconds)
        lines.append(f"| {name} | {cells} | {seconds[2] / seconds[1]:.0f} × |")
    return lines


def report(extra: list[Path]) -> str:
    """All figures as Markdown."""
    normalisers, cases = compared(), own_cases()
    texts = [written for _, written, _ in cases]
    lines = [versions(normalisers), "", "### Accuracy on the golden cases", "", *accuracy_table(normalisers, cases), ""]
    if others := [case for path in extra for case in json_cases(path)]:
        lines += ["### Accuracy on other people's cases", "", *accuracy_table(normalisers, others), ""]
    lines += ["### Speed on one core", "", "| | sentences per second |", "|---|--:|"]
    lines += [f"| {name} | {sentences_per_second(n, texts):,.0f} |" for name, n in normalisers.items()]
    lines += ["", f"`import studio.speech` takes {import_seconds('studio.speech'):.2f} s.", ""]
    lines += ["### Growth with length", "", *growth(house())]
    return "\n".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--write", action="store_true", help="put the figures into docs/spoken-style.md")
    parser.add_argument("--cases", type=Path, action="append", default=[], help="JSON-lines cases to score as well")
    options = parser.parse_args()
    figures = report(options.cases)
    print(figures)
    if options.write:
        text = DOCS.read_text(encoding="utf-8")
        before, _, rest = text.partition(BEGIN)
        _, _, after = rest.partition(END)
        DOCS.write_text(f"{before}{BEGIN}\n\n{figures}\n\n{END}{after}", encoding="utf-8")


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    main()
