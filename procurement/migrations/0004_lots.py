"""A tender has lots, and a criterion belongs to one. Which one, the next migration says; that each does, the one after it."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("procurement", "0003_broken_seals"),
        ("socialvalue", "0004_enclosed"),
    ]

    operations = [
        migrations.CreateModel(
            name="Lot",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveSmallIntegerField(default=1)),
                ("title", models.CharField(blank=True, max_length=200)),
                ("description", models.TextField(blank=True)),
                ("value", models.DecimalField(decimal_places=2, max_digits=14)),
                ("districts", models.ManyToManyField(blank=True, related_name="+", to="socialvalue.district")),
                (
                    "tender",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="lots", to="procurement.tender"),
                ),
            ],
            options={
                "ordering": ["number"],
                "constraints": [
                    models.UniqueConstraint(fields=("tender", "number"), name="lot_number_once_a_tender"),
                    models.CheckConstraint(condition=models.Q(("number__gte", 1)), name="lot_numbers_begin_with_one"),
                    models.CheckConstraint(condition=models.Q(("value__gt", 0)), name="lot_value_above_zero"),
                ],
            },
        ),
        migrations.AddField(
            model_name="criterion",
            name="lot",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.CASCADE, related_name="criteria", to="procurement.lot"
            ),
        ),
    ]
