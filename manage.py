#!/usr/bin/env python
"""The command line of the directory: `python manage.py help` lists the commands."""

import os
import sys


def main() -> None:
    """Run the command named on the command line."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "directory.settings")
    from django.core.management import execute_from_command_line  # noqa: PLC0415 - needs the line above

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
