from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("initiatives", "0012_typed_addresses")]

    operations = [migrations.RemoveField(model_name="initiative", name="designated_since")]
