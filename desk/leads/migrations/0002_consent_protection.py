"""The database's own protection of the consent ledger: entries younger than six years cannot be removed."""

from django.db import migrations

from desk.accounts.append_only import protect


class Migration(migrations.Migration):
    dependencies = [("leads", "0001_initial")]
    operations = [migrations.RunPython(protect("leads_consentevent", days=2190), migrations.RunPython.noop)]
