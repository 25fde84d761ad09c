"""The app: everything the directory knows and shows."""
