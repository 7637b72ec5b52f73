"""What publishing remembers beside the feed: lasting identities by episode id."""

from __future__ import annotations

import json
from pathlib import Path

#: The folder of publishing's own bookkeeping inside a feed folder; nothing in it is served.
STATE = ".studio"
LEDGER = f"{STATE}/ledger.json"


def read_ledger(folder: Path) -> dict[str, dict[str, str]]:
    """Lasting identities by episode id, as publishing noted them; empty where the notes did not come along."""
    try:
        read = json.loads((folder / LEDGER).read_text(encoding="utf-8"))
        return dict(read["episodes"])
    except (OSError, ValueError, KeyError, TypeError):
        return {}
