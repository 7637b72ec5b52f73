"""The feed folder on this machine, as a web server would serve it."""
