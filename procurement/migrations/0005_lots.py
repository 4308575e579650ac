"""A tender has lots; criteria, records and awards belong to one. Which, the next migration says; that each does, the one after."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("procurement", "0004_unanswered_sendings"),
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
        migrations.AlterField(
            model_name="evaluationrecord",
            name="evaluation",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="records", to="procurement.evaluation"
            ),
        ),
        migrations.AddField(
            model_name="evaluationrecord",
            name="lot",
            field=models.OneToOneField(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="record", to="procurement.lot"
            ),
        ),
        migrations.AlterField(
            model_name="award",
            name="tender",
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="awards", to="procurement.tender"),
        ),
        migrations.AddField(
            model_name="award",
            name="lot",
            field=models.OneToOneField(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="award", to="procurement.lot"
            ),
        ),
        migrations.AlterField(
            model_name="assessmentsummary",
            name="bid",
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="summaries", to="procurement.bid"),
        ),
        migrations.AddConstraint(
            model_name="assessmentsummary",
            constraint=models.UniqueConstraint(fields=("award", "bid"), name="one_summary_a_bid_and_award"),
        ),
    ]
