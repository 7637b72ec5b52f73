"""The tools: those that only read, and, where it is allowed, those that write into the show's folder."""

from __future__ import annotations

import functools
import json
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Annotated, Any

from mcp.server import MCPServer
from mcp.types import CallToolResult, TextContent, ToolAnnotations
from pydantic import Field

from studio import __version__
from studio.mcp.commands import CommandFailedError, Commands
from studio.settings.episodes import all_episodes, relative_path
from studio.settings.workspace import open_workspace

_INSTRUCTIONS = (
    "Episode scripts in Markdown that become podcast audio. Lint a script after every edit, and see with `plan` what"
    " a render would make again. What is printed is what `studio COMMAND --format json` prints."
)
Episode = Annotated[str, Field(description="Id of an episode (ep17), its number, or the path of its script.")]
Episodes = Annotated[
    list[str], Field(description="Ids, numbers, paths of scripts or patterns (ep1*); none for every episode.")
]
Segment = Annotated[int, Field(ge=1, description="The number of a segment, as `proof` and `plan` show it.")]
_READS = ToolAnnotations(read_only_hint=True, open_world_hint=False)
_WRITES = ToolAnnotations(read_only_hint=False, destructive_hint=False, open_world_hint=False)
_EDITS = ToolAnnotations(read_only_hint=False, destructive_hint=True, open_world_hint=False)


def make_server(root: Path, *, allow_write: bool = False) -> MCPServer:
    """The server of one show.

    Args:
        root: the show's folder; nothing outside of it is read or written by its tools.
        allow_write: whether there are tools that edit scripts and make sound.
    """
    server = MCPServer("studio", version=__version__, instructions=_INSTRUCTIONS, log_level="WARNING")
    commands = Commands(root.resolve())
    _add_reading(server, commands)
    if allow_write:
        _add_writing(server, commands)
    return server


def _add(server: MCPServer, annotations: ToolAnnotations, work: Callable[..., Awaitable[str]]) -> None:
    @functools.wraps(work)
    async def tool(**arguments: Any) -> Any:
        try:
            return await work(**arguments)
        except CommandFailedError as error:  # raised, it would get words of the library in front
            return CallToolResult(content=[TextContent(type="text", text=str(error))], is_error=True)

    server.add_tool(tool, annotations=annotations, structured_output=False)


def _add_reading(server: MCPServer, commands: Commands) -> None:
    async def list_episodes() -> str:
        """The show's episodes: id, number, season and script of each."""
        commands.episodes([])
        show = open_workspace(commands.root).show
        found = [
            {"id": one.id, "number": one.number, "season": one.season, "script": relative_path(show, one.script)}
            for one in all_episodes(show)
        ]
        return json.dumps(found, indent=2, ensure_ascii=False)

    async def status() -> str:
        """Every episode: words, minutes, findings, rendered or stale and why, published, scheduled."""
        return await commands.run("status")

    async def lint(episodes: Episodes = []) -> str:  # noqa: B006  # a default of the tool's schema, never changed
        """What will not work for listeners: each finding with its place, what to do, and the fix where there is one."""
        return await commands.run("lint", *commands.episodes(episodes))

    async def plan(episode: Episode) -> str:
        """What a render would make again, and why, and how long it will take."""
        return await commands.run("plan", commands.episode(episode))

    async def audit(episode: Episode) -> str:
        """How the pillars and marks are spread over an episode, against its targets."""
        return await commands.run("audit", commands.episode(episode))

    async def proof(episode: Episode) -> str:
        """The episode as it will be heard, segment by segment: who speaks, written and spoken form, findings."""
        return await commands.run("proof", commands.episode(episode))

    async def say(text: Annotated[str, Field(min_length=1, max_length=20_000, description="As written.")]) -> str:
        """The spoken form of a text, and the rule behind each changed word; makes no sound."""
        return await commands.run("say", "--explain", texts=[text])

    async def diff(
        episode: Episode,
        revision: Annotated[
            str | None, Field(pattern="^[^-]", description="Of git; by default the last render.")
        ] = None,
    ) -> str:
        """What a listener hears otherwise than in the last render, or than in a git revision."""
        return await commands.run("diff", texts=[commands.episode(episode), *([revision] if revision else [])])

    async def verify(episode: Episode) -> str:
        """Whether the finished files of an episode keep every promise."""
        return await commands.run("verify", commands.episode(episode))

    for work in (list_episodes, status, lint, plan, audit, proof, say, diff, verify):
        _add(server, _READS, work)


def _add_writing(server: MCPServer, commands: Commands) -> None:
    async def render(episodes: Annotated[list[str], Field(min_length=1, description="As for lint.")]) -> str:
        """Make the finished episodes; only what changed is made again."""
        return await commands.run("render", *commands.episodes(episodes))

    async def preview(episode: Episode, segment: Segment) -> str:
        """Make the sound of one segment, a WAV file in the show's build folder."""
        return await commands.run("preview", commands.episode(episode), "--no-play", "--segment", str(segment))

    async def fix(
        episodes: Annotated[list[str], Field(min_length=1, description="As for lint.")],
        unsafe: Annotated[bool, Field(description="Fixes that may change the meaning, too.")] = False,
    ) -> str:
        """Mend scripts where that does not change the meaning; the findings that remain."""
        return await commands.run(
            "lint", "--fix", *(["--unsafe-fixes"] if unsafe else []), *commands.episodes(episodes)
        )

    async def retake(episode: Episode, segment: Segment) -> str:
        """Make another take of one segment; the earlier ones are kept."""
        return await commands.run("retake", commands.episode(episode), "--no-play", "--segment", str(segment))

    async def new_episode(title: Annotated[str, Field(min_length=1, max_length=300)]) -> str:
        """Write the skeleton of the show's next episode."""
        return await commands.run("new", texts=["episode", title])

    for work in (render, preview, retake, new_episode):
        _add(server, _WRITES, work)
    _add(server, _EDITS, fix)
