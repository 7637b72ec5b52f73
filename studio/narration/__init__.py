"""Script → segments and cues: who says what, in spoken words, with which pauses."""
