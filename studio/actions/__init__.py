"""What each command does, one file per command, named by its word; nothing here prints."""
