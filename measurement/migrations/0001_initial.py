import django.core.serializers.json
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import socialvalue.common.clock
import socialvalue.common.migrating


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("socialvalue", "0001_initial"),
        ("socialvalue", "__first__"),
    ]

    operations = [
        socialvalue.common.migrating.CreateModels(
            models=[
                migrations.CreateModel(
                    name="Report",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        ("version", models.PositiveIntegerField(default=1, editable=False)),
                        ("reference", models.CharField(max_length=20, unique=True)),
                        (
                            "council",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="reports", to="socialvalue.organisation"
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[("cabinet", "Cabinet: six-monthly report"), ("scrutiny", "Scrutiny: update")],
                                max_length=10,
                            ),
                        ),
                        ("starts_on", models.DateField()),
                        ("ends_on", models.DateField()),
                        (
                            "status",
                            models.CharField(
                                choices=[
                                    ("building", "Being created"),
                                    ("draft", "Draft, figures frozen"),
                                    ("submitted", "Waiting for approval"),
                                    ("returned", "Returned"),
                                    ("approved", "Approved for members"),
                                    ("replaced", "Replaced by a later report"),
                                ],
                                default="building",
                                max_length=10,
                            ),
                        ),
                        ("classification", models.CharField(blank=True, max_length=100)),
                        ("past_pathway", models.CharField(blank=True, max_length=200)),
                        ("future_pathway", models.CharField(blank=True, max_length=200)),
                        ("summary", models.TextField(blank=True)),
                        ("recommendation", models.TextField(blank=True)),
                        ("financial_implications", models.TextField(blank=True)),
                        ("legal_implications", models.TextField(blank=True)),
                        ("equalities_implications", models.TextField(blank=True)),
                        ("background_documents", models.TextField(blank=True)),
                        ("contact", models.TextField(blank=True)),
                        ("content", models.JSONField(default=dict, encoder=django.core.serializers.json.DjangoJSONEncoder)),
                        ("sha256", models.CharField(blank=True, max_length=64)),
                        ("frozen_at", models.DateTimeField(null=True)),
                        ("counted", models.JSONField(default=dict, encoder=django.core.serializers.json.DjangoJSONEncoder)),
                        ("gathering", models.CharField(blank=True, max_length=32)),
                        ("looked_at", models.DateTimeField(null=True)),
                        (
                            "requested_by",
                            models.ForeignKey(
                                help_text="Empty: the schedule.",
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "replaces",
                            models.OneToOneField(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="replaced_by",
                                to="measurement.report",
                            ),
                        ),
                        (
                            "replaces_reason",
                            models.TextField(blank=True, help_text="What was wrong with the report that this one replaces."),
                        ),
                        ("created_at", models.DateTimeField(default=socialvalue.common.clock.now, editable=False)),
                        ("submitted_at", models.DateTimeField(null=True)),
                        (
                            "submitted_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("decided_at", models.DateTimeField(null=True)),
                        (
                            "decided_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("decision_comment", models.TextField(blank=True)),
                    ],
                    options={
                        "ordering": ["-ends_on", "-id"],
                        "indexes": [
                            models.Index(fields=["council", "status", "-ends_on"], name="measurement_council_291487_idx")
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("replaces", None)),
                                fields=("council", "kind", "starts_on", "ends_on"),
                                name="one_report_a_period",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("replaces", None), models.Q(("replaces_reason", ""), _negated=True), _connector="OR"
                                ),
                                name="report_says_why_it_replaces",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("decided_by", None),
                                    models.Q(("decided_by", models.F("submitted_by")), _negated=True),
                                    _connector="OR",
                                ),
                                name="report_approved_by_somebody_else",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("ends_on__gt", models.F("starts_on"))), name="report_period_in_order"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="FrozenFigure",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        (
                            "report",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="figures", to="measurement.report"
                            ),
                        ),
                        ("key", models.CharField(max_length=400)),
                        ("label", models.CharField(max_length=300)),
                        ("value", models.DecimalField(decimal_places=4, max_digits=24, null=True)),
                        ("unit", models.CharField(max_length=60)),
                        ("reported", models.PositiveIntegerField()),
                        ("expected", models.PositiveIntegerField()),
                        ("digest", models.CharField(max_length=64)),
                    ],
                    options={
                        "ordering": ["id"],
                        "constraints": [models.UniqueConstraint(fields=("report", "key"), name="frozen_figure_once")],
                    },
                ),
                migrations.CreateModel(
                    name="ReportSchedule",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        (
                            "council",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="report_schedules",
                                to="socialvalue.organisation",
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[("cabinet", "Cabinet: six-monthly report"), ("scrutiny", "Scrutiny: update")],
                                max_length=10,
                            ),
                        ),
                        ("months", models.PositiveSmallIntegerField(default=6)),
                        ("next_starts_on", models.DateField(help_text="First day of the next report's period.")),
                        ("next_on", models.DateField(help_text="The day it is made.")),
                    ],
                    options={
                        "constraints": [models.UniqueConstraint(fields=("council", "kind"), name="one_schedule_a_kind")],
                    },
                ),
                migrations.CreateModel(
                    name="FrozenSources",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        (
                            "figure",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="sources", to="measurement.frozenfigure"
                            ),
                        ),
                        ("first", models.BigIntegerField()),
                        ("last", models.BigIntegerField()),
                        ("keys", models.JSONField()),
                    ],
                    options={
                        "ordering": ["figure", "first"],
                        "constraints": [
                            models.UniqueConstraint(fields=("figure", "first"), name="frozen_sources_once"),
                            models.CheckConstraint(
                                condition=models.Q(("last__gte", models.F("first"))), name="frozen_sources_in_order"
                            ),
                        ],
                    },
                ),
            ],
        ),
    ]
