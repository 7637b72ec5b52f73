"""From takes with lengths to a finished episode: timeline, chapters, captions, tags and the manifest."""

from studio.audio.slots import FRAME_SAMPLES, RATE_HZ
from studio.episode.artwork import Artwork, make_artwork
from studio.episode.captions import captions, transcript_vtt
from studio.episode.chapters import chapters, chapters_json
from studio.episode.manifest import FileRecord, file_record, manifest
from studio.episode.tags import id3_tag
from studio.episode.timeline import arrange

__all__ = [
    "FRAME_SAMPLES",
    "RATE_HZ",
    "Artwork",
    "FileRecord",
    "arrange",
    "captions",
    "chapters",
    "chapters_json",
    "file_record",
    "id3_tag",
    "make_artwork",
    "manifest",
    "transcript_vtt",
]
