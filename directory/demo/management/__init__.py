"""What `manage.py` can do in the demonstration alone."""
