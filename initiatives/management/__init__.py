"""Commands, each a name and one call into a room."""
