from typing import Any

import django.db.models.deletion
from django.db import migrations, models


def fill(apps: Any, schema_editor: Any) -> None:
    """Who worked online helps anybody anywhere. Facets stay: they say "online" for both."""
    rows = apps.get_model("initiatives", "Initiative").objects.filter(online=True)
    rows.update(remote_for=["*"])


class Migration(migrations.Migration):
    dependencies = [("initiatives", "0009_search_words")]

    operations = [
        migrations.AddField(
            model_name="initiative",
            name="parent",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="projects",
                to="initiatives.initiative",
            ),
        ),
        migrations.AddField(
            model_name="initiative",
            name="remote_for",
            field=models.JSONField(blank=True, default=list),
        ),
        migrations.AddField(
            model_name="legaldesignation",
            name="of",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="covering",
                to="initiatives.initiative",
            ),
        ),
        migrations.AddConstraint(
            model_name="initiative",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("parent__isnull", True),
                    models.Q(("parent", models.F("pk")), _negated=True),
                    _connector="OR",
                ),
                name="initiative_does_not_run_itself",
            ),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
