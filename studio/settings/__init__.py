"""What authors write in YAML, and the show that it describes."""
