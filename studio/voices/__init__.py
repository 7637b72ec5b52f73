"""Which engine speaks for a voice; public voices to install, models to import."""
