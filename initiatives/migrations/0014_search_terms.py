from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("initiatives", "0013_without_designated_since")]

    operations = [
        migrations.AddField(
            model_name="initiative",
            name="search_terms",
            field=models.JSONField(blank=True, default=dict),
        ),
        migrations.AddField(
            model_name="initiative",
            name="analysed_by",
            field=models.PositiveSmallIntegerField(default=0),
        ),
    ]
