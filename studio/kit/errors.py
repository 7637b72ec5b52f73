"""The one kind of failure that a user is meant to read."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from studio.model.diagnostics import Diagnostic
    from studio.model.source import Location


_MOST_LISTED = 24  # a back catalogue has hundreds of episodes


class StudioError(Exception):
    """Something the user can act on: what happened, where, and what to do about it.

    Args:
        code: stable kebab-case name, e.g. ``unknown-episode``; scripts may match on it.
        message: what went wrong, one sentence, without a trailing full stop.
        where: file position (``path:line:column``) or path the message is about.
        hint: what to do next, one sentence.
        exit_code: 1 for findings or something that could not be made, 2 for wrong usage or configuration.
    """

    def __init__(
        self,
        code: str,
        message: str,
        *,
        where: Location | str | None = None,
        hint: str | None = None,
        exit_code: int = 1,
    ) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.where = None if where is None else str(where)
        self.hint = hint
        self.exit_code = exit_code

    def __str__(self) -> str:
        place = f"{self.where}: " if self.where else ""
        return f"{place}{self.message}"

    def __reduce__(self) -> tuple[object, ...]:
        # Worker processes hand errors home by pickle, which would call __init__ with the message alone.
        return (_rebuild, (self.code, self.message, self.where, self.hint, self.exit_code))


class ConfigurationError(StudioError):
    """A show, voice, lexicon or command line that cannot be used as it stands (exit code 2)."""

    def __init__(
        self, code: str, message: str, *, where: Location | str | None = None, hint: str | None = None
    ) -> None:
        super().__init__(code, message, where=where, hint=hint, exit_code=2)


def together(errors: Sequence[ConfigurationError]) -> ConfigurationError:
    """One error that says what all of them say; there is at least one."""
    if len(errors) == 1:
        return errors[0]
    hints = " ".join(dict.fromkeys(error.hint for error in errors if error.hint))
    return ConfigurationError(errors[0].code, "; ".join(map(str, errors)), hint=hints or None)


class LintRefusedError(StudioError):
    """A script that is not rendered for the linter's errors, which ``diagnostics`` lists."""

    def __init__(self, path: str, diagnostics: Sequence[Diagnostic]) -> None:
        count = len(diagnostics)
        super().__init__(
            "lint-errors",
            f"the linter found {count} {'error' if count == 1 else 'errors'} in this script",
            where=path,
            hint="Mend them (`studio lint --fix` may help), or leave them out with --skip-unspeakable.",
        )
        self.diagnostics = tuple(diagnostics)


def suggest(word: str, known: Iterable[str], none_near: str | None = None) -> str | None:
    """A hint that names the nearest known words; where none is near, ``none_near``, or else a list of them."""
    import difflib  # only for mistakes

    names = list(known)
    near = difflib.get_close_matches(word, names, n=3, cutoff=0.5)
    if near:
        return f"Did you mean {' or '.join(f'`{name}`' for name in near)}?"
    if none_near or not names:
        return none_near
    return f"Known here: {', '.join(names[:_MOST_LISTED])}{' …' if len(names) > _MOST_LISTED else ''}."


def _rebuild(code: str, message: str, where: str | None, hint: str | None, exit_code: int) -> StudioError:
    return StudioError(code, message, where=where, hint=hint, exit_code=exit_code)
