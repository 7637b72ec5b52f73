"""Speakers for whom there is no voice.

## What it does

Reports the speakers of a script who are neither in the front matter (`speakers:`) nor in `studio.yaml`, all of them at
the first turn of the first; a name that looks like a misspelt one at its own. Reports names that look like a speaker's
and are read aloud as text, and voices that do not exist. The unsafe fix declares all of them, with the voices of the
show in turn: look over which voice is whose.

## Why it is bad for the ear

The narrator's voice speaks the turn, so that two people sound like one.

## Bad

```markdown
**Nadia Karim, Operator:** "We saw it on the dashboard first."
```

## Good

```markdown
---
title: The outage
speakers: {Nadia Karim: narrator}
---

**Nadia Karim, Operator:** "We saw it on the dashboard first."
```
"""

from __future__ import annotations

import difflib
import itertools
from collections.abc import Iterator

from studio.lint.context import Context
from studio.lint.finding import Finding
from studio.model.diagnostics import Fix, Severity
from studio.model.script import Block
from studio.script.declaring import declare_speakers

CODE = "C701"
NAME = "unknown-speaker"
SEVERITY = Severity.WARNING
WORST = Severity.ERROR

_MOST_NAMED = 6


def check(context: Context, _options: None) -> Iterator[Finding]:
    declared = [*context.script.episode.speakers, *context.show.speakers]
    unknown = _unknown(context, declared)
    for name, block in list(unknown.items()):
        near = difflib.get_close_matches(name.upper(), [one.upper() for one in declared], n=1)
        if near:
            del unknown[name]
            message = f"There is no voice for {name}; the narrator will speak"
            yield Finding(context.label_span(block), message, f"did you mean {near[0]}?")
    if unknown:
        yield _undeclared(context, unknown, declared)
    for doubt in context.script.doubts:
        edits = declare_speakers(context.script, _casting(context, [doubt.name], declared))
        yield Finding(
            doubt.span,
            f"“{doubt.name}” looks like a speaker, and is read aloud",
            f"declare {doubt.name} under `speakers:` in the front matter, or escape the colon (`\\:`)",
            fix=Fix(f"Declare {doubt.name} in the front matter", edits, safe=False) if edits else None,
        )
    for name, voice in context.script.episode.speakers.items():
        if voice not in context.show.voices:
            yield Finding(
                context.front_matter_place("speakers", name, "voices"),
                f"{name} is to speak with “{voice}”, and there is no such voice",
                f"known are: {', '.join(sorted(context.show.voices))}",
                severity=Severity.ERROR,
            )


def _unknown(context: Context, declared: list[str]) -> dict[str, Block]:
    """Each speaker without a voice, and the first block that they speak."""
    known = {name.casefold() for name in (*declared, "narrator")}
    unknown: dict[str, Block] = {}
    for block in context.blocks:
        if block.speaker is not None and block.speaker.casefold() not in known:
            known.add(block.speaker.casefold())
            unknown[block.speaker] = block
    return unknown


def _undeclared(context: Context, unknown: dict[str, Block], declared: list[str]) -> Finding:
    names = list(unknown)
    shown = (
        names if len(names) <= _MOST_NAMED else [*names[: _MOST_NAMED - 1], f"{len(names) - _MOST_NAMED + 1} others"]
    )
    listed = shown[0] if len(shown) == 1 else f"{', '.join(shown[:-1])} and {shown[-1]}"
    whom = names[0] if len(names) == 1 else "each of them"
    edits = declare_speakers(context.script, _casting(context, names, declared))
    return Finding(
        context.label_span(unknown[names[0]]),
        f"There is no voice for {listed}; the narrator will speak",
        f"give {whom} a voice under `speakers:` in the front matter, or escape the colon (`\\:`) of what is no speaker",
        fix=Fix("Declare the speakers in the front matter", edits, safe=False) if edits else None,
    )


def _casting(context: Context, names: list[str], declared: list[str]) -> dict[str, str]:
    """A voice for each of these speakers: those that nobody has yet come first."""
    show, own = context.show, context.script.episode.speakers
    taken = {own.get(name) or show.speakers.get(name) for name in declared}
    free = [voice for voice in show.voices if voice not in taken]
    rest = [voice for voice in show.voices if voice in taken]
    return dict(zip(names, itertools.cycle((*free, *rest)), strict=False))
