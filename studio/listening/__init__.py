"""Proof of listening: what a recogniser hears in the takes, held against what was to be said."""

from studio.listening.ear import Ear, open_ear
from studio.listening.hear import Heard, hear_takes
from studio.listening.report import Listened, report

__all__ = ["Ear", "Heard", "Listened", "hear_takes", "open_ear", "report"]
