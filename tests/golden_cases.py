"""Golden pairs: ``tests/cases/STAGE/NAME.md`` and, beside it, what the stage makes of it as ``NAME.txt`` (or another).

A new case is a new file and no code. ``STUDIO_WRITE_CASES=1 pytest tests/STAGE`` writes what the stages make now beside
the scripts, for ``git diff`` to show what changed.
"""

from __future__ import annotations

import os
from dataclasses import replace
from functools import cache
from pathlib import Path

import sample_episode as sample

from studio.model.narration import Narration
from studio.model.script import CueKind, Script
from studio.model.show import Asset, MarkKind, Pauses, Show, Voice
from studio.model.source import Source, Span
from studio.narration.narrate import narrate
from studio.narration.read import parse_source, read_lexicons

CASES = Path(__file__).parent / "cases"


def cases(stage: str) -> list[Path]:
    """The scripts of a stage, by name."""
    return sorted((CASES / stage).glob("*.md"))


def assert_as_expected(path: Path, found: str, suffix: str = ".txt") -> None:
    """Hold what was made of a case against the file beside it; with ``STUDIO_WRITE_CASES`` set, write that first."""
    expected = path.with_suffix(suffix)
    if os.environ.get("STUDIO_WRITE_CASES"):
        expected.write_text(found, encoding="utf-8")
    assert found == expected.read_text(encoding="utf-8")


@cache
def case_show() -> Show:
    """The show that the cases of narration, captions and chapters are scripts of; no file of it is looked at."""
    nowhere = Path("/nonexistent")
    return Show(
        root=nowhere, title="The Sample Show", author="Ada & Ben", language="en-US", description="", email="", site="",
        feed_url="", categories=(), artwork=nowhere / "cover.jpg", narrator="narrator",
        pillars=tuple(replace(p, wording=(p.short.lower(),)) for p in sample.PILLARS),
        marks=(MarkKind("detail", "detail", "implementation"),),
        voices={name: Voice(name, "silent") for name in ("narrator", "guest")},
        speakers={"HOST": "narrator", "GUEST": "guest"},
        assets={
            "hit": Asset("hit", nowhere / "hit.wav", CueKind.STINGER),
            "calm": Asset("calm", nowhere / "calm.wav", CueKind.BED),
        },
        pauses=Pauses(),
    )  # fmt: skip


def read_case(path: Path) -> tuple[Script, Narration]:
    """A case's script and its narration."""
    show = case_show()
    script = parse_source(show, Source(path.name, path.read_bytes().decode("utf-8")))
    return script, narrate(script, show, read_lexicons(show, script))


def place(script: Script, span: Span) -> str:
    """A span as an editor shows it: line and column of its two ends."""
    start, end = script.source.location(span.start), script.source.location(span.end)
    return f"{start.line}:{start.column}-{end.line}:{end.column}"
