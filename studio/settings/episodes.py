"""From what a person types to one episode: what it is called, and where its files are.

Nothing else in the project finds an episode by a name. Ids are unique in a show, and so are numbers within a season:
two scripts that share one would overwrite each other's build and each other's place in the feed.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path

from studio.kit.errors import ConfigurationError, together
from studio.kit.inputs import real
from studio.model.publishing import EpisodeType
from studio.model.show import Show
from studio.settings.head import read_head
from studio.settings.mistyped import missing_script, no_episode

_NOT_IN_IDS = re.compile(r"[^A-Za-z0-9._-]+")
_MOST_CHARACTERS = 80
_ENDINGS = frozenset((".md", ".markdown", ".mdown", ".mkdown", ".mkd", ".mdwn", ".mdx"))
_SEASONED = re.compile(r"s(?P<season>\d+)e(?P<number>\d+)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class EpisodeFiles:
    """One episode and where everything of it stands.

    Attributes:
        id: unique in the show; the name of its build folder and of its files there.
        script: the Markdown file.
        build: folder of the finished files, ``build/<id>/``.
        takes: choices of takes by hand, ``<id>.takes.yaml`` beside the script; need not exist.
        recordings: folder for recordings by people, ``recordings/<id>/``; need not exist.
        number: of the episode, where the script tells one.
        season: of the episode, where the script tells one.
        is_full: whether it counts; a trailer or a bonus may have the number of the episode that it belongs to.
    """

    id: str
    script: Path
    build: Path
    takes: Path
    recordings: Path
    number: int | None = None
    season: int | None = None
    is_full: bool = True

    @property
    def mp3(self) -> Path:
        """The finished episode."""
        return self.build / f"{self.id}.mp3"


@dataclass(frozen=True, slots=True)
class Clash:
    """Two scripts that claim to be one episode: ``what`` they share, in words."""

    what: str
    first: EpisodeFiles
    second: EpisodeFiles


def all_episodes(show: Show) -> tuple[EpisodeFiles, ...]:
    """Every script below the show's ``scripts/``, sub-folders included, in natural order of ids (``ep9``, ``ep10``)."""
    below = (path for path in show.scripts.rglob("*.md") if not _is_hidden(path.relative_to(show.scripts)))
    return tuple(
        sorted((_files(show, path) for path in below), key=lambda episode: (_natural(episode.id), episode.script))
    )


def how_to_begin(show: Show) -> str:
    """What to do where a show has no episode: perhaps a file only has to be called otherwise."""
    if found := overlooked(show):
        return f"Scripts end in .md: rename {relative_path(show, found[0])} to {found[0].stem}.md."
    return "Write one: studio new episode TITLE."


def overlooked(show: Show) -> tuple[Path, ...]:
    """Files below ``scripts/`` that are no episodes for their ending alone: ``ep17.MD``, ``ep17.mdx``."""
    below = (path for path in show.scripts.rglob("*") if path.suffix.lower() in _ENDINGS and path.suffix != ".md")
    return tuple(sorted(path for path in below if not _is_hidden(path.relative_to(show.scripts)) and path.is_file()))


def find_episode(show: Show, typed: str) -> EpisodeFiles:
    """The episode that a person means.

    Args:
        show: the show to look in.
        typed: an id (``ep17``), a number (``17``, ``s2e17``), a script's file name, or the path of any script.

    Raises:
        ConfigurationError: ``unknown-episode``; ``missing-script`` for a path; ``several-episodes`` where a number or a
            file name means more than one; ``same-episode`` where another script claims to be the same one.
    """
    episodes = all_episodes(show)
    found = look_up(show, typed, episodes)
    _refuse_clashes(show, [found], episodes)
    return found


def look_up(show: Show, typed: str, episodes: Sequence[EpisodeFiles]) -> EpisodeFiles:
    """The same, among episodes that are known already, and whether or not another claims to be the same one.

    Raises:
        ConfigurationError: ``unknown-episode``, ``missing-script``, ``several-episodes``.
    """
    return _by_path(show, typed, episodes) or _by_name(show, typed, episodes)


def look_up_all(show: Show, typed: str, episodes: Sequence[EpisodeFiles]) -> tuple[EpisodeFiles, ...]:
    """The same, where a pattern means every episode whose id or script's path it matches.

    Raises:
        ConfigurationError: as for :func:`look_up`; ``unknown-episode`` where nothing matches.
    """
    if not is_pattern(typed):
        return (look_up(show, typed, episodes),)
    names = {one: (one.id, relative_path(show, one.script)) for one in episodes}
    found = tuple(one for one in episodes if any(fnmatchcase(name, typed) for name in names[one]))
    if not found:
        raise ConfigurationError("unknown-episode", f"no episode matches `{typed}`", hint="`studio status` lists them.")
    return found


def _refuse_clashes(show: Show, chosen: Collection[EpisodeFiles], episodes: Iterable[EpisodeFiles]) -> None:
    for clash in clashes(dict.fromkeys([*episodes, *chosen])):
        if clash.first in chosen or clash.second in chosen:
            raise clash_error(show, clash)


def find_episodes(show: Show, typed: Sequence[str]) -> tuple[EpisodeFiles, ...]:
    """The episodes that a person means, each once; every one of the show where nothing is typed.

    Args:
        show: the show to look in.
        typed: as for :func:`find_episode`, or patterns for ids and for paths of scripts: ``ep1?``, ``scripts/s2/*``.

    Raises:
        ConfigurationError: as for :func:`find_episode`; one for all that is wrong.
    """
    episodes = all_episodes(show)
    if not typed:
        _refuse_clashes(show, episodes, episodes)
        return episodes
    found: dict[EpisodeFiles, None] = {}
    wrong: list[ConfigurationError] = []
    for one in typed:
        try:
            found |= dict.fromkeys(look_up_all(show, one, episodes))
        except ConfigurationError as error:
            wrong.append(error)
    if wrong:
        raise together(wrong)
    _refuse_clashes(show, found, episodes)
    return tuple(found)


def choose_episodes(show: Show, typed: Sequence[str], *, everything: bool) -> tuple[EpisodeFiles, ...]:
    """The episodes that a command is to work on, which would not do all of them without being told.

    Args:
        show: the show to look in.
        typed: as for :func:`find_episodes`.
        everything: every episode of the show, whatever is typed.

    Raises:
        ConfigurationError: ``no-episode`` where nothing is chosen; as for :func:`find_episodes`.
    """
    if not (typed or everything):
        raise ConfigurationError("no-episode", "no episode is named", hint="Name episodes, or use --all.")
    chosen = find_episodes(show, () if everything else typed)
    if not chosen:
        raise ConfigurationError("no-episode", "the show has no episode yet", hint=how_to_begin(show))
    return chosen


def is_one(typed: Sequence[str], *, everything: bool) -> bool:
    """Whether a person means one episode by its name, and not those, however many, of a choice."""
    return not everything and len(typed) == 1 and not is_pattern(typed[0])


def is_pattern(typed: str) -> bool:
    """Whether a person means every episode that a pattern matches."""
    return any(char in typed for char in "*?[") and not Path(typed).exists()


def clashes(episodes: Iterable[EpisodeFiles]) -> tuple[Clash, ...]:
    """Pairs of scripts with one id (compared without case, as some file systems do) or one number in a season.

    Trailers and bonuses share their number with a full episode or with none.
    """
    found: list[Clash] = []
    by_id: dict[str, EpisodeFiles] = {}
    by_number: dict[tuple[int | None, int], EpisodeFiles] = {}
    for episode in episodes:
        first = by_id.setdefault(episode.id.casefold(), episode)
        if first is not episode:
            found.append(Clash(f"the id `{episode.id}`", first, episode))
        if episode.number is not None and episode.is_full:
            same = by_number.setdefault((episode.season, episode.number), episode)
            if same is not episode:
                season = f" in season {episode.season}" if episode.season is not None else ""
                found.append(Clash(f"the number {episode.number}{season}", same, episode))
    return tuple(found)


def clash_error(show: Show, clash: Clash) -> ConfigurationError:
    """The error that names both files."""
    first, second = (relative_path(show, one.script) for one in (clash.first, clash.second))
    return ConfigurationError(
        "same-episode",
        f"{first} and {second} share {clash.what}",
        where=second,
        hint="Give one of them another `id:` or `number:` in its front matter.",
    )


def build_folder(show: Show, typed: str) -> Path:
    """Where the build of an episode is; an episode whose script has gone is still found by its id.

    Raises:
        ConfigurationError: as for :func:`find_episode`.
    """
    try:
        return find_episode(show, typed).build
    except ConfigurationError as error:
        folder = show.build / typed
        if (
            error.code == "unknown-episode"
            and re.fullmatch(r"\w[\w.-]*", typed)
            and (folder / "manifest.json").is_file()
        ):
            return folder
        raise


def build_folders(show: Show, typed: Sequence[str]) -> tuple[Path, ...]:
    """Where the builds of episodes are, each once; a pattern means those that were rendered.

    Raises:
        ConfigurationError: as for :func:`build_folder`; one for all that is wrong.
    """
    found: dict[Path, None] = {}
    wrong: list[ConfigurationError] = []
    for one in typed:
        try:
            if is_pattern(one):
                found |= dict.fromkeys(_rendered_like(show, one))
            else:
                found[build_folder(show, one)] = None
        except ConfigurationError as error:
            wrong.append(error)
    if wrong:
        raise together(wrong)
    return tuple(found)


def _rendered_like(show: Show, pattern: str) -> list[Path]:
    folders = [path.parent for path in show.build.glob("*/manifest.json")]
    found = [folder for folder in folders if fnmatchcase(folder.name, pattern)]
    if not found:
        raise ConfigurationError("unknown-episode", f"no rendered episode matches `{pattern}`")
    return sorted(found, key=lambda folder: _natural(folder.name))


def id_from_name(name: str) -> str:
    """The id of a script that names none: its file's name in the letters that an id may have.

    ``ep1.5.md`` gives ``ep1.5``, ``Über Raft & Co.md`` gives ``Uber-Raft-Co``.
    """
    stem = name.removesuffix(".md")
    folded = "".join(one for one in unicodedata.normalize("NFKD", stem) if not unicodedata.combining(one))
    plain = re.sub(r"-{2,}", "-", re.sub(r"\.{2,}", ".", _NOT_IN_IDS.sub("-", folded))).strip("._-")
    if plain and len(plain) <= _MOST_CHARACTERS:
        return plain
    digest = hashlib.sha256(unicodedata.normalize("NFC", stem).encode("utf-8", "surrogatepass")).hexdigest()[:8]
    return f"{plain[: _MOST_CHARACTERS - 9]}-{digest}" if plain else f"episode-{digest}"


def relative_path(show: Show, path: Path) -> str:
    """A path as a person at the show's root would type it."""
    try:
        return real(path).relative_to(real(show.root)).as_posix()
    except ValueError:
        return str(path)


def _files(show: Show, script: Path) -> EpisodeFiles:
    head = read_head(script)
    name = head.id or id_from_name(script.name)
    return EpisodeFiles(
        id=name,
        script=script,
        build=show.build / name,
        takes=script.with_name(f"{name}.takes.yaml"),
        recordings=show.root / "recordings" / name,
        number=head.number,
        season=head.season,
        is_full=head.type in (None, EpisodeType.FULL),
    )


def _by_path(show: Show, typed: str, episodes: Sequence[EpisodeFiles]) -> EpisodeFiles | None:
    for candidate in (Path(typed), show.root / typed):
        if typed.endswith(".md") and candidate.is_file():
            path = real(candidate)
            return next((one for one in episodes if real(one.script) == path), None) or _files(show, path)
    if typed.endswith(".md") and not any(one.script.name == typed for one in episodes):
        raise missing_script(typed, show.scripts)
    return None


def _by_name(show: Show, typed: str, episodes: Sequence[EpisodeFiles]) -> EpisodeFiles:
    for means in (_has_id, _has_number, _has_file_name, _has_id_in_any_case):
        found = [episode for episode in episodes if means(episode, typed)]
        if len(found) > 1 and means is not _has_id:  # of one id only: that is a clash, which says more
            names = ", ".join(f"`{episode.id}`" for episode in found)
            raise ConfigurationError(
                "several-episodes", f"`{typed}` may be {names}", hint="Type the id, or s2e17 for a season's episode."
            )
        if found:
            return found[0]
    raise no_episode(typed, [episode.id for episode in episodes], show.scripts)


def _has_id(episode: EpisodeFiles, typed: str) -> bool:
    return episode.id == typed


def _has_number(episode: EpisodeFiles, typed: str) -> bool:
    if seasoned := _SEASONED.fullmatch(typed):
        return episode.is_full and (episode.season, episode.number) == (
            int(seasoned["season"]),
            int(seasoned["number"]),
        )
    if not (typed.isascii() and typed.isdecimal() and episode.is_full):
        return False
    told = re.fullmatch(r"(?:ep|episode-?)0*(\d+)", episode.id)
    number = episode.number if episode.number is not None else int(told[1]) if told else None
    return number == int(typed[:18])


def _has_file_name(episode: EpisodeFiles, typed: str) -> bool:
    return typed in (episode.script.name, episode.script.name.removesuffix(".md"))


def _has_id_in_any_case(episode: EpisodeFiles, typed: str) -> bool:
    return episode.id.casefold() == typed.casefold()


def _is_hidden(path: Path) -> bool:
    return any(part.startswith(".") for part in path.parts)


def _natural(name: str) -> list[tuple[int, str]]:
    return [(int(part), "") if part.isdecimal() else (-1, part) for part in re.split(r"(\d+)", name) if part]
