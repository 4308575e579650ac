from django.db import migrations

from socialvalue.framework.triggers import FreezeVersions


class Migration(migrations.Migration):
    """What a published version of a framework says is kept by the database too, not by the services alone."""

    dependencies = [("socialvalue", "0001_initial")]

    operations = [FreezeVersions()]
