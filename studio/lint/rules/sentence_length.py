"""A sentence that is too long to be followed by ear.

## What it does

Counts the words of each sentence, and reports more than `warn_words`. The unsafe fix makes two sentences of it, at a
conjunction near its middle.

## Why it is bad for the ear

A reader who loses the thread goes back to the verb; a listener cannot. After about twenty-five words the beginning
of the sentence is gone.

## Bad

```markdown
When the coordinator receives the write it forwards the value to every replica on the preference list and then waits
until a quorum of them has answered before it finally tells the client that all is well.
```

## Good

```markdown
The coordinator forwards the write to every replica on the list. Then it waits. Once a quorum has answered, it tells
the client that all is well.
```
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from studio.lint.context import WORD, Context, Prose, Sentence
from studio.lint.finding import Finding
from studio.model.diagnostics import Edit, Fix, Severity
from studio.model.fields import declared

CODE = "B401"
NAME = "sentence-length"
SEVERITY = Severity.WARNING

_SHORTEST_HALF = 6
_PRONOUN = r"(?:(?:it|they|we|you|he|she|there|this|these|those|i)\b|that (?:is|was|has|means|makes|will|would|can)\b)"
_NOUN = r"(?:the|a|an|each|every|no|its|their|our|your)\b"
_JOINT = re.compile(
    rf", (?P<word>but|so|yet|and)(?= (?:{_PRONOUN}|(?P<noun>{_NOUN})))|; (?P<next>(?!so that\b)\w+)",
    re.IGNORECASE,
)
_LIST_BEFORE = re.compile(r",[^,]{1,80}$")


@dataclass(frozen=True)
class Options:
    warn_words: int = declared("Most words of a sentence that a listener can follow.", 25, low=1, high=10_000)


def check(context: Context, options: Options) -> Iterator[Finding]:
    for prose in context.prose:
        for sentence in prose.sentences:
            count = len(sentence.words)
            if count > options.warn_words:
                yield Finding(
                    prose.span(sentence.start, sentence.end),
                    f"This sentence has {count} words; a listener follows about {options.warn_words}",
                    "make it two sentences, one thought each",
                    _fix(prose, sentence),
                )


def _fix(prose: Prose, sentence: Sentence) -> Fix | None:
    """Two sentences, cut where a clause with a subject of its own begins."""
    joints = [
        match
        for match in _JOINT.finditer(prose.plain, sentence.start, sentence.end)
        if prose.is_literal(*match.span())
        and len(WORD.findall(prose.text[sentence.start : match.start()])) >= _SHORTEST_HALF
        and not _is_inside(prose.text[sentence.start : match.start()])
        and not (match["next"] and sentence.text.count(";") > 1)  # a list, whose parts need not be sentences
        and not (match["noun"] and _LIST_BEFORE.search(prose.text, sentence.start, match.start()))
        and len(WORD.findall(prose.text[match.end() : sentence.end])) >= _SHORTEST_HALF
    ]
    if not joints:
        return None
    middle = (sentence.start + sentence.end) // 2
    joint = min(joints, key=lambda match: abs(match.start() - middle))
    word = joint["word"] or joint["next"]
    is_name = not word[1:].islower() and len(word) > 1  # eSpeak
    edit = Edit(prose.span(*joint.span()), f". {word if is_name else word.capitalize()}")
    return Fix("Make it two sentences", (edit,), safe=False)


def _is_inside(text: str) -> bool:
    """Whether a parenthesis or a quotation that began here is still open."""
    return text.count("(") > text.count(")") or text.count("“") > text.count("”") or text.count('"') % 2 == 1
