"""A chapter title that players cut off.

## What it does

Reports chapter titles of more than `max_characters` characters, without emphasis, attributes, emoji and
durations.

## Why it is bad for the ear

A phone shows about forty-five characters of a chapter's title. What comes after is lost, and it is often the part
that tells two chapters apart.

## Bad

```markdown
## Why every large system ends up with consistent hashing sooner or later

The hash ring is everywhere.
```

## Good

```markdown
## Why every system ends up with a ring

The hash ring is everywhere.
```
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from studio.lint.context import Context
from studio.lint.finding import Finding
from studio.lint.titles import bare_title
from studio.model.diagnostics import Severity
from studio.model.fields import declared

CODE = "P606"
NAME = "chapter-title"
SEVERITY = Severity.WARNING


@dataclass(frozen=True)
class Options:
    max_characters: int = declared("Longest title that players show in full.", 45, low=1, high=1_000)


def check(context: Context, options: Options) -> Iterator[Finding]:
    for section in context.sections:
        title = bare_title(section.chapter_title or section.title)
        if section.level and section.opens_chapter and len(title) > options.max_characters:
            yield Finding(
                section.title_span,
                f"This chapter title has {len(title)} characters; players show about {options.max_characters}",
                'shorten it, or give the chapter its own: {chapter="…"}',
            )
