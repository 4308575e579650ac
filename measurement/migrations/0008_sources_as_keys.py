import django.core.serializers.json
import django.db.models.deletion
from django.db import migrations, models

from socialvalue.common import clock

MOST = 1000


def pack(apps, schema_editor):
    """The returns behind each figure, a row each until now, as rows of keys."""
    figures, rows = apps.get_model("measurement", "FrozenFigure"), apps.get_model("measurement", "FrozenSources")
    through = figures._meta.get_field("returns_before").remote_field.through
    for figure in figures.objects.order_by("pk").values_list("pk", flat=True):
        keys = list(through.objects.filter(frozenfigure=figure).order_by("return").values_list("return", flat=True))
        parts = [keys[start : start + MOST] for start in range(0, len(keys), MOST)]
        rows.objects.bulk_create(rows(figure_id=figure, first=part[0], last=part[-1], keys=part) for part in parts)
    apps.get_model("measurement", "Report").objects.exclude(frozen_at=None).update(looked_at=clock.now())


def unpack(apps, schema_editor):
    figures, rows = apps.get_model("measurement", "FrozenFigure"), apps.get_model("measurement", "FrozenSources")
    through = figures._meta.get_field("returns_before").remote_field.through
    for row in rows.objects.order_by("pk").iterator(chunk_size=20):
        through.objects.bulk_create([through(frozenfigure_id=row.figure_id, return_id=key) for key in row.keys], 500)


class Migration(migrations.Migration):
    dependencies = [
        ("contracts", "0019_replaced_when"),
        ("measurement", "0006_search_indexes"),
    ]

    operations = [
        migrations.RenameField("frozenfigure", "sources", "returns_before"),
        migrations.AlterField("frozenfigure", "returns_before", models.ManyToManyField("contracts.return", related_name="+")),
        migrations.AddField(
            "report", "counted", models.JSONField(default=dict, encoder=django.core.serializers.json.DjangoJSONEncoder)
        ),
        migrations.AddField("report", "gathering", models.CharField(blank=True, max_length=32)),
        migrations.AddField("report", "looked_at", models.DateTimeField(null=True)),
        migrations.CreateModel(
            name="FrozenSources",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("first", models.BigIntegerField()),
                ("last", models.BigIntegerField()),
                ("keys", models.JSONField()),
                (
                    "figure",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="sources", to="measurement.frozenfigure"
                    ),
                ),
            ],
            options={
                "ordering": ["figure", "first"],
                "constraints": [
                    models.UniqueConstraint(fields=("figure", "first"), name="frozen_sources_once"),
                    models.CheckConstraint(condition=models.Q(("last__gte", models.F("first"))), name="frozen_sources_in_order"),
                ],
            },
        ),
        migrations.RunPython(pack, unpack),
        migrations.RemoveField("frozenfigure", "returns_before"),
    ]
