"""Accounts are looked for by their group alone: an index that begins with the province was read from end to end."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("ledger", "0002_transfers_append_only")]

    operations = [
        migrations.RemoveIndex(model_name="account", name="account_group"),
        migrations.AddIndex(model_name="account", index=models.Index(fields=["group"], name="account_of_group")),
    ]
