"""``studio desk`` over HTTP: the page, the API, the language server on a socket, for this machine alone."""
