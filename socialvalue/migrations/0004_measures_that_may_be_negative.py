from django.db import migrations, models

from socialvalue.framework.triggers import FreezeVersions, ThawVersions


class Migration(migrations.Migration):
    """SQLite writes a table anew to add a column, which the guards of published versions would refuse: they are put on again."""

    dependencies = [("socialvalue", "0003_proclaimed_days")]

    operations = [
        ThawVersions(),
        migrations.AddField("measure", "may_be_negative", models.BooleanField(default=False, db_default=False)),
        FreezeVersions(),
    ]
