"""Two versions of an episode → what a listener hears otherwise in the second, and nothing else."""

from studio.changes.compare import compare
from studio.changes.model import Change, Changes, FanOut, Kind, Word
from studio.changes.page import as_html
from studio.changes.report import as_json, as_markdown, as_text
from studio.changes.version import Heading, Passage, Sound, Version, keep_version, kept_version, version_of

__all__ = [
    "Change",
    "Changes",
    "FanOut",
    "Heading",
    "Kind",
    "Passage",
    "Sound",
    "Version",
    "Word",
    "as_html",
    "as_json",
    "as_markdown",
    "as_text",
    "compare",
    "keep_version",
    "kept_version",
    "version_of",
]
