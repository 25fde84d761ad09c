from typing import Any

from django.db import migrations, models

from initiatives.models import address_digests
from initiatives.vetting.duplicates import Known


def fill(apps: Any, schema_editor: Any) -> None:
    """Of the submissions that are there already; and the addresses of entries once more, since
    hosts in other letters now meet their punycode."""
    Submission = apps.get_model("initiatives", "Submission")
    kept = Submission.objects.exclude(content={}).only("pk", "content").order_by("pk")
    some: list[Any] = []
    for row in kept.iterator(chunk_size=500):
        row.known_by = Known.of_document(row.content).stored()
        some.append(row)
        if len(some) == 500:
            Submission.objects.bulk_update(some, ["known_by"])
            some = []
    Submission.objects.bulk_update(some, ["known_by"])

    Initiative = apps.get_model("initiatives", "Initiative")
    EntryAddress = apps.get_model("initiatives", "EntryAddress")
    EntryAddress.objects.all().delete()
    EntryAddress.objects.bulk_create(
        [
            EntryAddress(initiative_id=row["pk"], digest=digest)
            for row in Initiative.objects.values("pk", "website", "links")
            for digest in address_digests(row)
        ],
        batch_size=500,
    )


class Migration(migrations.Migration):
    dependencies = [("initiatives", "0007_nonces_without_times")]

    operations = [
        migrations.AddField(
            model_name="submission",
            name="known_by",
            field=models.JSONField(default=dict, editable=False),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
