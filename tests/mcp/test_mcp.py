"""A client of the Model Context Protocol, over standard input and output: what it reads, and what it may not touch."""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

sdk = pytest.importorskip("mcp")

READS = {"list_episodes", "status", "lint", "plan", "audit", "proof", "say", "diff", "verify"}
WRITES = {"render", "preview", "fix", "retake", "new_episode"}
SCRIPT = "---\ntitle: Caches\n---\n\n# Caches\n\nA cache keeps at least 3 results, and teh the rest is made again.\n"
_PROGRAM = "import sys; from studio.cli import main; sys.exit(main())"
Session = Callable[[Any], Awaitable[None]]


@pytest.fixture
def show(make_show: Callable[..., Path]) -> Path:
    return make_show(SCRIPT)


def studio(*arguments: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    line = [sys.executable, "-c", _PROGRAM, *arguments]
    return subprocess.run(line, cwd=cwd, capture_output=True, text=True, check=False)


def talk(root: Path, session: Session, *options: str) -> None:
    """Start the server as a client does, and hold a conversation."""

    async def run() -> None:
        line = ["-c", _PROGRAM, "mcp", "--show", str(root), *options]
        async with sdk.Client(
            sdk.StdioServerParameters(command=sys.executable, args=line, env=dict(os.environ))
        ) as client:
            await session(client)

    # A browser of other tests may have a loop in this thread.
    with ThreadPoolExecutor(1) as thread:
        thread.submit(asyncio.run, asyncio.wait_for(run(), 120)).result()


def told(result: Any) -> str:
    (content,) = result.content
    return str(content.text)


async def read(client: Any, tool: str, **arguments: Any) -> Any:
    result = await client.call_tool(tool, arguments)
    assert not result.is_error, told(result)
    return json.loads(told(result))


async def refused(client: Any, tool: str, **arguments: Any) -> str:
    result = await client.call_tool(tool, arguments)
    assert result.is_error, told(result)
    return told(result)


def test_reading_tools_say_what_the_commands_print(show: Path) -> None:
    before = {path: path.read_bytes() for path in show.rglob("*") if path.is_file()}

    async def session(client: Any) -> None:
        tools = {tool.name: tool for tool in (await client.list_tools()).tools}
        assert set(tools) == READS
        assert all(tool.annotations.read_only_hint for tool in tools.values())
        assert tools["plan"].input_schema["properties"]["episode"]["type"] == "string"
        assert tools["plan"].input_schema["required"] == ["episode"]
        assert [one["id"] for one in await read(client, "list_episodes")] == ["ep01"]
        for tool, arguments in {"lint": ["ep01"], "plan": ["ep01"], "audit": ["ep01"], "proof": ["ep01"]}.items():
            given = {"episodes": arguments} if tool == "lint" else {"episode": arguments[0]}
            printed = studio(tool, *arguments, "--format", "json", cwd=show).stdout
            assert await read(client, tool, **given) == json.loads(printed), tool
        assert (await read(client, "say", text="O(n²) at p99"))["spoken"] == "O of n squared at p ninety-nine"
        assert (await read(client, "say", text="--out /tmp/x"))["sound"] is None
        assert [one["state"] for one in await read(client, "status")] == ["not rendered"]

    talk(show, session)
    after = {path: path.read_bytes() for path in show.rglob("*") if path.is_file() and "build" not in path.parts}
    assert after == before


def test_errors_are_those_of_the_command_line(show: Path) -> None:
    async def session(client: Any) -> None:
        for tool, typed in {"plan": "ep9", "diff": "ep01", "audit": "scripts/none.md"}.items():
            printed = studio(tool, typed, cwd=show).stderr.strip()
            assert await refused(client, tool, episode=typed) == printed
        assert "outside of the show's folder" in await refused(client, "plan", episode="../other.md")
        assert "Unknown tool" in await refused(client, "render", episodes=["ep01"])
        assert "episode" in await refused(client, "plan")

    talk(show, session)


def test_nothing_outside_of_the_shows_folder_is_read(show: Path) -> None:
    secret = show.parent / "secret.md"
    secret.write_text("# Secret\n\nNobody is to hear this.\n", encoding="utf-8")
    (show / "scripts" / "linked.md").symlink_to(secret)

    async def session(client: Any) -> None:
        for typed in (
            "../secret.md",
            str(secret),
            "scripts/../../secret.md",
            "linked",
            "scripts/linked.md",
        ):
            said = await refused(client, "proof", episode=typed)
            assert "outside" in said
            assert "Nobody" not in said
        for typed in ("--show=..", "-q", "\0", ""):
            await refused(client, "proof", episode=typed)
        await refused(client, "diff", episode="ep01", revision="--html=x.html")

    talk(show, session)
    assert not (show / "x.html").exists()


def test_a_client_that_may_write_edits_and_renders(show: Path) -> None:
    async def session(client: Any) -> None:
        tools = {tool.name: tool for tool in (await client.list_tools()).tools}
        assert set(tools) == READS | WRITES
        assert not any(tools[name].annotations.read_only_hint for name in WRITES)
        assert (await read(client, "new_episode", title="--show: Next"))["episode"] == "ep02"
        await read(client, "fix", episodes=["ep01"], unsafe=True)
        sound = await read(client, "preview", episode="ep01", segment=1)
        assert str(show) in json.dumps(sound) or "build/ep01" in json.dumps(sound)
        await read(client, "render", episodes=["ep01"])
        assert [one["code"] for one in (await read(client, "verify", episode="ep01"))["ep01"] if not one["holds"]] == []

    talk(show, session, "--allow-write")
    assert (show / "build" / "ep01" / "ep01.mp3").stat().st_size > 1_000
    assert "--show: Next" in (show / "scripts" / "ep02.md").read_text(encoding="utf-8")
