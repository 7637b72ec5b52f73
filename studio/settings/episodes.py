"""From what a person types to one episode: what it is called, and where its files are.

Nothing else in the project finds an episode by a name. Ids are unique in a show, and so are numbers within a season:
two scripts that share one would overwrite each other's build and each other's place in the feed.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from studio.kit.errors import ConfigurationError, suggest
from studio.model.show import Show
from studio.settings.head import read_head

_NOT_IN_IDS = re.compile(r"[^A-Za-z0-9._-]+")
_MOST_CHARACTERS = 80
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
    """

    id: str
    script: Path
    build: Path
    takes: Path
    recordings: Path
    number: int | None = None
    season: int | None = None

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


def find_episode(show: Show, typed: str) -> EpisodeFiles:
    """The episode that a person means.

    Args:
        show: the show to look in.
        typed: an id (``ep17``), a number (``17``, ``s2e17``), a script's file name, or the path of any script.

    Raises:
        ConfigurationError: ``unknown-episode``; ``missing-script`` for a path; ``several-episodes`` where a number or a
            file name means more than one; ``same-episode`` where another script claims to be the same one.
    """
    return _find(show, typed, all_episodes(show))


def look_up(show: Show, typed: str, episodes: Sequence[EpisodeFiles]) -> EpisodeFiles:
    """The same, among episodes that are known already, and whether or not another claims to be the same one.

    Raises:
        ConfigurationError: ``unknown-episode``, ``missing-script``, ``several-episodes``.
    """
    return _by_path(show, typed, episodes) or _by_name(typed, episodes)


def _find(show: Show, typed: str, episodes: Sequence[EpisodeFiles]) -> EpisodeFiles:
    found = look_up(show, typed, episodes)
    others = episodes if found in episodes else (*episodes, found)
    for clash in clashes(others):
        if found in (clash.first, clash.second):
            raise clash_error(show, clash)
    return found


def find_episodes(show: Show, typed: Sequence[str]) -> tuple[EpisodeFiles, ...]:
    """The episodes that a person means, each once; every one of the show where nothing is typed."""
    episodes = all_episodes(show)
    return tuple(dict.fromkeys(_find(show, one, episodes) for one in typed)) if typed else episodes


def clashes(episodes: Iterable[EpisodeFiles]) -> tuple[Clash, ...]:
    """Pairs of scripts with one id (compared without case, as some file systems do) or one number in a season."""
    found: list[Clash] = []
    by_id: dict[str, EpisodeFiles] = {}
    by_number: dict[tuple[int | None, int], EpisodeFiles] = {}
    for episode in episodes:
        first = by_id.setdefault(episode.id.casefold(), episode)
        if first is not episode:
            found.append(Clash(f"the id `{episode.id}`", first, episode))
        if episode.number is not None:
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
        return path.resolve().relative_to(show.root.resolve()).as_posix()
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
    )


def _by_path(show: Show, typed: str, episodes: Sequence[EpisodeFiles]) -> EpisodeFiles | None:
    for candidate in (Path(typed), show.root / typed):
        if typed.endswith(".md") and candidate.is_file():
            path = candidate.resolve()
            return next((one for one in episodes if one.script.resolve() == path), None) or _files(show, path)
    if typed.endswith(".md") and not any(one.script.name == typed for one in episodes):
        raise ConfigurationError("missing-script", "there is no such script", where=typed)
    return None


def _by_name(typed: str, episodes: Sequence[EpisodeFiles]) -> EpisodeFiles:
    for means in (_has_id, _has_number, _has_file_name, _has_id_in_any_case):
        found = [episode for episode in episodes if means(episode, typed)]
        if len(found) > 1 and means is not _has_id:  # of one id only: that is a clash, which says more
            names = ", ".join(f"`{episode.id}`" for episode in found)
            raise ConfigurationError(
                "several-episodes", f"`{typed}` may be {names}", hint="Type the id, or s2e17 for a season's episode."
            )
        if found:
            return found[0]
    known = [episode.id for episode in episodes]
    raise ConfigurationError(
        "unknown-episode",
        f"there is no episode `{typed}`",
        hint=suggest(typed, known, None if known else "Scripts belong in the folder scripts/."),
    )


def _has_id(episode: EpisodeFiles, typed: str) -> bool:
    return episode.id == typed


def _has_number(episode: EpisodeFiles, typed: str) -> bool:
    if seasoned := _SEASONED.fullmatch(typed):
        return (episode.season, episode.number) == (int(seasoned["season"]), int(seasoned["number"]))
    if not (typed.isascii() and typed.isdecimal()):
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
