"""What is wrong in a file that an author wrote: where, and in the words of the part that it belongs to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from studio.kit.errors import ConfigurationError

_MOST_LISTED = 20


@dataclass(frozen=True, slots=True)
class Complaint:
    """One mistake.

    Attributes:
        code: stable kebab-case name.
        message: what is wrong, one sentence, without a trailing full stop.
        where: place in the file, as a person is to see it.
        start, end: the characters that it is about, in the file's text.
        label: what the setting is called, from the top of the file: ``loudness.target_lufs``.
        expected: what it would have to be; completes "has to be …".
        hint: what to do next, one sentence.
    """

    code: str
    message: str
    where: str
    start: int
    end: int
    label: str = ""
    expected: str = ""
    hint: str | None = None


@dataclass(frozen=True, slots=True)
class Wording:
    """How a part of the settings words its complaints, and which codes it gives them.

    The texts may name ``{label}`` (from the top of the file), ``{name}`` (its last part), ``{value}`` (as written) and
    ``{expected}``. ``codes`` translates the reader's codes, ``code`` replaces those that it does not name.
    """

    invalid: str = "invalid YAML: {expected}"
    top: str = "expected lines of `name: value`"
    unknown: str = "`{label}` is not a setting"
    missing: str = "`{label}` is missing"
    twice: str = "`{label}` stands here twice"
    wrong: str = "`{label}` has to be {expected}"
    choice: str = "`{label}` cannot be {value}"
    range: str = "`{label}` is {value}; it has to be {expected}"
    absent: str = "`{label}` names {expected}, which does not exist"
    no_file: str = "`{label}` names {expected}, which is no file"
    absent_hint: str | None = None
    codes: Mapping[str, str] = field(default_factory=dict)
    code: str = ""

    def message(self, code: str, **parts: str) -> str:
        """The sentence for one of the reader's codes."""
        by_code = {
            "invalid-yaml": self.invalid,
            "unknown-key": self.unknown,
            "missing-key": self.missing,
            "duplicate-key": self.twice,
            "unknown-value": self.choice,
            "out-of-range": self.range,
            "missing-file": self.absent,
            "no-file": self.no_file,
        }
        return by_code.get(code, self.wrong).format(**parts)


class SettingsError(ConfigurationError):
    """A file that an author wrote and that cannot be used: the first complaint, with all of them in ``complaints``."""

    def __init__(self, first: Complaint, message: str, complaints: Sequence[Complaint]) -> None:
        super().__init__(first.code, message, where=first.where, hint=first.hint)
        self.complaints = tuple(complaints)


class WrongError(Exception):
    """A value that a field cannot take; the reader makes a complaint of it.

    Args:
        expected: what it would have to be; for a file, its path.
        code: the reader's code.
        message: said instead of what the wording would say.
        hint: what to do next.
    """

    def __init__(
        self, expected: str = "", *, code: str = "wrong-type", message: str = "", hint: str | None = None
    ) -> None:
        super().__init__(expected)
        self.expected, self.code, self.message, self.hint = expected, code, message, hint


class ReportedError(Exception):
    """A value with mistakes inside, which have been reported."""


def shortened(text: str, most: int = 120) -> str:
    """The beginning of a text that may be too long for a message."""
    return text if len(text) <= most else text[:most] + "…"


def as_error(complaints: Sequence[Complaint]) -> SettingsError:
    """The first complaint as an error; the others stand below its message, one a line."""
    first, *others = complaints
    lines = [first.message]
    lines += [f"{one.where}: {one.message}" + (f". {one.hint}" if one.hint else "") for one in others[:_MOST_LISTED]]
    if len(others) > _MOST_LISTED:
        lines.append(f"and {len(others) - _MOST_LISTED} more")
    return SettingsError(first, "\n".join(lines), complaints)
