r"""A formula that is too much for the ear.

## What it does

Simple formulas (`$O(n \log n)$`, `$\frac{a}{b}$`, `$\sum_{i=1}^n x_i$`) are spoken in words. This reports the others,
in `$…$`, `$$…$$` or a block of LaTeX: with what is in their way, and how far an attempt to say them comes.

## Why it is bad for the ear

Matrices, cases and long chains of terms are two-dimensional. A listener needs the relation in words: what grows with
what, and how fast.

## Bad

```markdown
$$
\begin{pmatrix} x' \\ t' \end{pmatrix} = \begin{pmatrix} a & b \\ c & d \end{pmatrix} v
$$
```

## Good

```markdown
Place and time of the one observer are mixtures of those of the other. The law is $L = \lambda W$, Little's law.
```
"""

from __future__ import annotations

from collections.abc import Iterator

from studio.lint.context import Context
from studio.lint.finding import Finding
from studio.model.diagnostics import Severity
from studio.model.script import BlockKind, InlineKind
from studio.model.source import Span
from studio.script.formulas import latex_of
from studio.speech.formulas import read_formula

CODE = "U105"
NAME = "formula"
SEVERITY = Severity.ERROR

_WORDS_HINT = 'say the relation in words, or give it words: [$…$]{say="the words"}'
_SHOWN = 40
_ATTEMPT_SHOWN = 160


def check(context: Context, _options: None) -> Iterator[Finding]:
    for block in context.blocks_of(BlockKind.FORMULA):
        if not block.inlines:
            yield _finding(context, block.span, context.source(block.span), "say the relation in words")
        for run in block.inlines:
            if run.kind is InlineKind.FORMULA and run.say is None:
                yield _finding(context, run.span, run.text, "say the relation in words")
    for _block, run in context.inlines_of(InlineKind.FORMULA):
        if run.say is None:
            yield _finding(context, run.span, run.text, _WORDS_HINT)


def _finding(context: Context, span: Span, written: str, hint: str) -> Finding:
    formula = read_formula(latex_of(written), context.style)
    shown = " ".join(latex_of(written).split())
    shown = shown if len(shown) <= _SHOWN else f"{shown[:_SHOWN]}…"
    words = formula.words if len(formula.words) <= _ATTEMPT_SHOWN else f"{formula.words[:_ATTEMPT_SHOWN]}…"
    attempt = f"; an attempt: “{words}”" if words else ""
    return Finding(span, f"The formula “{shown}” is too much for the ear ({formula.trouble})", f"{hint}{attempt}")
