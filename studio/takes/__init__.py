"""Takes: which are missing and why, making them, keeping them."""

from studio.takes.history import Reason
from studio.takes.make import MadeTakes, TakeFailure, TakeProgress, make_takes
from studio.takes.plan import TakePlan, plan_takes
from studio.takes.store import TakeStore

__all__ = [
    "MadeTakes",
    "Reason",
    "TakeFailure",
    "TakePlan",
    "TakeProgress",
    "TakeStore",
    "make_takes",
    "plan_takes",
]
