"""Column types of our own. Their paths stand in migrations for ever: choose once."""
