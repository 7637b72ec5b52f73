"""The publisher's own notes inside a feed folder: JSON that tells when it is damaged, and what waits to be published.

The first line of a sealed note is a checksum of all that follows. It is meant for accidents: what a note says is still
held against what it may say, since a feed folder may come from anywhere.
"""

from __future__ import annotations

import datetime
import json
import re
import zlib
from pathlib import Path
from typing import Any

#: The folder of publishing's own bookkeeping inside a feed folder; nothing in it is served.
STATE = ".studio"
SCHEDULED = f"{STATE}/scheduled"
SCHEDULE = "schedule.json"

_SEAL = re.compile(rb'\{"seal": "([0-9a-f]{8})",\n')


def sealed(note: str) -> bytes:
    """The bytes of a note.

    Args:
        note: a JSON object with at least one member.
    """
    content = note[1:].encode()
    return b'{"seal": "%08x",\n' % zlib.crc32(content) + content


def unsealed(data: bytes, *, older: bool = False) -> dict[str, Any]:
    """The members of a note.

    Args:
        data: its bytes.
        older: whether a note may be without a seal, as earlier versions wrote them.

    Raises:
        ValueError: it is damaged.
    """
    seal = _SEAL.match(data)
    if seal is None and not older:
        raise ValueError("it has no seal")
    if seal is not None and int(seal[1], 16) != zlib.crc32(data[seal.end() :]):
        raise ValueError("it is not as it was written")
    try:
        note = json.loads(data)
    except RecursionError:
        raise ValueError("it is nested too deeply") from None
    if not isinstance(note, dict):
        raise ValueError("it is no record")
    note.pop("seal", None)
    return note


def schedule_note(at: datetime.datetime) -> bytes:
    """The note that says from when on a waiting copy may be published."""
    return sealed(json.dumps({"at": at.isoformat()}))


def schedules(folder: Path) -> tuple[dict[str, datetime.datetime], dict[str, str]]:
    """Episodes of a feed folder that wait, and for when; and those whose note is damaged, with the reason."""
    waiting: dict[str, datetime.datetime] = {}
    damaged: dict[str, str] = {}
    for path in sorted((folder / SCHEDULED).glob(f"*/{SCHEDULE}")):
        try:
            moment = datetime.datetime.fromisoformat(unsealed(path.read_bytes(), older=True)["at"])
            waiting[path.parent.name] = moment if moment.tzinfo else moment.replace(tzinfo=datetime.UTC)
        except (OSError, ValueError, KeyError, TypeError) as error:
            damaged[path.parent.name] = str(error) or type(error).__name__
    return waiting, damaged
