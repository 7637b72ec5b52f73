"""Scripts and feeds that were made with other tools → this one's. One form of script is one file in ``forms/``."""
