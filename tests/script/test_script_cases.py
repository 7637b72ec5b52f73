"""Golden cases: ``tests/cases/script/NAME.md`` and, beside it, what the parser makes of it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from golden_cases import assert_as_expected, cases, place

from studio.model.script import Block, Inline, InlineKind, Script
from studio.model.show import MarkKind, Pillar
from studio.model.source import Source
from studio.script import parse_script

CASES = cases("script")
PILLARS = (
    Pillar("implementation", "Implementation Detail Mandate", ("under the hood", "implementation detail")),
    Pillar("why-not", "Why Not X?", (r"\bwhy not\b",)),
    Pillar("zoom", "Zoom In, Zoom Out", (r"zoom (in|out)",)),
    Pillar("formalism", "Formalism Foundation", ("mathematical foundation",)),
)
MARKS = (MarkKind("detail", "implementation detail", "implementation"), MarkKind("metric", "metric"))


def outline(script: Script) -> str:
    """All that the parser found, one thing a line, with positions as an editor shows them."""
    return "\n".join(_lines(script)) + "\n"


def _lines(script: Script) -> Iterator[str]:
    episode = script.episode
    yield f"episode {episode.id} number={episode.number} season={episode.season} title={episode.title!r}"
    for name in ("summary", "published", "speakers", "guests", "links", "targets", "lexicon"):
        if getattr(episode, name):
            yield f"  {name}: {getattr(episode, name)}"
    for section in script.sections:
        chapter = "" if section.is_chapter else " no chapter"
        chapter += f" chapter={section.chapter_title!r}" if section.chapter_title else ""
        pillar = f" {section.pillar} from {section.pillar_from}" if section.pillar else ""
        title = f"{'#' * section.level} {section.title!r} #{section.id}"
        yield f"{place(script, section.title_span)} {title}{pillar}{chapter}"
        for block in section.blocks:
            yield from _block(script, block)
    for found in script.diagnostics:
        yield f"{place(script, found.span)} {found.code} {found.message} | {found.hint}"


def _block(script: Script, block: Block) -> Iterator[str]:
    facts = [block.kind.value, f"speaker={block.speaker}" * bool(block.speaker)]
    facts += [f"direction={block.direction!r}" * bool(block.direction), f"info={block.info!r}" * bool(block.info)]
    facts += [f"depth={block.depth}" * bool(block.depth), f"ordinal={block.ordinal}" * (block.ordinal is not None)]
    yield f"  {place(script, block.span)} {' '.join(filter(None, facts))}"
    if block.cue:
        cue = block.cue
        values = f"fade_s={cue.fade_s} gain_db={cue.gain_db} length_s={cue.length_s}"
        yield f"    cue {cue.kind.value} {cue.name!r} {values}"
    for run in block.inlines:
        yield f"    {place(script, run.span)} {_run(run)}"
    for mark in block.marks:
        yield f"    {place(script, mark.span)} mark {mark.kind} {mark.text!r} {dict(mark.attributes)}"


def _run(run: Inline) -> str:
    facts = [run.kind.value + "*" * run.emphasis, repr(run.text), run.href and f"href={run.href}"]
    facts += [run.say and f"say={run.say!r}", "spell" * run.spell, run.read_as and f"as={run.read_as}"]
    return " ".join(fact for fact in facts if fact)


def parse_case(path: Path) -> Script:
    source = Source(path.name, path.read_bytes().decode("utf-8"))
    return parse_script(source, pillars=PILLARS, marks=MARKS, speakers=("HOST", "ada"))


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_script_is_read_as_expected(path: Path) -> None:
    assert_as_expected(path, outline(parse_case(path)))


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_spans_hold_what_the_runs_say(path: Path) -> None:
    script = parse_case(path)
    for section in script.sections:
        for block in section.blocks:
            for run in block.inlines:
                written = script.source.slice(run.span)
                if run.kind is InlineKind.TEXT and len(written) == len(run.text):
                    assert written.replace("\0", "\ufffd") == run.text
                if run.kind is InlineKind.CODE:
                    assert run.text.strip() in written
