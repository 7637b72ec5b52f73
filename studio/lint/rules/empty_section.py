"""A section in which nothing is said, or nearly nothing.

## What it does

Reports a heading with nothing spoken before the next heading of its level, and, as information, one with fewer than
`min_words` words. A heading that only groups deeper sections is fine, and so are the title and series lines on top.

## Why it is bad for the ear

A chapter of no length cannot be navigated to; a chapter of five seconds is noise in the player's list.

## Bad

```markdown
## Consensus

## Leader election

The followers wait for a heartbeat, each for a time of its own, and the first to lose patience stands for election.
```

## Good

```markdown
## Leader election

The followers wait for a heartbeat, each for a time of its own, and the first to lose patience stands for election.
```
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from studio.lint.context import Context
from studio.lint.finding import Finding
from studio.model.diagnostics import Severity
from studio.model.fields import declared

CODE = "P604"
NAME = "empty-section"
SEVERITY = Severity.WARNING


@dataclass(frozen=True)
class Options:
    min_words: int = declared("A section with fewer words is too short for a chapter.", 20, low=0, high=10_000)


def check(context: Context, options: Options) -> Iterator[Finding]:
    sections = context.sections
    for index, (section, proses) in enumerate(zip(sections, context.prose_of_section, strict=True)):
        groups = index + 1 < len(sections) and sections[index + 1].level > section.level
        if not section.level or not section.is_chapter or groups:
            continue
        words = sum(len(sentence.words) for prose in proses for sentence in prose.sentences)
        if not proses:
            yield Finding(section.title_span, "Nothing is said in this section", "write it, or remove the heading")
        elif words < options.min_words and section.opens_chapter:
            yield Finding(
                section.title_span,
                f"This section is only {words} {'word' if words == 1 else 'words'} long",
                "join it with a neighbour, or write {chapter=no} behind its heading",
                severity=Severity.INFO,
            )
