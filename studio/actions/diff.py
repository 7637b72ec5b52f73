"""``studio diff``: what a listener would hear otherwise than in an earlier version of an episode."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from studio.changes import Changes, Version, compare, kept_version, version_of
from studio.kit.errors import ConfigurationError, StudioError
from studio.kit.events import Events
from studio.kit.revisions import Revision, checked_out, find_revision
from studio.narration.read import read_episode
from studio.settings.episodes import EpisodeFiles, all_episodes, relative_path
from studio.settings.show import load_show
from studio.settings.workspace import Workspace
from studio.takes import TakePlan, make_takes, open_store, plan_takes
from studio.voices.finals import with_finals

#: What a version lacks when there is no speech in its script.
_NOTHING = "nothing-to-say"


def diff(
    workspace: Workspace,
    episode: EpisodeFiles,
    revision: str | None = None,
    events: Events | None = None,
    *,
    final: bool = False,
    make_changed: bool = False,
) -> Changes:
    """What changed since a revision of the show, or since the last render; nothing of the show is written.

    Args:
        workspace: the episode's show, and its caches.
        episode: as it is now.
        revision: of git; None for the last render.
        events: told of takes as they are made.
        final: compare as in final takes; the last render is compared as it was made.
        make_changed: make the takes of speech that sounds otherwise, of both versions, so that every length is
            measured and :func:`studio.changes.sound.write_changes` has what to play.

    Raises:
        ConfigurationError: there is no such revision, or no repository.
        StudioError: ``not-rendered``; ``not-in-revision``; as for a render.
    """
    if revision is None:
        before = last_render(workspace, episode)
        now = _Side(with_finals(workspace) if before.final else workspace, episode)
        return _compared(before, now, events, make=make_changed).told_from("the last render")
    found = find_revision(workspace.show.root, revision)
    now = _Side(with_finals(workspace) if final else workspace, episode)
    now.read()  # what is wrong with it is told first, as of today
    with checked_out(found) as tree, _told_of(found):
        was = Workspace(load_show(tree), workspace.cache, tree / "public")
        was = with_finals(was) if final else was
        then = _Side(was, _episode_then(workspace, episode, was, found))
        return _compared(then.read(), now, events, then, make=make_changed).told_from(found.title)


def last_render(workspace: Workspace, episode: EpisodeFiles) -> Version:
    """The version of an episode that was rendered last.

    Raises:
        StudioError: ``not-rendered``.
    """
    version = kept_version(workspace.versions / f"{episode.id}.json")
    if version is None:
        raise StudioError(
            "not-rendered",
            f"there is no render of `{episode.id}` to compare with",
            hint=f"Run `studio render {episode.id}` first, or name a git revision: `studio diff {episode.id} HEAD`.",
        )
    return version


class _Side:
    """One of the two that are compared."""

    def __init__(self, workspace: Workspace, episode: EpisodeFiles) -> None:
        self.workspace = workspace
        self.episode = episode
        self.store = open_store(workspace)

    def read(self) -> Version:
        """The version that the files make; a script without speech is one, too."""
        try:
            script, narration = read_episode(self.workspace.show, self.episode, skip_unspeakable=True)
        except StudioError as error:
            if error.code != _NOTHING:
                raise
            return Version("", relative_path(self.workspace.show, self.episode.script), ())
        plans = plan_takes(
            narration.segments,
            self.workspace.show,
            self.store,
            episode=self.episode,
            source=script.source,
            allow_bad=True,
        )
        self.plans: Sequence[TakePlan] = plans
        return version_of(script, narration, plans, self.workspace.show)

    def make(self, numbers: set[int], events: Events | None) -> None:
        """The takes of some segments."""
        wanted = [plan for plan in self.plans if plan.segment.number in numbers]
        make_takes([wanted], self.workspace.show, self.store, events=events, allow_bad=True)


def _compared(before: Version, now: _Side, events: Events | None, then: _Side | None = None, *, make: bool) -> Changes:
    found = compare(before, now.read())
    if not make:
        return found
    now.make({one.number for change in found.heard for one in change.after}, events)
    if then is not None:
        then.make({one.number for change in found.heard for one in change.before}, events)
        before = then.read()
    return compare(before, now.read())


def _episode_then(workspace: Workspace, episode: EpisodeFiles, was: Workspace, revision: Revision) -> EpisodeFiles:
    """The same episode by its id, else by its place, else by what git takes for a renaming of its script."""
    path = relative_path(workspace.show, episode.script)
    if Path(path).is_absolute():
        raise ConfigurationError(
            "not-in-revision", "this script is outside of the show's folder, of which revisions are", where=path
        )
    episodes = all_episodes(was.show)
    places = {relative_path(was.show, one.script): one for one in episodes}
    found = next((one for one in episodes if one.id == episode.id), places.get(path))
    if found is None and (was.show.root / path).is_file():  # a script outside of scripts/
        script = was.show.root / path
        return replace(episode, script=script, takes=script.with_name(episode.takes.name))
    found = found or places.get(revision.former_path(path) or "")
    if found is None:
        raise StudioError(
            "not-in-revision",
            f"the episode `{episode.id}` is not in {revision.title}",
            where=path,
            hint="It is new since then, or its file was called otherwise and had another `id`.",
        )
    return found


@contextmanager
def _told_of(revision: Revision) -> Iterator[None]:
    """Errors of the block as of a revision: the files of today are not to blame."""
    try:
        yield
    except StudioError as error:
        if error.code == "not-in-revision":
            raise
        place = None if error.where is None else f"{revision.name}:{error.where}"
        hint = "Today's studio cannot read that revision as it was: compare with another one."
        raise StudioError(error.code, error.message, where=place, hint=hint, exit_code=error.exit_code) from error
