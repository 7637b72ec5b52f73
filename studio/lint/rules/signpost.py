"""A section that opens without telling the listener where they are.

## What it does

Reports a section that opens with a list item or with something that is not spoken, and, as information, one whose
first three sentences neither take up a word of the heading nor hold a signpost ("now", "first", "picture this", a
question …).

## Why it is bad for the ear

The heading is not spoken. A listener who hears only the list, or only the details, does not know what they belong to.

## Bad

```markdown
## Cache coherence

- Write-through
- Write-back
```

## Good

```markdown
## Cache coherence

How do two caches stay coherent? There are two answers.

- Write-through
- Write-back
```
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from studio.lint.context import Context, Prose
from studio.lint.finding import Finding
from studio.lint.signposts import SIGNPOST, opening
from studio.model.diagnostics import Severity
from studio.model.script import BlockKind, Section

CODE = "L502"
NAME = "missing-signpost"
SEVERITY = Severity.WARNING

_UNSPOKEN = (BlockKind.CODE, BlockKind.DIAGRAM, BlockKind.TABLE, BlockKind.FORMULA, BlockKind.IMAGE, BlockKind.HTML)
_NAMES = {
    BlockKind.LIST_ITEM: "a list",
    BlockKind.CODE: "a code block",
    BlockKind.IMAGE: "an image",
    BlockKind.HTML: "HTML",
}
_CONTENT_WORD = re.compile(r"[^\W\d_]{4,}|[A-Z]{2,}")
_EMPTY_WORDS = frozenset(
    "part section chapter episode what when where with from that this your their into about executive summary learning "
    "outcomes overview introduction conclusion experience level levels next actions final thought thoughts challenge "
    "moment truth lesson lessons takeaways example examples".split()
)


def check(context: Context, _options: None) -> Iterator[Finding]:
    for section, proses in zip(context.sections, context.prose_of_section, strict=True):
        if not section.level or not proses:
            continue
        first = next(block for block in section.blocks if block.kind.is_spoken or block.kind in _UNSPOKEN)
        if first.kind in _UNSPOKEN or first.kind is BlockKind.LIST_ITEM:
            what = _NAMES.get(first.kind, f"a {first.kind.value}")
            yield Finding(
                section.title_span,
                f"This section opens with {what}",
                "begin with a sentence that says what it is about",
            )
        elif not _orients(section, proses):
            yield Finding(
                section.title_span,
                "The opening of this section does not say what it is about, and the heading is not spoken",
                "name the topic in the first sentence",
                severity=Severity.INFO,
            )


def _orients(section: Section, proses: tuple[Prose, ...]) -> bool:
    words = {_stem(word) for word in _CONTENT_WORD.findall(section.title) if word.lower() not in _EMPTY_WORDS}
    start = " ".join(opening(prose) for prose in proses[:3])
    if not words or SIGNPOST.search(start):
        return True
    return any(_stem(word) in words for word in _CONTENT_WORD.findall(start))


def _stem(word: str) -> str:
    return word.lower()[:5]
