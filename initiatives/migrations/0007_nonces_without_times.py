"""A used nonce no longer tells when its form was sent, nor which submission it made (SR-2)."""

from datetime import UTC, datetime, timedelta
from typing import Any

from django.db import migrations


def round_up(apps: Any, schema_editor: Any) -> None:
    """Of those that are there already."""
    Nonce = apps.get_model("initiatives", "Nonce")
    rows = list(Nonce.objects.all())
    for row in rows:
        day = row.expires_at.astimezone(UTC).date() + timedelta(days=1)
        row.expires_at = datetime(day.year, day.month, day.day, tzinfo=UTC)
    Nonce.objects.bulk_update(rows, ["expires_at"], batch_size=500)


class Migration(migrations.Migration):
    dependencies = [("initiatives", "0006_one_counter")]

    operations = [
        migrations.RemoveField("nonce", "submission"),
        migrations.RunPython(round_up, migrations.RunPython.noop),
    ]
