"""One term, spelt in several ways across the show.

## What it does

Compares names with capitals inside (`GitHub`, `Github`) and words that are written together in one place and apart in
another (`datacenter`, `data center`) in all scripts of the show, and reports the rarer spelling. The
unsafe fix replaces it.

## Why it is bad for the ear

Each spelling is a different word for the voice and for the lexicon, so the same thing sounds different next week.

## Bad

```markdown
GitHub stores it, GitHub serves it, and Github shows it.
```

## Good

```markdown
GitHub stores it, GitHub serves it, and GitHub shows it.
```
"""

from __future__ import annotations

from collections.abc import Iterator

from studio.lint.context import Context
from studio.lint.finding import Finding
from studio.lint.spellings import TERM
from studio.model.diagnostics import Edit, Fix, Severity

CODE = "W306"
NAME = "mixed-spelling"
SEVERITY = Severity.WARNING


def check(context: Context, _options: None) -> Iterator[Finding]:
    for prose in context.prose:
        for match in TERM.finditer(prose.plain):
            better = context.spellings.better(match[0])
            if better is None:
                continue
            fix = None
            if prose.is_literal(*match.span()):
                fix = Fix(f"Write {better}", (Edit(prose.span(*match.span()), better),), safe=False)
            yield Finding(
                prose.span(*match.span()), f"“{match[0]}” is “{better}” elsewhere in the show", f"write {better}", fix
            )
