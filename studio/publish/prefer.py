"""How a publisher decides between two versions of an episode."""

from __future__ import annotations

from enum import StrEnum


class Prefer(StrEnum):
    """Whose version of an episode stands where it was changed both in the copy that is served and here."""

    HERE = "here"
    THERE = "there"
