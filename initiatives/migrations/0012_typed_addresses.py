from importlib import import_module
from typing import Any

from django.db import migrations


def fill(apps: Any, schema_editor: Any) -> None:
    """What submissions and entries are known by, once more: since then handles are compared
    without posts, invitations with their case, and names without emoji."""
    import_module("initiatives.migrations.0008_known_by").fill(apps, schema_editor)


class Migration(migrations.Migration):
    dependencies = [("initiatives", "0011_without_online")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
