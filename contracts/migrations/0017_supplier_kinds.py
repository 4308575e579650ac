from datetime import timedelta

from django.db import migrations, models
from django.db.models import F
from django.utils import timezone


def make_again(apps, schema_editor):
    """All kept rows are written anew by the next run, step by step; until then pages say that newer figures are being made."""
    yesterday = timezone.localdate() - timedelta(days=1)
    apps.get_model("contracts", "Kept").objects.update(as_of=yesterday, changed=True)
    apps.get_model("contracts", "KeptDay").objects.update(rolling_to=F("as_of"))


class Migration(migrations.Migration):
    dependencies = [
        ("contracts", "0016_looked_at_when_due"),
        ("socialvalue", "0023_turns_and_made_files"),
    ]

    operations = [
        migrations.AddField(
            model_name="keptcontract",
            name="supplier_kind",
            field=models.CharField(
                choices=[
                    ("vcse", "Voluntary, community or social enterprise"),
                    ("sme", "Small or medium-sized business"),
                    ("large", "Large business"),
                    ("several", "Suppliers of more than one kind"),
                    ("in_house", "The council itself"),
                    ("unknown", "Not known"),
                ],
                default="unknown",
                max_length=8,
            ),
        ),
        migrations.AddField(
            model_name="keptkpi",
            name="supplier_kind",
            field=models.CharField(
                choices=[
                    ("vcse", "Voluntary, community or social enterprise"),
                    ("sme", "Small or medium-sized business"),
                    ("large", "Large business"),
                    ("several", "Suppliers of more than one kind"),
                    ("in_house", "The council itself"),
                    ("unknown", "Not known"),
                ],
                default="unknown",
                max_length=8,
            ),
        ),
        migrations.AddField(
            model_name="keptsum",
            name="supplier_kind",
            field=models.CharField(
                choices=[
                    ("vcse", "Voluntary, community or social enterprise"),
                    ("sme", "Small or medium-sized business"),
                    ("large", "Large business"),
                    ("several", "Suppliers of more than one kind"),
                    ("in_house", "The council itself"),
                    ("unknown", "Not known"),
                ],
                default="unknown",
                max_length=8,
            ),
        ),
        migrations.AddField(
            model_name="kepttally",
            name="supplier_kind",
            field=models.CharField(
                choices=[
                    ("vcse", "Voluntary, community or social enterprise"),
                    ("sme", "Small or medium-sized business"),
                    ("large", "Large business"),
                    ("several", "Suppliers of more than one kind"),
                    ("in_house", "The council itself"),
                    ("unknown", "Not known"),
                ],
                default="unknown",
                max_length=8,
            ),
        ),
        migrations.AddIndex(
            model_name="keptkpi",
            index=models.Index(
                condition=models.Q(("client_side", False)),
                fields=["council", "period", "directorate", "contract", "kpi"],
                name="kept_kpi_by_directorate",
            ),
        ),
        migrations.AddIndex(
            model_name="keptkpi",
            index=models.Index(
                condition=models.Q(("client_side", False)),
                fields=["council", "period", "priority", "contract", "kpi"],
                name="kept_kpi_by_priority",
            ),
        ),
        migrations.AddIndex(
            model_name="keptkpi",
            index=models.Index(
                condition=models.Q(("client_side", False)),
                fields=["council", "period", "measure", "contract", "kpi"],
                name="kept_kpi_by_measure",
            ),
        ),
        migrations.RunPython(make_again, migrations.RunPython.noop),
    ]
