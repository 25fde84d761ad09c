"""What makes files that are committed: for development only, the site never runs it."""
