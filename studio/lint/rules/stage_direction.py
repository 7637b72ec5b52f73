"""A stage direction that nothing fulfils.

## What it does

Reports directions such as `(Sound of rain)`, `[SFX: door]`, `*[Music fades in]*` and `[laughs]` without a cue right
before or after them. They are never spoken. Durations and production lines are mentioned for information.

Words in brackets between two sentences that are not known as a direction, as in `He left. [door slams] Silence.`, are
read aloud; they are reported, since they hardly are meant to be.

## Why it is bad for the ear

The author hears rain; the listener hears nothing, and what follows was written for the rain.

## Bad

```markdown
*[Dramatic music fades in]*

It was a quiet night.
```

## Good

```markdown
It was a quiet night, with rain on the windows.
```
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from studio.lint.context import Context
from studio.lint.finding import Finding
from studio.model.diagnostics import Severity
from studio.model.script import BlockKind, Inline, InlineKind

CODE = "C703"
NAME = "stage-direction"
SEVERITY = Severity.WARNING

#: Words in brackets where a sentence may begin: within one they are an editor's, and meant to be read.
_IN_BRACKETS = re.compile(r"(?:(?<=[.!?…:;”\"] )|(?<=\A))\[(?=[^\[\]]*[A-Za-z]{3})[^\[\]\n]{3,80}\](?![\w(])")
_HINT = "replace it by a cue such as ::music{…} or ::sting{…}, or leave it out"


def check(context: Context, _options: None) -> Iterator[Finding]:
    for section in context.sections:
        blocks = [block for block in section.blocks if block.kind is not BlockKind.COMMENT]
        for index, block in enumerate(blocks):
            if block.kind is BlockKind.DIRECTION:
                if block.info != "sound":
                    yield Finding(
                        block.span,
                        "This production line is not spoken",
                        severity=Severity.INFO,
                        hint="it may stay, or move to the front matter",
                    )
                elif not any(near.kind is BlockKind.CUE for near in blocks[max(0, index - 1) : index + 2]):
                    yield Finding(block.span, "Nobody will hear this stage direction", _HINT)
            elif block.kind.is_spoken:
                yield from (_inline(context, run) for run in block.inlines if run.kind is InlineKind.DIRECTION)
    for prose in context.prose:
        for match in _IN_BRACKETS.finditer(prose.plain):
            yield Finding(
                prose.span(*match.span()),
                f"“{match[0]}” is read aloud",
                "a direction goes on a line of its own or becomes a cue; words to be spoken need no brackets",
            )


def _inline(context: Context, run: Inline) -> Finding:
    if any(char.isdigit() for char in context.source(run.span)):
        return Finding(run.span, "This time stamp is not spoken", "it may stay", severity=Severity.INFO)
    return Finding(run.span, "Nobody will hear this stage direction", _HINT)
