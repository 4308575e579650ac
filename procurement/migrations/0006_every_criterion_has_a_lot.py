"""From now on a criterion without a lot cannot be kept."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("procurement", "0005_a_lot_for_each_tender")]

    operations = [
        migrations.AlterField(
            model_name="criterion",
            name="lot",
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="criteria", to="procurement.lot"),
        ),
    ]
