"""Pages of the documentation as a reader follows them: the files to write, the commands to type, what is answered.

Fenced blocks of `sh` hold commands, a line each; those of `console` commands behind `$` and what they print. Others are
files where their first line says so: ```` ```markdown file=talk.md ````, or `append=studio.yaml` to add lines.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

_BLOCK = re.compile(
    r"^(?P<fence>`{3,}|~{3,})(?P<info>[^\n`]*)\n(?P<body>.*?)^(?P=fence)[ \t]*$", re.MULTILINE | re.DOTALL
)
_INDENTED = re.compile(r"^ {4,}(?:\$ )?(?:studio|pip|python3?|apt(?:-get)?|rsync|git|npx|curl) \S.*", re.MULTILINE)
_FILE = re.compile(r"\b(file|append)=(\S+)")
_ANY_NUMBER = r"[-−]?[0-9][0-9.,:]*"
#: Numbers with a unit are of the machine and the day; the others are the program's word. As re.escape() gives them.
_MEASURED = re.compile(
    r"(?<![\w.\\])(?:\\-|−)?[0-9](?:[0-9,:]|\\\.)*"
    r"(?=\\ (?:s|ms|kB|MB|LUFS|LU|dBTP|min|times\\ real)\b|,\\ [0-9]+\\ chapters)"
)


@dataclass(frozen=True)
class File:
    """A file that the page tells to write, or lines to add to one."""

    name: str
    text: str
    is_added: bool


@dataclass(frozen=True)
class Command:
    """A command line; ``shown`` is what the page says that it prints, at ``start`` to ``end`` of the page."""

    line: str
    number: int
    shown: str | None = None
    start: int = 0
    end: int = 0


def steps(page: str) -> Iterator[File | Command]:
    """What a reader does, in the order of the page."""
    for block in _BLOCK.finditer(page):
        info, body, at = block["info"].strip(), block["body"], block.start("body")
        if told := _FILE.search(info):
            yield File(told[2], body, told[1] == "append")
        elif info == "sh":
            for line in re.sub(r"\\\n\s*", "", body).splitlines():
                if line.strip() and not line.startswith("#"):
                    yield Command(line, page.count("\n", 0, at) + 1)
        elif info == "console":
            yield from _typed(page, body, at)


def untested(page: str) -> Sequence[str]:
    """Command lines outside of the blocks that are typed."""
    rest = _BLOCK.sub("", page)
    found = [line.strip() for line in _INDENTED.findall(rest)]
    for block in _BLOCK.finditer(page):
        if block["info"].strip() in ("", "bash", "shell", "text"):
            found += [line for line in block["body"].splitlines() if re.match(r"(?:\$ )?(?:studio|pip) ", line)]
    return found


def matches(shown: str, printed: str) -> bool:
    """Whether a command printed what the page shows: ``…`` stands for anything, a measured number for another one."""
    lines = (
        r"(?:[^\n]*\n)*" if line.strip() == "…" else _MEASURED.sub(lambda _: _ANY_NUMBER, re.escape(line)) + r"\n"
        for line in shown.rstrip("\n").split("\n")
    )
    return re.fullmatch("".join(lines).replace("…", r"[^\n]*"), printed.rstrip("\n") + "\n") is not None


def _typed(page: str, body: str, at: int) -> Iterator[Command]:
    lines = body.splitlines(keepends=True)
    starts = [index for index, line in enumerate(lines) if line.startswith("$ ")]
    for index, following in zip(starts, [*starts[1:], len(lines)], strict=True):
        start = at + sum(map(len, lines[: index + 1]))
        shown = "".join(lines[index + 1 : following])
        yield Command(lines[index][2:].rstrip("\n"), page.count("\n", 0, start), shown, start, start + len(shown))


def write(folder: Path, file: File) -> None:
    """Do what the page says about a file."""
    path = folder / file.name
    path.parent.mkdir(parents=True, exist_ok=True)
    before = path.read_text(encoding="utf-8") if file.is_added and path.exists() else ""
    path.write_text(before + file.text, encoding="utf-8")
