"""Takes: which are missing and why, making them, keeping them, choosing between them.

Names are imported on first use: a process that makes takes needs few of them, and begins the sooner.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from studio.kit.lazily import on_first_use

if TYPE_CHECKING:
    from studio.takes.choices import choose, lock, read_choices
    from studio.takes.executor import Executor, Ready, Reply, TakeOrder
    from studio.takes.history import Reason
    from studio.takes.make import MadeTakes, TakeFailure, make_takes
    from studio.takes.pace import VoiceWork, expected_s, together, work_by_voice
    from studio.takes.picking import TakeListing, list_takes, retake, stale_choices
    from studio.takes.plan import TakePlan, plan_takes
    from studio.takes.pool import ProcessExecutor
    from studio.takes.shared import open_store
    from studio.takes.store import TakeStore

__all__ = [
    "Executor",
    "MadeTakes",
    "ProcessExecutor",
    "Ready",
    "Reason",
    "Reply",
    "TakeFailure",
    "TakeListing",
    "TakeOrder",
    "TakePlan",
    "TakeStore",
    "VoiceWork",
    "choose",
    "expected_s",
    "list_takes",
    "lock",
    "make_takes",
    "open_store",
    "plan_takes",
    "read_choices",
    "retake",
    "stale_choices",
    "together",
    "work_by_voice",
]

_HOMES = {
    "Executor": "executor",
    "MadeTakes": "make",
    "ProcessExecutor": "pool",
    "Ready": "executor",
    "Reason": "history",
    "Reply": "executor",
    "TakeFailure": "make",
    "TakeListing": "picking",
    "TakeOrder": "executor",
    "TakePlan": "plan",
    "TakeStore": "store",
    "VoiceWork": "pace",
    "choose": "choices",
    "expected_s": "pace",
    "list_takes": "picking",
    "lock": "choices",
    "make_takes": "make",
    "open_store": "shared",
    "plan_takes": "plan",
    "read_choices": "choices",
    "retake": "picking",
    "stale_choices": "picking",
    "together": "pace",
    "work_by_voice": "pace",
}

__getattr__ = on_first_use(__name__, _HOMES)
