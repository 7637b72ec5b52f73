"""How long it takes to say something that nobody has said yet: the one estimate, for every room that needs one."""

from __future__ import annotations

#: Spoken characters of a second, blanks among them, of the default voice over an hour; with pauses 168 words a minute.
_CHARS_PER_SECOND = 17.0
_WORDS_PER_MINUTE = 168


def speaking_s(spoken: str, pause_s: float = 0.0) -> float:
    """Seconds that a text takes.

    Args:
        spoken: in spoken form.
        pause_s: the silence behind it.
    """
    return len(spoken) / _CHARS_PER_SECOND + pause_s


def words_s(words: int) -> float:
    """Seconds that so many words take with the pauses between them, where no more is known of a text."""
    return 60 * words / _WORDS_PER_MINUTE
