from django.db import migrations, models


class Migration(migrations.Migration):
    """What was counted by the hour is counted in windows, the sign-in's attempts too; the cache
    in the database, where those were counted, is not needed any more."""

    dependencies = [("initiatives", "0005_words_for_tables")]

    operations = [
        migrations.RemoveConstraint(model_name="throttle", name="throttle_once_an_hour"),
        migrations.RemoveField(model_name="throttle", name="hour"),
        # A former hash holds its hour, so each stands once.
        migrations.RenameField(model_name="throttle", old_name="network_hash", new_name="key"),
        migrations.AlterField(
            model_name="throttle",
            name="key",
            field=models.CharField(max_length=64, unique=True),
        ),
        migrations.RunSQL("DROP TABLE IF EXISTS cache", migrations.RunSQL.noop),
    ]
