"""The commands as tools of the Model Context Protocol, for assistants that write or check scripts."""
