import datetime

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import socialvalue.common.clock

STAGES = (90, 30, 0)


def what_was_told(apps, schema_editor):
    """What owners were told of an end stays told. Everything else is worked out when the clock looks at each contract at first."""
    contracts = apps.get_model("contracts", "Contract").objects.all()
    for contract in contracts.filter(end_notices__gt=0, ends_on__isnull=False).iterator(chunk_size=500):
        stage = STAGES[contract.end_notices - 1]
        owners = {contract.manager_id, contract.lead_director_id} - {None}
        contract.told = sorted(f"ends.{contract.ends_on}.{stage}.:{owner}" for owner in owners)
        contract.save(update_fields=["told"])


class Migration(migrations.Migration):
    dependencies = [
        ("contracts", "0023_brought_over"),
        ("procurement", "0010_kept_results"),
        ("socialvalue", "0030_acts_that_are_open"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Paper",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("insurance", "Insurance certificate"),
                            ("accreditation", "Accreditation"),
                            ("safeguarding", "Safeguarding policy"),
                            ("policy", "Another policy"),
                            ("bond", "Bond or guarantee"),
                            ("signed", "Signed contract"),
                            ("other", "Something else"),
                        ],
                        max_length=13,
                    ),
                ),
                ("title", models.CharField(max_length=150)),
                ("supplier_then", models.CharField(blank=True, max_length=220)),
                ("shared", models.BooleanField(default=False, help_text="The council's own, which the supplier reads too.")),
                ("valid_from", models.DateField(null=True)),
                ("valid_until", models.DateField(null=True)),
                ("added_at", models.DateTimeField(default=socialvalue.common.clock.now)),
                ("added_on", models.DateField()),
                ("set_aside_at", models.DateTimeField(null=True)),
                ("set_aside_reason", models.TextField(blank=True)),
            ],
            options={
                "ordering": ["kind", "-added_at", "-id"],
            },
        ),
        migrations.RemoveIndex(
            model_name="contract",
            name="contracts_c_status_61b36f_idx",
        ),
        migrations.AddField(
            model_name="contract",
            name="kpi_ground",
            field=models.CharField(blank=True, editable=False, max_length=20),
        ),
        migrations.AddField(
            model_name="contract",
            name="kpi_reason",
            field=models.TextField(blank=True, editable=False),
        ),
        migrations.AddField(
            model_name="contract",
            name="kpis_publish_by",
            field=models.DateField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name="contract",
            name="kpis_published_on",
            field=models.DateField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name="contract",
            name="light_touch",
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name="contract",
            name="look_on",
            field=models.DateField(default=datetime.date(2000, 1, 1), editable=False, null=True),
        ),
        migrations.AddField(
            model_name="contract",
            name="told",
            field=models.JSONField(default=list, editable=False),
        ),
        migrations.AddField(
            model_name="contract",
            name="unowned",
            field=models.BooleanField(default=False, editable=False),
        ),
        migrations.AddField(
            model_name="contract",
            name="value_with_vat",
            field=models.DecimalField(
                blank=True,
                decimal_places=2,
                help_text="Pounds over the term, VAT and extensions included.",
                max_digits=14,
                null=True,
            ),
        ),
        migrations.AddField(
            model_name="contract",
            name="warns",
            field=models.BooleanField(default=False, editable=False),
        ),
        migrations.AddIndex(
            model_name="contract",
            index=models.Index(fields=["status", "look_on"], name="contracts_c_status_c68067_idx"),
        ),
        migrations.AddIndex(
            model_name="contract",
            index=models.Index(condition=models.Q(("unowned", True)), fields=["council"], name="contract_unowned"),
        ),
        migrations.AddField(
            model_name="paper",
            name="added_by",
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name="paper",
            name="contract",
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="papers", to="contracts.contract"),
        ),
        migrations.AddField(
            model_name="paper",
            name="replaces",
            field=models.OneToOneField(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="replaced_by", to="contracts.paper"
            ),
        ),
        migrations.AddField(
            model_name="paper",
            name="set_aside_by",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="paper",
            name="supplier",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="socialvalue.organisation"
            ),
        ),
        migrations.AddIndex(
            model_name="paper",
            index=models.Index(fields=["contract", "valid_until"], name="contracts_p_contrac_088d43_idx"),
        ),
        migrations.AddIndex(
            model_name="paper",
            index=models.Index(fields=["valid_until", "id"], name="contracts_p_valid_u_12289a_idx"),
        ),
        migrations.AddConstraint(
            model_name="paper",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("valid_from", None), ("valid_until", None), ("valid_until__gte", models.F("valid_from")), _connector="OR"
                ),
                name="paper_runs_out_after_it_begins",
            ),
        ),
        migrations.AddConstraint(
            model_name="paper",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("set_aside_at", None), ("set_aside_by", None), ("set_aside_reason", "")),
                    models.Q(
                        ("set_aside_at__isnull", False),
                        ("set_aside_by__isnull", False),
                        models.Q(("set_aside_reason", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="paper_set_aside_by_somebody_with_a_reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="paper",
            constraint=models.CheckConstraint(
                condition=models.Q(("supplier", None), ("shared", False), _connector="OR"),
                name="paper_shared_by_the_council_alone",
            ),
        ),
        migrations.RunPython(what_was_told, migrations.RunPython.noop),
        migrations.RemoveField(
            model_name="contract",
            name="end_notices",
        ),
    ]
