"""Declaring what an author may set: type and default as in any dataclass, and beside them range and meaning."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping
from typing import Any


@dataclasses.dataclass(frozen=True, slots=True)
class Declared:
    """What a field says besides its type and its default.

    Attributes:
        meaning: one sentence for the reference pages, with the unit.
        low, high: the range of a number, both ends included; None where it is open.
        choices: the only values that it takes.
        form: what a text has to look like: ``url``, ``colour``, ``pattern`` (a regular expression), ``identifier``,
            ``language``, ``ipa``, ``pronunciation`` (a respelling, or IPA between slashes), ``file`` (there is one of
            that name), or ``links``.
        key: what it is called in the file, where that is not the field's name.
        also: other names that it goes by.
        is_name: it is not set itself, but is the name under which its mapping stands.
        shown_default: the default in words, where it is no constant.
    """

    meaning: str = ""
    low: float | None = None
    high: float | None = None
    choices: tuple[Any, ...] = ()
    form: str = ""
    key: str = ""
    also: tuple[str, ...] = ()
    is_name: bool = False
    shown_default: str = ""


def declared(
    meaning: str, default: Any = dataclasses.MISSING, *, factory: Callable[[], Any] | None = None, **more: Any
) -> Any:
    """A dataclass field that authors set, required where it has neither ``default`` nor ``factory``.

    Args:
        meaning: one sentence for the reference pages, with the unit.
        default: its value where it is not set.
        factory: makes that value, where it is a mapping.
        more: the other attributes of :class:`Declared`.
    """
    metadata = {"declared": Declared(meaning, **more)}
    if factory is not None:
        return dataclasses.field(default_factory=factory, metadata=metadata)
    return dataclasses.field(default=default, metadata=metadata)


def declaration(metadata: Mapping[str, Any]) -> Declared:
    """What a dataclass field's ``metadata`` declares; an empty declaration for a field without one."""
    found: Declared = metadata.get("declared", Declared())
    return found
