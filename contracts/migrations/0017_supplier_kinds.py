from datetime import timedelta

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import F
from django.utils import timezone

import socialvalue.common.clock


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
        migrations.CreateModel(
            name="AskedPeriod",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("starts_on", models.DateField()),
                ("ends_on", models.DateField()),
                ("as_of", models.DateField()),
                ("asked_at", models.DateTimeField(default=socialvalue.common.clock.now, editable=False)),
                ("done_to", models.BigIntegerField(default=0)),
                ("finished_at", models.DateTimeField(null=True)),
            ],
        ),
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
        migrations.AlterField(
            model_name="keptcontract",
            name="period",
            field=models.CharField(max_length=16),
        ),
        migrations.AlterField(
            model_name="keptkpi",
            name="period",
            field=models.CharField(max_length=16),
        ),
        migrations.AlterField(
            model_name="keptsum",
            name="period",
            field=models.CharField(max_length=16),
        ),
        migrations.AlterField(
            model_name="kepttally",
            name="period",
            field=models.CharField(max_length=16),
        ),
        migrations.AddIndex(
            model_name="keptcontract",
            index=models.Index(fields=["council", "period", "supplier_kind", "contract"], name="kept_contract_by_supplier_kind"),
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
        migrations.AddIndex(
            model_name="return",
            index=models.Index(
                condition=models.Q(("status", "verified")), fields=["decided_at", "id"], name="return_verified_lately"
            ),
        ),
        migrations.AddField(
            model_name="askedperiod",
            name="council",
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="socialvalue.organisation"),
        ),
        migrations.AddConstraint(
            model_name="askedperiod",
            constraint=models.UniqueConstraint(
                fields=("council", "starts_on", "ends_on", "as_of"), name="asked_period_once_an_evening"
            ),
        ),
        migrations.RunPython(make_again, migrations.RunPython.noop),
    ]
