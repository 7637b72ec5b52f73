"""What an episode aims at: how long it is to be, and how many marks, metrics and sections of a pillar it is to have."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from studio.kit.errors import suggest
from studio.kit.text_map import TextMap
from studio.model.publishing import EpisodeType
from studio.model.script import Block, Mark, Script
from studio.model.show import Show
from studio.model.source import Span
from studio.speech import Style, metrics

METRIC = "metric"
"""The kind of mark that is counted without being marked, too: what the spoken normaliser reads as a measured value."""

_NUMERAL = re.compile(r"[0-9¼-¾⅐-⅞]")


@dataclass(frozen=True, slots=True)
class Counted:
    """One thing that counts towards a target: where it was written, what it says, and its mark's ``option``."""

    span: Span
    text: str
    option: str = ""


def countable(show: Show) -> tuple[str, ...]:
    """What a target may name: the show's kinds of marks, and its pillars."""
    return tuple(dict.fromkeys((*(kind.id for kind in show.marks), *(pillar.id for pillar in show.pillars))))


def unknown_target(name: str, show: Show) -> tuple[str, str | None]:
    """The message (without a full stop) and the hint for a target that names nothing that the show counts."""
    return f"`targets` names `{name}`, which this show does not count", suggest(name, countable(show))


def target_s(script: Script, show: Show) -> float | None:
    """How long an episode is to be, in seconds; None where nobody says."""
    minutes = script.episode.target_minutes
    if minutes is None and script.episode.episode_type is EpisodeType.FULL:
        minutes = show.target_minutes
    return None if minutes is None else minutes * 60


def counted(name: str, script: Script, show: Show) -> Iterator[Counted]:
    """Everything in a script that counts towards the target ``name``, in source order.

    A kind of mark counts its marks; ``metric`` also what the spoken normaliser reads as a measured value (a number with
    a unit, percent, multiplier, currency or bound), where no mark says the same. A pillar that is no kind of mark
    counts its marks, and its sections that have none.
    """
    is_pillar = name not in {kind.id for kind in show.marks}
    style = Style(**show.style)
    for section in script.sections:
        found = False
        for block in section.blocks:
            for one in _in_block(name, block, style):
                found = True
                yield one
        if is_pillar and section.pillar == name and not found:
            yield Counted(section.title_span, section.title)


def _in_block(name: str, block: Block, style: Style) -> list[Counted]:
    marks = [mark for mark in block.marks if mark.kind == name]
    found = [Counted(mark.span, " ".join(mark.text.split()), dict(mark.attributes).get("option", "")) for mark in marks]
    if name == METRIC and block.kind.is_spoken:
        found += _metrics(block, marks, style)
        found.sort(key=lambda one: one.span)
    return found


def _metrics(block: Block, marks: list[Mark], style: Style) -> Iterator[Counted]:
    visible = TextMap(block.inlines, block.span)
    if not _NUMERAL.search(visible.text):
        return
    for metric in metrics(visible.text, style):
        span = visible.span(metric.start, metric.end)
        if not any(mark.span.start < span.end and span.start < mark.span.end for mark in marks):
            yield Counted(span, " ".join(metric.text.split()))
