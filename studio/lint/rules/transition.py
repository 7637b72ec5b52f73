"""A part that begins without any bridge from the part before it.

## What it does

Looks at headings of level 1 and 2. It reports a part when the last thing before it is not a closing paragraph (a list,
a table, code) and its own first paragraph has no word of transition either ("now", "so far", "next", "let's" …).

## Why it is bad for the ear

Headings are silent. Without a sentence that closes one thought or opens the next, the listener notices the change of
topic only when it is over.

## Bad

```markdown
## What fails

Three things fail in every cluster.

- Disks
- Networks

## Consensus

A quorum is a majority of the replicas.
```

## Good

```markdown
## What fails

Three things fail in every cluster.

- Disks
- Networks

## Consensus

So how do the survivors agree? They need a quorum, a majority of the replicas.
```
"""

from __future__ import annotations

from collections.abc import Iterator

from studio.lint.context import Context
from studio.lint.finding import Finding
from studio.lint.signposts import SIGNPOST, opening
from studio.model.diagnostics import Severity
from studio.model.script import BlockKind, Section

CODE = "L501"
NAME = "missing-transition"
SEVERITY = Severity.WARNING


def check(context: Context, _options: None) -> Iterator[Finding]:
    before: Section | None = None
    for section, proses in zip(context.sections, context.prose_of_section, strict=True):
        spoken_before, before = before, section if proses else before
        if section.level not in (1, 2) or spoken_before is None or not proses:
            continue
        if not _closes(spoken_before) and not SIGNPOST.search(opening(proses[0])):
            yield Finding(
                section.title_span,
                "Nothing leads over to this part: the one before breaks off, and this one starts without a word",
                "end the part before with a sentence, or begin with one such as “Now that …, let's …”",
            )


def _closes(section: Section) -> bool:
    """Whether the last thing that stands in a section, cues and comments apart, is a paragraph."""
    for block in reversed(section.blocks):
        if block.kind in (BlockKind.PARAGRAPH, BlockKind.QUOTE):
            return True
        if block.kind not in (BlockKind.CUE, BlockKind.RULE, BlockKind.COMMENT, BlockKind.NOTES, BlockKind.DIRECTION):
            return False
    return True
