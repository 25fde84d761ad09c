from typing import Any

import django.db.models.deletion
from django.db import migrations, models

from initiatives.models import address_digests


def fill(apps: Any, schema_editor: Any) -> None:
    """Of the entries that are there already."""
    Initiative = apps.get_model("initiatives", "Initiative")
    EntryAddress = apps.get_model("initiatives", "EntryAddress")
    rows = Initiative.objects.values("pk", "website", "links")
    EntryAddress.objects.bulk_create(
        [
            EntryAddress(initiative_id=row["pk"], digest=digest)
            for row in rows
            for digest in address_digests(row)
        ],
        batch_size=500,
    )


class Migration(migrations.Migration):
    dependencies = [("initiatives", "0002_short_road")]

    operations = [
        migrations.CreateModel(
            name="EntryAddress",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("digest", models.CharField(max_length=64)),
                (
                    "initiative",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="known_addresses",
                        to="initiatives.initiative",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["digest"], name="entry_address_digest")],
            },
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
