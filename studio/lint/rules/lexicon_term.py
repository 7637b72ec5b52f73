"""A name that a voice will guess at.

## What it does

Reports names that follow no rule of English spelling (`etcd`, `nginx`, `kubectl`) or mix capitals (`gRPC`, `eBPF`),
when neither the spoken normaliser nor a lexicon of the show or the episode knows how to say them.

## Why it is bad for the ear

Voices spell them, or swallow them, each in its own way and not even the same way twice.

## Bad

```markdown
The state lives in qwrtd.
```

## Good

```markdown
The state lives in [qwrtd]{say="quart dee"}.
```
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from studio.lint.context import Context
from studio.lint.finding import Finding
from studio.model.diagnostics import Severity

CODE = "W302"
NAME = "lexicon-term"
SEVERITY = Severity.INFO

_ODD = re.compile(
    r"(?<![\w./@#'’-])(?:[a-z]+[A-Z]\w*|[A-Z][a-z]+[A-Z]\w*|[b-df-hj-np-tv-xz]{3,}[a-z]?)(?![\w/@]|['’.-]\w)"
)
_SOUNDS = frozenset(("hmm", "shh", "psst", "pfft", "brr", "tsk", "mmm", "nth", "nths", "rhythm", "rhythms", "myth"))


def check(context: Context, _options: None) -> Iterator[Finding]:
    seen: set[str] = set()
    for prose in context.prose:
        for match in _ODD.finditer(prose.plain):
            term = match[0]
            if term in seen or term.lower() in _SOUNDS:
                continue
            seen.add(term)
            if _is_compound(term):
                continue
            if context.spoken(term) == term and not context.is_in_lexicon(term):
                yield Finding(
                    prose.span(*match.span()),
                    f"No lexicon says how “{term}” sounds",
                    "add it to the show's lexicon, or to `lexicon:` in the front matter",
                )


def _is_compound(term: str) -> bool:
    """Two ordinary words with capitals, as in GitHub: voices say them as two words, which is right."""
    parts = re.findall(r"[A-Z][a-z]+", term)
    return "".join(parts) == term and all(re.search("[aeiouy]", part.lower()) for part in parts)
