"""Where the user's own models are kept."""

from __future__ import annotations

import os
import sys
from pathlib import Path


def models_folder() -> Path:
    """``STUDIO_MODELS``, or the folder that the platform gives for a user's data."""
    if chosen := os.environ.get("STUDIO_MODELS"):
        return Path(chosen)
    if sys.platform == "darwin":
        base = Path.home() / "Library" / "Application Support"
    elif sys.platform == "win32":
        base = Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local")
    else:
        base = Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share")
    return base / "studio" / "models"
