"""The documents of a feed folder: RSS, listening pages, show notes, transcripts."""
