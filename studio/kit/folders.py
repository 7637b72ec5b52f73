"""Where the user's own models are kept."""

from __future__ import annotations

import sys
from pathlib import Path

from studio.kit.inputs import variable


def models_folder() -> Path:
    """``STUDIO_MODELS``, or the folder that the platform gives for a user's data."""
    if chosen := variable("STUDIO_MODELS"):
        return Path(chosen)
    if sys.platform == "darwin":
        base = Path.home() / "Library" / "Application Support"
    elif sys.platform == "win32":
        base = Path(variable("LOCALAPPDATA") or Path.home() / "AppData" / "Local")
    else:
        base = Path(variable("XDG_DATA_HOME") or Path.home() / ".local" / "share")
    return base / "studio" / "models"
