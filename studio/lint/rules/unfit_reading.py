"""A reading that the marked text does not have.

## What it does

Reports `[text]{as=kind}` where the text cannot be read as that kind: a misspelt kind, or a kind of other forms.

## Why it is bad for the ear

The voice reads such a text by the rules, as if nothing had been asked for.

## Bad

```markdown
The lease is [5m]{as=minuets} long.
```

## Good

```markdown
The lease is [5m]{as=minutes} long.
```
"""

from __future__ import annotations

from collections.abc import Iterator

from studio.kit.errors import suggest
from studio.lint.context import Context
from studio.lint.finding import Finding
from studio.model.diagnostics import Severity
from studio.speech import READ_AS, Style, speak

CODE = "N205"
NAME = "unfit-reading"
SEVERITY = Severity.WARNING
_REACH = 40


def check(context: Context, _options: None) -> Iterator[Finding]:
    for prose in context.prose:
        for start, run in prose.map.placed_runs:
            end = start + len(run.text)
            around = (prose.text[max(0, start - _REACH) : start], prose.text[end : end + _REACH])
            if not run.read_as or run.say is not None or _fits(run.text, run.read_as, context.style, around):
                continue
            yield Finding(
                prose.span(start, end),
                f"“{run.text}” cannot be read as “{run.read_as}”",
                suggest(run.read_as, _kinds(run.text, context.style, around), "write it as you would say it"),
            )


def _fits(text: str, kind: str, style: Style, around: tuple[str, str]) -> bool:
    return [piece.rule for piece in speak(text, style, read_as=kind, around=around).pieces] == [kind]


def _kinds(text: str, style: Style, around: tuple[str, str]) -> list[str]:
    """The kinds that a text can be read as."""
    forms = [reading.kind for doubt in speak(text, style).doubts for reading in doubt.readings]
    return [kind for kind in dict.fromkeys((*forms, *READ_AS)) if _fits(text, kind, style, around)]
