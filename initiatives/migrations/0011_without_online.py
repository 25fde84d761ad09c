from django.db import migrations


class Migration(migrations.Migration):
    """A transaction of its own: PostgreSQL alters no table in the one that wrote its rows."""

    dependencies = [("initiatives", "0010_remote_parent_of")]

    operations = [migrations.RemoveField(model_name="initiative", name="online")]
