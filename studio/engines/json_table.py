"""A large JSON object that is looked up as text, which takes a tenth of the memory that a dictionary does."""

from __future__ import annotations

import json
import re
from array import array
from bisect import bisect_left
from functools import lru_cache
from typing import Any

_TEXT = rb'"[^"\\]*(?:\\.[^"\\]*)*"'
_ENTRY = re.compile(rb"(" + _TEXT + rb"):(" + _TEXT + rb"|\{[^{}]*\})")


class JsonTable:
    """Looks keys up as a dictionary of the same object would.

    Args:
        text: an object in JSON, in UTF-8 and without blanks between its parts, whose values are texts or objects that
            hold no further ones.
    """

    def __init__(self, text: bytes) -> None:
        self._text = text
        found = sorted((entry[1], entry.start()) for entry in _ENTRY.finditer(text))
        self._starts = array("I", [start for _, start in found])
        self.get = lru_cache(maxsize=4096)(self._get)

    def _get(self, key: str) -> Any:
        wanted = json.dumps(key, ensure_ascii=False).encode()
        at = bisect_left(self._starts, wanted, key=lambda start: self._entry(start)[1])
        entry = self._entry(self._starts[at]) if at < len(self._starts) else None
        return json.loads(entry[2]) if entry is not None and entry[1] == wanted else None

    def _entry(self, start: int) -> re.Match[bytes]:
        found = _ENTRY.match(self._text, start)
        assert found is not None  # found there before
        return found
