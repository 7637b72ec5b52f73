"""An acronym that is used before anybody has said what it stands for.

## What it does

Reports the first use of an acronym that is not introduced: by its expansion in the same or a neighbouring sentence
("a conflict-free replicated data type, or CRDT"), by parentheses on either side, or by an author's own words for it.
Acronyms that every engineer says without thinking (API, CPU, HTTP …) pass, and so do the option `known`, the show's
lexicon, and words in capitals for emphasis.

## Why it is bad for the ear

A reader can look back, or look it up. A listener who misses three letters misses the topic.

## Bad

```markdown
The counter is a PNCT, and it merges without locks.
```

## Good

```markdown
The counter is a positive-negative counter type, or PNCT, and it merges without locks.
```
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from studio.lint.context import Context, Prose
from studio.lint.finding import Finding
from studio.model.diagnostics import Severity
from studio.model.fields import declared

CODE = "W301"
NAME = "acronym-introduction"
SEVERITY = Severity.WARNING


@dataclass(frozen=True)
class Options:
    known: tuple[str, ...] = declared("Acronyms that need no introduction.", ())


_ACRONYM = re.compile(r"(?<![\w/.’'-])(?:[A-Z]{2,6}|[A-Z]+[0-9][A-Z]+)(?=s?(?![\w’'/-]|[.]\w))")
_KNOWN = frozenset(
    """AB ACID AI AM AMD API ARM ASCII ATM AWS BBC BIOS CAD CD CDN CEO CET CFO CI CIO CLI CNN COO COVID CPU CSS CSV
    CTO DB DJ DNA DNS DVD EDT EST ETA EU FAQ FBI FIFO FPS FTP GB GCP GDPR GIF GMT GPS GPU GUI HBO HD HDD HR HTML HTTP
    HTTPS IBM ID IDE IDS IEEE IO IOT IP ISO ISP IT JPEG JSON JVM KB KPI LAN LED LIFO LRU MB MD MIT ML NASA NATO NBA NBC
    NFL OK OOM OS PC PDF PDT PHD PHP PIN PM PNG PR PST QA QPS RAID RAM README REST ROI RPC RSS SDK SLA SMS SQL SRE SSD
    SSH SSL TB TCP TLS TV UDP UI UK UN UPS URI URL US USA USB UTC UTF UX VM VP VPN VR WAN WWW XML YAML ZIP""".split()
)
_ROMAN = re.compile(r"[IVX]+")
_SHOUT = re.compile(r"[A-Z]{2,}")
_LINKS = r"(?:[\s-]+(?:of|the|and|for|in|to|on|with|a)\b)?[\s-]+"


def check(context: Context, options: Options) -> Iterator[Finding]:
    seen = {*_KNOWN, *options.known}
    lower = context.lower_case_words
    for prose in context.prose:
        for match in _ACRONYM.finditer(prose.plain):
            acronym = match[0]
            if acronym in seen or _ROMAN.fullmatch(acronym) or _is_emphasis(prose.plain, match, lower):
                continue
            seen.add(acronym)
            if not (_is_explained(context, prose, match) or context.is_in_lexicon(acronym)):
                yield Finding(
                    prose.span(*match.span()),
                    f"{acronym} is used here for the first time, and nobody has said what it stands for",
                    "say the long form first, then the letters",
                )


def _is_emphasis(text: str, match: re.Match[str], lower: frozenset[str]) -> bool:
    """Words in capitals are stress, not letters: where the word exists in lower case, or stands among others."""
    if match[0].lower() in lower:
        return True
    before = text[max(0, match.start() - 30) : match.start()].split()
    after = text[match.end() : match.end() + 30].split()
    neighbours = [*before[-1:], *after[:1]]
    return any(_SHOUT.fullmatch(word.strip(".,:;!?\"'“”()")) for word in neighbours)


def _is_explained(context: Context, prose: Prose, match: re.Match[str]) -> bool:
    text = prose.plain
    after = text[match.end() : match.end() + 3].lstrip("s")
    if after.startswith(" (") or (text[match.start() - 1 : match.start()] == "(" and after.startswith(")")):
        return True
    window = context.text_before(prose, 1_500) + text[: match.end() + 200]
    return _expansion(match[0]).search(window) is not None


def _expansion(acronym: str) -> re.Pattern[str]:
    """Words, in order, that begin with the letters: “log-structured merge tree” for LSMT."""
    letters = [letter for letter in acronym if letter.isalpha()]
    return re.compile(r"\b" + _LINKS.join(rf"{letter}[a-z]+(?:-[a-z]+)?" for letter in letters), re.IGNORECASE)
