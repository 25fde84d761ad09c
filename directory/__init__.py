"""The project: how the app is mounted, configured and run."""
