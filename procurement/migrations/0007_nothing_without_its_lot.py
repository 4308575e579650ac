"""From now on no criterion, record or award can be kept without its lot."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("procurement", "0006_a_lot_for_each_tender")]

    operations = [
        migrations.AlterModelOptions(
            name="criterion",
            options={"ordering": ["lot__number", "order", "id"], "verbose_name_plural": "criteria"},
        ),
        migrations.AlterField(
            model_name="criterion",
            name="lot",
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="criteria", to="procurement.lot"),
        ),
        migrations.AlterField(
            model_name="evaluationrecord",
            name="lot",
            field=models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name="record", to="procurement.lot"),
        ),
        migrations.AlterField(
            model_name="award",
            name="lot",
            field=models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name="award", to="procurement.lot"),
        ),
    ]
