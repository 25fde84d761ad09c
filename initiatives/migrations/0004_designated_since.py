from typing import Any

from django.db import migrations

import initiatives.fields.partial_date

# In order of gravity, as models/designation.py had it.
TYPES = ("foreign_agent", "undesirable", "extremist", "terrorist")


def fill(apps: Any, schema_editor: Any) -> None:
    """The date of each entry's gravest designation in force, from its designations."""
    LegalDesignation = apps.get_model("initiatives", "LegalDesignation")
    Initiative = apps.get_model("initiatives", "Initiative")
    gravest: dict[int, tuple[int, Any]] = {}
    for one in LegalDesignation.objects.filter(ended="").order_by("pk").iterator(chunk_size=500):
        gravity = TYPES.index(one.type)
        if gravity >= gravest.get(one.initiative_id, (-1, None))[0]:
            gravest[one.initiative_id] = (gravity, one.since)
    for pk, (_gravity, since) in gravest.items():
        Initiative.objects.filter(pk=pk).update(designated_since=since)


class Migration(migrations.Migration):
    dependencies = [("initiatives", "0003_entry_address")]

    operations = [
        migrations.AddField(
            model_name="initiative",
            name="designated_since",
            field=initiatives.fields.partial_date.PartialDateField(blank=True, default=""),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop, elidable=True),
    ]
