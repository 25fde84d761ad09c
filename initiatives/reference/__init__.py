"""The tables that come with the program: files of facts, and how they become rows."""
