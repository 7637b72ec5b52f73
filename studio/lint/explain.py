"""What a rule is about: its page for ``--explain`` and the reference page of all rules, both from the rule itself."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterable
from typing import Protocol

from studio.lint import disables
from studio.lint.files import FILE_KINDS
from studio.lint.registry import Rule, all_rules
from studio.model.diagnostics import Severity
from studio.settings.reader import documented

FAMILIES = {
    "S": "The script itself",
    "U": "Cannot be spoken",
    "N": "Numbers",
    "W": "Words",
    "B": "Breath and sentences",
    "L": "Listening",
    "P": "Parts and pillars",
    "C": "Cast and cues",
    "X": "The linter's own",
}
_INTRODUCTION = """# The rules

`studio lint` reads a script with the ears of a listener. This page is generated from the rules themselves; `studio lint
--explain CODE` shows one of them.

An *error* would make wrong sound, or lose some: it stops a render. A *warning* is hard to follow by ear, and fails
`--strict`; *info* is good to know. Every rule takes the option `severity`, for a show that sees it otherwise. **Fix**
says what `--fix` can do: *safe* fixes never change the meaning, *unsafe* ones (`--unsafe-fixes`) may, so read them.
"""


_FENCED = re.compile(r"(^(?:```|~~~)markdown\n.*?^(?:```|~~~)$)", re.DOTALL | re.MULTILINE)


class Problem(Protocol):
    """What the parser's own codes have in common with rules (``studio.script.ProblemKind``)."""

    @property
    def code(self) -> str:
        """Stable, ``S`` and three digits."""

    @property
    def name(self) -> str:
        """Readable and stable."""

    @property
    def severity(self) -> Severity:
        """How much it matters."""

    @property
    def explanation(self) -> str:
        """What it means, one sentence of Markdown."""


@dataclasses.dataclass(frozen=True, slots=True)
class _Entry:
    code: str
    name: str
    severity: Severity
    explanation: str
    rule: Rule | None = None

    @property
    def summary(self) -> str:
        return self.explanation.split("\n", 1)[0]


def explain(selector: str, problems: Iterable[Problem] = ()) -> str | None:
    """The page of one code or name, as Markdown; None where there is no such rule.

    Args:
        selector: a rule's code, in any case, or its name.
        problems: the parser's codes, which the linter passes on.
    """
    for entry in _entries(problems):
        if selector.upper() == entry.code or selector.lower() == entry.name:
            return "\n".join(_page(entry, level=1)) + "\n"
    return None


def rules_page(problems: Iterable[Problem] = ()) -> str:
    """The reference page of all rules, as Markdown."""
    entries = _entries(problems)
    lines = [_INTRODUCTION, "| Code | Name | Severity | Fix | What it finds |", "|---|---|---|---|---|"]
    for entry in entries:
        severity = entry.severity if entry.rule is None or entry.rule.enabled else f"{entry.severity}, off"
        summary = entry.summary.replace("|", "\\|")
        cells = (f"[{entry.code}](#{entry.code.lower()})", entry.name, severity, _fix(entry), summary)
        lines.append(f"| {' | '.join(cells)} |")
    for letter, family in FAMILIES.items():
        lines += ["", f"## {family}"]
        for entry in entries:
            if entry.code.startswith(letter):
                lines += ["", f'<a id="{entry.code.lower()}"></a>', "", *_page(entry, level=3)]
    return "\n".join(lines) + "\n"


def _entries(problems: Iterable[Problem]) -> list[_Entry]:
    found = [_Entry(p.code, p.name, p.severity, p.explanation) for p in (*problems, *FILE_KINDS)]
    found += [_Entry(r.code, r.name, r.severity, r.explanation, r) for r in all_rules()]
    found.append(_Entry(disables.CODE, disables.NAME, disables.SEVERITY, disables.EXPLANATION))
    order = list(FAMILIES)
    return sorted(found, key=lambda entry: (order.index(entry.code[0]), entry.code))


def _page(entry: _Entry, level: int) -> list[str]:
    lines = [f"{'#' * level} {entry.code} {entry.name}", "", f"*{entry.severity}*", ""]
    for part in _FENCED.split(entry.explanation):
        is_example = part.startswith(("```", "~~~"))
        lines.append(part if is_example else re.sub(r"^## ", "#" * (level + 1) + " ", part, flags=re.MULTILINE))
    lines[4:] = ["".join(lines[4:])]
    options = _options(entry.rule) if entry.rule else []
    if options:
        lines += ["", f"{'#' * (level + 1)} Options", "", *options]
    return lines


def _options(rule: Rule) -> list[str]:
    if rule.options is None:
        return []
    return [
        f"- `{name}` ({kind}; default: {default if default != '–' else 'none'}): {meaning}"
        for name, kind, default, meaning in documented(rule.options)
    ]


def _fix(entry: _Entry) -> str:
    return ", ".join(kind for kind in ("safe", "unsafe") if re.search(rf"\b{kind}\s+fix\b", entry.explanation))
