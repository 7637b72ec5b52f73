"""Sound → words: one speech recogniser a file, found through entry points."""

from studio.recognisers.contract import Recogniser, RecogniserInfo
from studio.recognisers.registry import find_recogniser, recogniser_names

__all__ = ["Recogniser", "RecogniserInfo", "find_recogniser", "recogniser_names"]
