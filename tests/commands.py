"""Commands as tests call them: by the show's folder and what a person types."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from studio.actions import render as render_action
from studio.kit.events import Event, Events
from studio.render.options import RenderOptions, formats
from studio.settings.episodes import EpisodeFiles, find_episode, find_episodes
from studio.settings.workspace import Workspace, open_workspace

if TYPE_CHECKING:
    from studio.actions.plan import Planned
    from studio.audit import Audit
    from studio.model.show import Show
    from studio.render.report import Rendered


def render(
    root: Path,
    typed: str = "ep01",
    *,
    cache: Path | None = None,
    jobs: int | None = None,
    skip_unspeakable: bool = False,
    allow_bad_takes: bool = False,
    also: Sequence[str] = (),
    final: bool = False,
    events: Events | None = None,
    listener: Callable[[Event], None] | None = None,
) -> Rendered:
    """``studio render``."""
    workspace = open_workspace(root, cache=cache)
    options = RenderOptions(skip_unspeakable, allow_bad_takes, formats(also), jobs, final)
    return render_action.render(workspace, find_episode(workspace.show, typed), options, events or Events(listener))


def plan(root: Path, typed: str = "ep01", *, also: Sequence[str] = (), final: bool = False) -> Planned:
    """``studio plan``."""
    from studio.actions import plan as action

    workspace = open_workspace(root)
    return action.plan(workspace, find_episode(workspace.show, typed), RenderOptions(also=formats(also), final=final))


def audit(show: Show, *typed: str) -> tuple[Audit, ...]:
    """``studio audit``."""
    from studio.actions import audit as action

    return action.audit(workspace_of(show), find_episodes(show, typed))


def workspace_of(show: Show) -> Workspace:
    """The workspace of a show that a test made by hand."""
    return Workspace(show, show.cache, show.root / "public")


def files_of(show: Show, name: str = "ep01") -> EpisodeFiles:
    """Where an episode of a show stands whose script need not exist."""
    return EpisodeFiles(
        id=name,
        script=show.scripts / f"{name}.md",
        build=show.build / name,
        takes=show.scripts / f"{name}.takes.yaml",
        recordings=show.root / "recordings" / name,
    )


def run_python(program: str, *arguments: object, check: bool = True) -> subprocess.CompletedProcess[str]:
    """A program in a process of its own that knows the tests' helpers."""
    path = os.pathsep.join([str(Path(__file__).parent), *filter(None, [os.environ.get("PYTHONPATH")])])
    return subprocess.run(
        [sys.executable, "-c", program, *map(str, arguments)],
        capture_output=True,
        text=True,
        check=check,
        env={**os.environ, "PYTHONPATH": path},
    )
