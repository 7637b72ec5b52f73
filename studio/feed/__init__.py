"""From finished builds to a feed folder that any podcast app reads.

Names are imported on first use: lxml and Jinja2 are slow to load, and most commands need neither.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from studio.feed.check_build import verify_build
    from studio.feed.check_feed import verify_feed
    from studio.feed.mirroring import Mirrored, mirror
    from studio.feed.publishing import Outcome, PublishError, publish, rollback, schedule, scheduled, unpublish
    from studio.feed.release import build_folder
    from studio.feed.report import Finding, Report

__all__ = [
    "Finding",
    "Mirrored",
    "Outcome",
    "PublishError",
    "Report",
    "build_folder",
    "mirror",
    "publish",
    "rollback",
    "schedule",
    "scheduled",
    "unpublish",
    "verify_build",
    "verify_feed",
]

_HOMES = {
    "Finding": "report",
    "Mirrored": "mirroring",
    "build_folder": "release",
    "mirror": "mirroring",
    "Outcome": "publishing",
    "PublishError": "publishing",
    "Report": "report",
    "publish": "publishing",
    "rollback": "publishing",
    "schedule": "publishing",
    "scheduled": "publishing",
    "unpublish": "publishing",
    "verify_build": "check_build",
    "verify_feed": "check_feed",
}


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"studio.feed.{_HOMES[name]}"), name)
