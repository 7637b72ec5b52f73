"""Ordered lists: whether their numbers are spoken, because the text speaks of “step 2”."""

from __future__ import annotations

import re
from collections.abc import Sequence

from studio.model.show import ListNumbers

_HEADING = re.compile(r"#{1,6}(?:\s|$)")
_REFERENCE = re.compile(
    r"\b(?:steps?|items?|points?|numbers?|rules?|options?|questions?|stages?|reasons?|no\.)\s+"
    r"(?:\d{1,3}|one|two|three|four|five|six|seven|eight|nine|ten)\b",
    re.IGNORECASE,
)
MARKER = re.compile(r"\d{1,9}[.)][ \t]+\Z")


class NumberedLists:
    """Decides for each list of a script whether a listener needs its numbers."""

    def __init__(self, lines: Sequence[str], choice: ListNumbers) -> None:
        self._lines = lines
        self._choice = choice
        self._answers: dict[int, bool] = {}

    def are_spoken(self, line: int) -> bool:
        """Whether the numbers of the list that begins on this line, counted from 0, are spoken."""
        if self._choice in (ListNumbers.ALWAYS, ListNumbers.NEVER):
            return self._choice is ListNumbers.ALWAYS
        if line not in self._answers:
            self._answers[line] = any(_REFERENCE.search(one) for one in self._section(line))
        return self._answers[line]

    def _section(self, line: int) -> Sequence[str]:
        """The lines from the heading above to the heading below."""
        first = next((at for at in range(line, -1, -1) if _HEADING.match(self._lines[at])), -1) + 1
        end = next((at for at in range(line, len(self._lines)) if _HEADING.match(self._lines[at])), len(self._lines))
        return self._lines[first:end]
