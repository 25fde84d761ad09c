"""Each a name and one call."""
