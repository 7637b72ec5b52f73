"""A speaker's name without a colon.

## What it does

Reports names of speakers in capitals on a line of their own, as screenplays have them, and names before a dash, where
several of them recur. The unsafe fix writes a colon behind each of them: look over who speaks then.

## Why it is bad for the ear

The narrator reads the names aloud, and speaks every turn: nobody hears a conversation.

## Bad

```markdown
ALICE

What is a cache?

BOB

A place for results that are needed again.

ALICE

And who empties it?
```

## Good

```markdown
ALICE: What is a cache?

BOB: A place for results that are needed again.

ALICE: And who empties it?
```
"""

from __future__ import annotations

from collections.abc import Iterator

from studio.lint.context import Context
from studio.lint.finding import Finding
from studio.model.diagnostics import Edit, Fix, Severity
from studio.model.source import Span
from studio.script.unmarked import Unmarked, unmarked_turns

CODE = "C705"
NAME = "unmarked-turn"
SEVERITY = Severity.WARNING


def check(context: Context, _options: None) -> Iterator[Finding]:
    of_name: dict[str, list[tuple[int, Unmarked]]] = {}
    unlabelled = ["" if one.block.speaker else one.text for one in context.prose]
    for index, turn in unmarked_turns(unlabelled).items():
        of_name.setdefault(turn.name, []).append((index, turn))
    for name, turns in of_name.items():
        times = "once" if len(turns) == 1 else f"{len(turns)} times"
        first = context.prose[turns[0][0]]
        yield Finding(
            first.span(0, len(name)),
            f"“{name}” seems to speak here ({times}), and the narrator reads the name aloud",
            f"write {name}: and what is said, on one line",
            fix=Fix(f"Write a colon behind {name}", tuple(_edit(context, *one) for one in turns), safe=False),
        )


def _edit(context: Context, index: int, turn: Unmarked) -> Edit:
    prose = context.prose[index]
    if turn.is_alone:
        return Edit(Span(prose.span(0, turn.end).end, context.prose[index + 1].block.span.start), ": ")
    return Edit(Span(prose.span(0, len(turn.name)).end, prose.span(0, turn.end).end), ": ")
