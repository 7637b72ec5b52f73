"""From takes with lengths to a finished episode: timeline, chapters, captions, tags and the manifest."""

from studio.episode.arrange import FRAME_SAMPLES, RATE_HZ, TakeInfo, arrange
from studio.episode.captions import captions, transcript_vtt
from studio.episode.chapters import chapters, chapters_json
from studio.episode.manifest import FileRecord, file_record, manifest

__all__ = [
    "FRAME_SAMPLES",
    "RATE_HZ",
    "FileRecord",
    "TakeInfo",
    "arrange",
    "captions",
    "chapters",
    "chapters_json",
    "file_record",
    "manifest",
    "transcript_vtt",
]
