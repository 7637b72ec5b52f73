"""Finished builds into the feed folder, all or nothing, and from there to where it is served."""
