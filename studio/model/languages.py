"""Languages by their tags (BCP 47): which ones are read aloud here, and which tags mean the same language."""

from __future__ import annotations

#: Primary languages that numbers, dates, units and symbols can be read in (``studio.speech``).
READ_ALOUD = ("en",)


def primary_language(tag: str) -> str:
    """The language of a tag without region or script: ``en`` of ``en-US``, also where it is written ``EN_us``."""
    return tag.replace("_", "-").partition("-")[0].lower()


def is_read_aloud(tag: str) -> bool:
    """Whether written text in this language can be turned into its spoken form."""
    return primary_language(tag) in READ_ALOUD
