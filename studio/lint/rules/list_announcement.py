"""A list that begins without an announcement.

## What it does

Reports a list of two items or more when the sentence before it does not announce it: with a colon, a number ("three
reasons"), or words such as "the following" and "first". The unsafe fix turns the list into an announced sequence.

## Why it is bad for the ear

Bullets are silent. Without an announcement the listener hears fragments; with one, they count along.

## Bad

```markdown
Replication has costs.

- Every write travels.
- Replicas can disagree.
```

## Good

```markdown
Replication has two costs.

- Every write travels.
- Replicas can disagree.
```
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence

from studio.lint.context import Context, Prose
from studio.lint.finding import Finding
from studio.lint.rewording import as_paragraph, ended, lowered
from studio.model.diagnostics import Edit, Fix, Severity
from studio.model.script import Block, BlockKind
from studio.model.source import Span

CODE = "L503"
NAME = "list-not-announced"
SEVERITY = Severity.WARNING

_ANNOUNCES = re.compile(
    r"[:?]\W*$|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|several|few|both|each|\d+|following|these|those|here|"
    r"include[sd]?|including|such as|namely|first(?:ly)?|steps?|ways?|questions?|list|list[s]?|want|remember|means?|"
    r"options?|choices?|rules?|reasons?|things?|points?|parts?)\b[^.!?]*[.!?:]?\W*$",
    re.IGNORECASE,
)
_ORDINALS = ("First", "Second", "Third", "Fourth", "Fifth", "Sixth", "Seventh", "Eighth", "Ninth", "Tenth")
_COUNTS = ("two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


def check(context: Context, _options: None) -> Iterator[Finding]:
    for section in context.sections:
        before: Block | None = None
        for index, block in enumerate(section.blocks):
            if block.kind is BlockKind.LIST_ITEM and block.depth == 1 and (before is None or not before.depth):
                items = _items(section.blocks[index:])
                count = sum(item.depth == 1 and item.kind is BlockKind.LIST_ITEM for item in items)
                announced = before is not None and before.kind.is_spoken and _ANNOUNCES.search(_last_sentence(before))
                if count > 1 and not announced:
                    yield Finding(
                        block.span,
                        f"A list of {count} items begins without an announcement",
                        "say how many there are, and of what, in the sentence before",
                        _fix(context, items, before),
                    )
            if block.kind not in (BlockKind.COMMENT, BlockKind.CUE, BlockKind.NOTES, BlockKind.DIRECTION):
                before = block


def _last_sentence(block: Block) -> str:
    prose = Prose(block, 0)
    return prose.sentences[-1].text if prose.sentences else ""


def _items(blocks: Sequence[Block]) -> list[Block]:
    """The blocks of the list that begins here, its nested lists included."""
    return list(itertools.takewhile(lambda block: block.depth > 0, blocks))


def _fix(context: Context, items: list[Block], before: Block | None) -> Fix | None:
    """“There are two points. First, … Second, …”, where the items are single paragraphs at the margin."""
    simple = all(item.kind is BlockKind.LIST_ITEM and item.depth == 1 and not item.marks for item in items)
    if not simple or len(items) > len(_ORDINALS):
        return None
    source = context.script.source
    start = source.line_starts[source.location(items[0].span.start).line - 1]
    if source.text[start : items[0].span.start].strip(" -*+.)0123456789"):
        return None
    things = "points" if items[0].ordinal is None else "steps"
    sentences = [f"There are {_COUNTS[len(items) - 2]} {things}."]
    for number, item in enumerate(items):
        text = lowered(" ".join(context.source(item.span).split()), context.lower_case_words)
        ordinal = "Finally" if number == len(items) - 1 and len(items) > 2 else _ORDINALS[number]
        sentences.append(ended(f"{ordinal}, {text}"))
    edits = [as_paragraph(source, Span(start, items[-1].span.end), "\n".join(sentences))]
    if before is not None and before.kind.is_spoken and ended(text := context.source(before.span)) != text:
        edits.insert(0, Edit(before.span, ended(text)))  # a bare label would run on into the announcement
    return Fix("Make it an announced sequence", tuple(edits), safe=False)
