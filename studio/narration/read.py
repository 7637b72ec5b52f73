"""An episode's name → its parsed script, refused with reasons where it cannot be rendered, and its narration."""

from __future__ import annotations

from collections import deque
from pathlib import Path

from studio.kit.errors import LintRefusedError, StudioError
from studio.kit.garbage import uncollected
from studio.lint import lint_script
from studio.model.narration import Narration
from studio.model.script import Script
from studio.model.show import Show, Voice
from studio.model.source import Source
from studio.narration.narrate import narrate
from studio.script import parse_script
from studio.settings.episodes import EpisodeFiles
from studio.settings.lexicons import load_lexicon
from studio.settings.text import read_text
from studio.speech import Lexicon, Style
from studio.speech.entries import Entry, Scope
from studio.speech.vocabulary import vocabulary


def read_script(show: Show, path: Path) -> Script:
    """Parse a script file.

    Raises:
        StudioError: as for :func:`~studio.settings.text.read_text`.
    """
    return parse_source(show, read_text(show, path))


def parse_source(show: Show, source: Source) -> Script:
    """Parse a text as a script of this show, whose pillars, marks and speakers it may name."""
    return parse_script(
        source,
        pillars=show.pillars,
        marks=show.marks,
        speakers=tuple(show.speakers),
        list_numbers=show.list_numbers,
        style=Style(**show.style),
    )


@uncollected()
def read_episode(show: Show, episode: EpisodeFiles, *, skip_unspeakable: bool = False) -> tuple[Script, Narration]:
    """The script and narration of an episode that is fit to be rendered.

    Args:
        show: the episode's show.
        episode: which one.
        skip_unspeakable: leave out what cannot be spoken instead of refusing the script.

    Raises:
        LintRefusedError: the linter has errors, and they are not to be skipped.
        StudioError: as for :func:`read_script`; ``nothing-to-say`` where no text is left to speak.
    """
    script = read_script(show, episode.script)
    if not skip_unspeakable and (errors := lint_script(script, show, errors_only=True)):
        raise LintRefusedError(script.source.path, errors)
    narration = narrate(script, show, read_lexicons(show, script))
    if not narration.segments:
        raise StudioError(
            "nothing-to-say",
            "this script has no text that is spoken",
            where=script.source.path,
            hint="Write a paragraph below the front matter or a heading.",
        )
    return script, narration


def read_lexicons(show: Show, script: Script | None = None) -> dict[str, Lexicon]:
    """Voice → the lexicon that holds for it, the latter over the former: the vocabulary that the package brings (for
    voices that speak English), the show's files, the voice's own, the episode's entries.

    Raises:
        ConfigurationError: a lexicon file that cannot be read.
    """
    of_show = load_lexicon(show.lexicons, show.root).entries
    of_episode = script.episode.lexicon if script is not None else {}
    where = f"{script.source.path}, `lexicon`" if script is not None else ""
    made: dict[tuple[bool, tuple[str, ...]], Lexicon] = {}
    for voice in show.voices.values():
        kind = _speaks_english(voice), voice.lexicons
        if kind not in made:
            brought = vocabulary() if _speaks_english(voice) else Lexicon()
            own = load_lexicon((show.root / path for path in voice.lexicons), show.root).entries
            lexicon = _kept(brought.entries + of_show + own, spells_letters=brought.spells_letters)
            if of_episode:
                lexicon = _kept(lexicon.merged(of_episode, where=where).entries, spells_letters=brought.spells_letters)
            made[kind] = lexicon
    return {name: made[_speaks_english(voice), voice.lexicons] for name, voice in show.voices.items()}


_recent: deque[Lexicon] = deque(maxlen=8)


def _kept(entries: tuple[tuple[Scope, Entry], ...], *, spells_letters: bool) -> Lexicon:
    """The lexicon of these entries, the same as last time where it was read before: it remembers what it was asked."""
    for one in tuple(_recent):
        if one.spells_letters == spells_letters and one.entries == entries:
            return one
    made = Lexicon(entries, spells_letters)
    _recent.append(made)
    return made


def _speaks_english(voice: Voice) -> bool:
    return voice.language.lower().partition("-")[0] == "en"
