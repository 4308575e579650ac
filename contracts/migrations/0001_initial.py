import datetime

import django.core.serializers.json
import django.db.models.deletion
import django.db.models.expressions
from django.conf import settings
from django.db import migrations, models

import socialvalue.audit.triggers
import socialvalue.common.clock
import socialvalue.common.migrating


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("procurement", "0001_initial"),
        ("socialvalue", "0001_initial"),
        ("socialvalue", "__first__"),
    ]

    operations = [
        socialvalue.common.migrating.CreateModels(
            models=[
                migrations.CreateModel(
                    name="Contract",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        ("version", models.PositiveIntegerField(default=1, editable=False)),
                        ("reference", models.CharField(max_length=40)),
                        (
                            "council",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="contracts_let",
                                to="socialvalue.organisation",
                            ),
                        ),
                        (
                            "directorate",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="contracts",
                                to="socialvalue.directorate",
                            ),
                        ),
                        ("title", models.CharField(max_length=200)),
                        ("description", models.TextField(blank=True)),
                        (
                            "kind",
                            models.CharField(
                                choices=[("contract", "Contract"), ("grant", "Grant"), ("in_house", "In-house service")],
                                default="contract",
                                max_length=10,
                            ),
                        ),
                        (
                            "status",
                            models.CharField(
                                choices=[("draft", "Being agreed"), ("active", "Active"), ("ended", "Ended")],
                                default="draft",
                                max_length=8,
                            ),
                        ),
                        ("starts_on", models.DateField()),
                        ("ends_on", models.DateField(blank=True, null=True)),
                        ("planned_until", models.DateField(editable=False, null=True)),
                        ("review_on", models.DateField(blank=True, null=True)),
                        ("extension_months", models.PositiveSmallIntegerField(default=0)),
                        (
                            "annual_value",
                            models.DecimalField(
                                blank=True, decimal_places=2, help_text="Pounds a year.", max_digits=14, null=True
                            ),
                        ),
                        (
                            "total_value",
                            models.DecimalField(
                                blank=True, decimal_places=2, help_text="Pounds over the term.", max_digits=14, null=True
                            ),
                        ),
                        ("irrecoverable_vat", models.DecimalField(blank=True, decimal_places=2, max_digits=14, null=True)),
                        (
                            "value_with_vat",
                            models.DecimalField(
                                blank=True,
                                decimal_places=2,
                                help_text="Pounds over the term, VAT and extensions included.",
                                max_digits=14,
                                null=True,
                            ),
                        ),
                        ("light_touch", models.BooleanField(default=False)),
                        ("kpi_ground", models.CharField(blank=True, editable=False, max_length=20)),
                        ("kpi_reason", models.TextField(blank=True, editable=False)),
                        ("kpis_publish_by", models.DateField(editable=False, null=True)),
                        ("kpis_published_on", models.DateField(editable=False, null=True)),
                        (
                            "route",
                            models.CharField(
                                choices=[
                                    ("tender", "Tender"),
                                    ("quotation", "Quotation"),
                                    ("direct_award", "Direct award"),
                                    ("framework", "Framework"),
                                    ("grant", "Grant"),
                                    ("in_house", "In-house"),
                                ],
                                max_length=14,
                            ),
                        ),
                        (
                            "manager",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="contracts_managed",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "lead_director",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="contracts_directed",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "service_head",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="services_headed",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "award",
                            models.OneToOneField(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="contract",
                                to="procurement.award",
                            ),
                        ),
                        (
                            "commission",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="contracts",
                                to="procurement.commission",
                            ),
                        ),
                        (
                            "copied_from",
                            models.ForeignKey(
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="copies",
                                to="contracts.contract",
                            ),
                        ),
                        ("ended_on", models.DateField(blank=True, null=True)),
                        ("ended_reason", models.TextField(blank=True)),
                        ("evaluation_due_on", models.DateField(editable=False, null=True)),
                        ("unowned", models.BooleanField(default=False, editable=False)),
                        ("look_on", models.DateField(default=datetime.date(2000, 1, 1), editable=False, null=True)),
                        ("told", models.JSONField(default=list, editable=False)),
                        ("warns", models.BooleanField(default=False, editable=False)),
                        ("illustrative", models.BooleanField(default=False, help_text="Invented for the demonstration.")),
                        ("created_at", models.DateTimeField(default=socialvalue.common.clock.now, editable=False)),
                        (
                            "suppliers",
                            models.ManyToManyField(
                                related_name="contracts",
                                through="contracts.ContractSupplier",
                                through_fields=("contract", "organisation"),
                                to="socialvalue.organisation",
                            ),
                        ),
                        ("districts", models.ManyToManyField(blank=True, related_name="contracts", to="socialvalue.district")),
                    ],
                    options={
                        "ordering": ["title", "id"],
                        "indexes": [
                            models.Index(fields=["council", "status", "ends_on"], name="contracts_c_council_09f93f_idx"),
                            models.Index(fields=["council", "directorate"], name="contracts_c_council_851b65_idx"),
                            models.Index(fields=["council", "title"], name="contracts_c_council_69570b_idx"),
                            models.Index(fields=["manager", "status"], name="contracts_c_manager_633ecf_idx"),
                            models.Index(fields=["title", "id"], name="contracts_c_title_2c5b0a_idx"),
                            models.Index(fields=["reference", "id"], name="contracts_c_referen_dd4251_idx"),
                            models.Index(fields=["starts_on", "id"], name="contracts_c_starts__c363e6_idx"),
                            models.Index(fields=["ends_on", "id"], name="contracts_c_ends_on_e30a2b_idx"),
                            models.Index(fields=["total_value", "id"], name="contracts_c_total_v_add5fd_idx"),
                            models.Index(fields=["annual_value", "id"], name="contracts_c_annual__5bfa9b_idx"),
                            models.Index(fields=["status", "id"], name="contracts_c_status_f8b255_idx"),
                            models.Index(fields=["status", "ends_on"], name="contracts_c_status_916467_idx"),
                            models.Index(fields=["status", "planned_until"], name="contracts_c_status_c2c302_idx"),
                            models.Index(fields=["status", "look_on"], name="contracts_c_status_c68067_idx"),
                            models.Index(condition=models.Q(("unowned", True)), fields=["council"], name="contract_unowned"),
                            models.Index(
                                condition=models.Q(("kind", "grant")), fields=["council", "starts_on"], name="contract_grants"
                            ),
                            models.Index(
                                condition=models.Q(("evaluation_due_on__isnull", False)),
                                fields=["evaluation_due_on"],
                                name="contract_evaluation_due",
                            ),
                        ],
                        "constraints": [
                            models.UniqueConstraint(fields=("council", "reference"), name="contract_reference_once_a_council"),
                            models.CheckConstraint(
                                condition=models.Q(("ends_on__gte", models.F("starts_on"))), name="contract_ends_after_it_starts"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("ends_on__isnull", False), ("planned_until__isnull", False), _connector="OR"),
                                name="contract_ends_or_is_planned",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("service_head", None),
                                    models.Q(
                                        ("kind", "in_house"),
                                        models.Q(
                                            ("manager", None),
                                            models.Q(("service_head", models.F("manager")), _negated=True),
                                            _connector="OR",
                                        ),
                                        models.Q(
                                            ("lead_director", None),
                                            models.Q(("service_head", models.F("lead_director")), _negated=True),
                                            _connector="OR",
                                        ),
                                    ),
                                    _connector="OR",
                                ),
                                name="contract_headed_in_house_by_another_person",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("evaluation_due_on", None), ("kind", "grant"), _connector="OR"),
                                name="contract_evaluated_where_it_is_a_grant",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("annual_value__isnull", False), ("total_value__isnull", False), _connector="OR"
                                ),
                                name="contract_has_a_value",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="KeptDay",
                    fields=[
                        (
                            "council",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.CASCADE,
                                primary_key=True,
                                related_name="+",
                                serialize=False,
                                to="socialvalue.organisation",
                            ),
                        ),
                        ("as_of", models.DateField(default=socialvalue.common.clock.today)),
                        ("rolling_to", models.DateField(null=True)),
                        ("from_nothing", models.BooleanField(default=False)),
                    ],
                ),
                migrations.CreateModel(
                    name="Kpi",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        ("version", models.PositiveIntegerField(default=1, editable=False)),
                        (
                            "obligation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="kpis", to="contracts.obligation"
                            ),
                        ),
                        ("number", models.PositiveSmallIntegerField(help_text="Within the contract.")),
                        ("wording", models.CharField(max_length=300)),
                        ("unit", models.CharField(max_length=60)),
                        (
                            "direction",
                            models.CharField(
                                choices=[("higher", "Higher is better"), ("lower", "Lower is better")],
                                default="higher",
                                max_length=8,
                            ),
                        ),
                        ("target", models.DecimalField(blank=True, decimal_places=4, max_digits=14, null=True)),
                        ("minimum", models.DecimalField(blank=True, decimal_places=4, max_digits=14, null=True)),
                        (
                            "per",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("term", "over the whole contract"),
                                    ("year", "a year"),
                                    ("quarter", "a quarter"),
                                    ("month", "a month"),
                                ],
                                max_length=10,
                            ),
                        ),
                        (
                            "frequency",
                            models.CharField(
                                choices=[
                                    ("month", "Monthly"),
                                    ("quarter", "Quarterly"),
                                    ("half_year", "Every six months"),
                                    ("year", "Yearly"),
                                ],
                                max_length=10,
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("sum", "A number that is added up"),
                                    ("ratio", "A share: so many out of so many"),
                                    ("level", "A level that is not added up"),
                                    ("yes_no", "Kept or not, period by period"),
                                    ("milestone", "Done by a certain day"),
                                    ("composite", "A score made of sub-scores"),
                                ],
                                default="sum",
                                max_length=9,
                            ),
                        ),
                        ("milestone_on", models.DateField(blank=True, null=True)),
                        ("reported_from", models.DateField(blank=True, null=True)),
                        ("may_be_negative", models.BooleanField(default=False)),
                        ("sub_scores", models.JSONField(blank=True, default=list)),
                        ("days_to_report", models.PositiveSmallIntegerField(default=20, help_text="Days after the period ends.")),
                        ("client_side", models.BooleanField(default=False)),
                        ("agreed_at", models.DateTimeField(null=True)),
                        ("brought_over_on", models.DateField(editable=False, null=True)),
                        ("created_at", models.DateTimeField(default=socialvalue.common.clock.now, editable=False)),
                    ],
                    options={
                        "verbose_name": "KPI",
                        "ordering": ["number", "id"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("minimum", None),
                                    ("target", None),
                                    models.Q(("direction", "higher"), ("minimum__lte", models.F("target"))),
                                    models.Q(("direction", "lower"), ("minimum__gte", models.F("target"))),
                                    _connector="OR",
                                ),
                                name="kpi_minimum_on_the_worse_side_of_the_target",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("kind", "milestone"), _negated=True),
                                    ("milestone_on__isnull", False),
                                    _connector="OR",
                                ),
                                name="kpi_milestone_has_its_day",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="BenefitList",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        (
                            "council",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="benefit_lists",
                                to="socialvalue.organisation",
                            ),
                        ),
                        ("name", models.CharField(max_length=80)),
                        ("overlaps", models.BooleanField(default=False)),
                        ("groups", models.JSONField(default=list)),
                        (
                            "made_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                            ),
                        ),
                        ("made_at", models.DateTimeField(default=socialvalue.common.clock.now, editable=False)),
                        ("ended_at", models.DateTimeField(null=True)),
                    ],
                    options={
                        "ordering": ["name", "id"],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("ended_at", None)),
                                fields=("council", "name"),
                                name="benefit_list_once_a_council",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="BroughtFile",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        (
                            "asked_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                            ),
                        ),
                        ("asked_at", models.DateTimeField(default=socialvalue.common.clock.now, editable=False)),
                        (
                            "decided_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("decided_at", models.DateTimeField(null=True)),
                        ("accepted", models.BooleanField(null=True)),
                        ("decision", models.TextField(blank=True)),
                        ("withdrawn_at", models.DateTimeField(null=True)),
                        (
                            "council",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="brought_files",
                                to="socialvalue.organisation",
                            ),
                        ),
                        (
                            "holds",
                            models.CharField(
                                choices=[("obligations", "Obligations and KPIs"), ("returns", "Past returns")], max_length=11
                            ),
                        ),
                        ("name", models.CharField(max_length=200)),
                        ("data", models.BinaryField()),
                        ("meaning", models.JSONField(default=dict)),
                        (
                            "second",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("good_lines", models.BooleanField(default=False)),
                        (
                            "job",
                            models.ForeignKey(
                                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="socialvalue.job"
                            ),
                        ),
                        ("found", models.JSONField(encoder=django.core.serializers.json.DjangoJSONEncoder, null=True)),
                        ("refused", models.TextField(blank=True, help_text="Why the file cannot be read at all.")),
                        ("confirmed_at", models.DateTimeField(null=True)),
                        ("brought_at", models.DateTimeField(null=True)),
                    ],
                    options={
                        "ordering": ["-asked_at", "-id"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("accepted", None), ("decided_at", None), ("decided_by", None)),
                                    models.Q(
                                        ("accepted__isnull", False),
                                        ("decided_at__isnull", False),
                                        ("decided_by__isnull", False),
                                        ("withdrawn_at", None),
                                    ),
                                    _connector="OR",
                                ),
                                name="brought_file_decided_by_somebody_somehow",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("decided_by", None),
                                    models.Q(("decided_by", models.F("asked_by")), _negated=True),
                                    _connector="OR",
                                ),
                                name="brought_file_decided_by_a_second_person",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("second", None), models.Q(("second", models.F("asked_by")), _negated=True), _connector="OR"
                                ),
                                name="brought_file_second_is_another",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("decided_by", None), ("decided_by", models.F("second")), _connector="OR"),
                                name="brought_file_decided_by_who_was_asked",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Kept",
                    fields=[
                        (
                            "contract",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.CASCADE,
                                primary_key=True,
                                related_name="kept",
                                serialize=False,
                                to="contracts.contract",
                            ),
                        ),
                        (
                            "council",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="+", to="socialvalue.organisation"
                            ),
                        ),
                        ("as_of", models.DateField()),
                        ("changed", models.BooleanField(default=False)),
                        ("follow_on", models.DateField(default=socialvalue.common.clock.today, null=True)),
                    ],
                    options={
                        "indexes": [
                            models.Index(fields=["council", "as_of", "contract"], name="contracts_k_council_1ec9e4_idx"),
                            models.Index(
                                condition=models.Q(("follow_on__isnull", False)),
                                fields=["follow_on", "contract"],
                                name="kept_to_follow",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="AgreedText",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        (
                            "contract",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="agreed_texts", to="contracts.contract"
                            ),
                        ),
                        ("number", models.PositiveIntegerField()),
                        ("content", models.JSONField(encoder=django.core.serializers.json.DjangoJSONEncoder)),
                        ("digest", models.CharField(max_length=64)),
                        ("at", models.DateTimeField(default=socialvalue.common.clock.now)),
                    ],
                    options={
                        "ordering": ["number"],
                        "constraints": [models.UniqueConstraint(fields=("contract", "number"), name="agreed_text_number_once")],
                    },
                ),
                migrations.CreateModel(
                    name="ContractSupplier",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        (
                            "contract",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="parties", to="contracts.contract"
                            ),
                        ),
                        (
                            "organisation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="contract_parties",
                                to="socialvalue.organisation",
                            ),
                        ),
                        (
                            "open_to",
                            models.ForeignKey(
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="open_parties",
                                to="socialvalue.organisation",
                            ),
                        ),
                        ("name_then", models.CharField(max_length=220)),
                        ("number_then", models.CharField(blank=True, max_length=40)),
                        (
                            "linked_how",
                            models.CharField(
                                choices=[
                                    ("number", "By its register number"),
                                    ("name", "By its name alone"),
                                    ("officer", "An officer chose it"),
                                    ("award", "It won the tender"),
                                    ("new", "It was entered with this contract"),
                                    ("change", "By a modification of the contract"),
                                    ("before", "Before links were recorded"),
                                ],
                                default="officer",
                                max_length=8,
                            ),
                        ),
                        (
                            "linked_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("linked_at", models.DateTimeField(default=socialvalue.common.clock.now, editable=False)),
                        (
                            "confirmed_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("confirmed_at", models.DateTimeField(null=True)),
                        ("first_day", models.DateField(editable=False, null=True)),
                        ("last_day", models.DateField(editable=False, null=True)),
                    ],
                    options={
                        "ordering": ["name_then", "id"],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("last_day", None)),
                                fields=("contract", "organisation"),
                                name="supplier_once_a_contract",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("first_day", None),
                                    ("last_day", None),
                                    ("last_day__gte", models.F("first_day")),
                                    _connector="OR",
                                ),
                                name="supplier_days_in_order",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("confirmed_at", None), ("open_to", None)),
                                    models.Q(("confirmed_at__isnull", False), ("open_to", models.F("organisation"))),
                                    _connector="OR",
                                ),
                                name="contract_opens_to_its_confirmed_supplier",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="DrawChoice",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        (
                            "council",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="+", to="socialvalue.organisation"
                            ),
                        ),
                        ("one_in", models.PositiveSmallIntegerField(null=True)),
                        ("from_day", models.DateField()),
                        ("reason", models.TextField()),
                        ("chosen_at", models.DateTimeField(default=socialvalue.common.clock.now)),
                        (
                            "chosen_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["council", "from_day", "id"],
                        "indexes": [models.Index(fields=["council", "from_day", "id"], name="contracts_d_council_4b36dd_idx")],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("one_in", None), models.Q(("one_in__gte", 2), ("one_in__lte", 100)), _connector="OR"
                                ),
                                name="draw_of_2_to_100",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="DrawDay",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        (
                            "council",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="socialvalue.organisation"
                            ),
                        ),
                        ("day", models.DateField()),
                        ("seed", models.CharField(max_length=64)),
                    ],
                    options={
                        "constraints": [models.UniqueConstraint(fields=("council", "day"), name="one_seed_a_day")],
                    },
                ),
                migrations.CreateModel(
                    name="DueReturn",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        (
                            "kpi",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="due_returns", to="contracts.kpi"
                            ),
                        ),
                        ("starts_on", models.DateField()),
                        ("ends_on", models.DateField()),
                        ("due_on", models.DateField()),
                        ("target", models.DecimalField(blank=True, decimal_places=4, max_digits=14, null=True)),
                        ("minimum", models.DecimalField(blank=True, decimal_places=4, max_digits=14, null=True)),
                        ("sub_scores", models.JSONField(blank=True, null=True)),
                        ("waived_at", models.DateTimeField(null=True)),
                        (
                            "waived_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("waived_reason", models.TextField(blank=True)),
                        ("reminded", models.PositiveSmallIntegerField(default=0, editable=False)),
                    ],
                    options={
                        "ordering": ["due_on", "kpi_id"],
                        "indexes": [
                            models.Index(fields=["due_on"], name="contracts_d_due_on_439d3f_idx"),
                            models.Index(fields=["ends_on"], name="contracts_d_ends_on_e1f2c3_idx"),
                            models.Index(fields=["reminded", "due_on"], name="contracts_d_reminde_d5d7f8_idx"),
                        ],
                        "constraints": [
                            models.UniqueConstraint(fields=("kpi", "starts_on"), name="due_return_once_a_period"),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("waived_at", None), models.Q(("waived_reason", ""), _negated=True), _connector="OR"
                                ),
                                name="waived_return_says_why",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("ends_on__gte", models.F("starts_on")), ("due_on__gte", models.F("ends_on"))),
                                name="due_return_dates_in_order",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Draw",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        (
                            "due",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="draws", to="contracts.duereturn"
                            ),
                        ),
                        ("number", models.PositiveSmallIntegerField()),
                        (
                            "day",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="draws", to="contracts.drawday"
                            ),
                        ),
                        ("one_in", models.PositiveSmallIntegerField()),
                        ("digest", models.CharField(max_length=64)),
                        ("drawn", models.BooleanField()),
                    ],
                    options={
                        "ordering": ["-day", "id"],
                        "indexes": [models.Index(fields=["day", "drawn", "id"], name="contracts_d_day_id_13dec3_idx")],
                        "constraints": [models.UniqueConstraint(fields=("due", "number"), name="return_drawn_once")],
                    },
                ),
                migrations.CreateModel(
                    name="FollowUp",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        ("version", models.PositiveIntegerField(default=1, editable=False)),
                        (
                            "council",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="+", to="socialvalue.organisation"
                            ),
                        ),
                        (
                            "contract",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="follow_ups", to="contracts.contract"
                            ),
                        ),
                        (
                            "due",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="follow_ups", to="contracts.duereturn"
                            ),
                        ),
                        (
                            "question",
                            models.CharField(
                                choices=[
                                    ("correct", "Is it correct?"),
                                    ("complete", "Is it complete?"),
                                    ("consistent", "Is it consistent?"),
                                    ("in_time", "Is it in time?"),
                                ],
                                max_length=10,
                            ),
                        ),
                        ("rule", models.CharField(max_length=40)),
                        ("fact", models.CharField(max_length=300)),
                        ("sentence", models.CharField(max_length=500)),
                        ("found_on", models.DateField()),
                        ("returned", models.PositiveSmallIntegerField(default=0)),
                        ("gone_at", models.DateTimeField(null=True)),
                        (
                            "assigned_to",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("done_at", models.DateTimeField(null=True)),
                        (
                            "done_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("done_words", models.TextField(blank=True)),
                    ],
                    options={
                        "ordering": ["found_on", "id"],
                        "indexes": [
                            models.Index(
                                condition=models.Q(("done_at", None), ("gone_at", None)),
                                fields=["council", "question", "found_on", "id"],
                                name="follow_up_open",
                            ),
                            models.Index(
                                condition=models.Q(("done_at", None), ("gone_at", None)),
                                fields=["assigned_to", "id"],
                                name="follow_up_of_somebody",
                            ),
                            models.Index(fields=["contract", "gone_at", "done_at"], name="contracts_f_contrac_8ac9f6_idx"),
                            models.Index(fields=["council", "found_on", "id"], name="contracts_f_council_285ff2_idx"),
                        ],
                        "constraints": [
                            models.UniqueConstraint(fields=("due", "question", "rule"), name="follow_up_once"),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("done_at", None), ("done_by", None), ("done_words", "")),
                                    models.Q(
                                        ("done_at__isnull", False),
                                        ("done_by__isnull", False),
                                        models.Q(("done_words", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="follow_up_done_with_a_word",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="FrameworkAgreement",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        ("version", models.PositiveIntegerField(default=1, editable=False)),
                        ("reference", models.CharField(max_length=40)),
                        (
                            "council",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="framework_agreements",
                                to="socialvalue.organisation",
                            ),
                        ),
                        (
                            "directorate",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="framework_agreements",
                                to="socialvalue.directorate",
                            ),
                        ),
                        ("title", models.CharField(max_length=200)),
                        ("description", models.TextField(blank=True)),
                        ("starts_on", models.DateField()),
                        ("ends_on", models.DateField()),
                        ("longer_reason", models.TextField(blank=True)),
                        ("is_open", models.BooleanField(default=False)),
                        ("light_touch", models.BooleanField(default=False)),
                        (
                            "ceiling",
                            models.DecimalField(
                                decimal_places=2, help_text="Pounds over the whole term, without VAT.", max_digits=14
                            ),
                        ),
                        ("no_guarantee", models.TextField()),
                        (
                            "manager",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="agreements_managed",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "lead_director",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="agreements_directed",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("ended_on", models.DateField(editable=False, null=True)),
                        ("ended_reason", models.TextField(blank=True, editable=False)),
                        (
                            "ended_by",
                            models.ForeignKey(
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("look_on", models.DateField(default=datetime.date(2000, 1, 1), editable=False, null=True)),
                        ("illustrative", models.BooleanField(default=False, help_text="Invented for the demonstration.")),
                        (
                            "created_by",
                            models.ForeignKey(
                                editable=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("created_at", models.DateTimeField(default=socialvalue.common.clock.now, editable=False)),
                    ],
                    options={
                        "ordering": ["title", "id"],
                        "indexes": [
                            models.Index(fields=["council", "title"], name="contracts_f_council_c9ba68_idx"),
                            models.Index(fields=["council", "ends_on"], name="contracts_f_council_bc387b_idx"),
                            models.Index(fields=["manager", "ends_on"], name="contracts_f_manager_8f7556_idx"),
                            models.Index(fields=["look_on"], name="contracts_f_look_on_15ad32_idx"),
                            models.Index(fields=["title", "id"], name="contracts_f_title_57e4f2_idx"),
                            models.Index(fields=["ends_on", "id"], name="contracts_f_ends_on_158616_idx"),
                            models.Index(fields=["ceiling", "id"], name="contracts_f_ceiling_9dce18_idx"),
                        ],
                        "constraints": [
                            models.UniqueConstraint(fields=("council", "reference"), name="agreement_reference_once_a_council"),
                            models.CheckConstraint(
                                condition=models.Q(("ends_on__gte", models.F("starts_on"))), name="agreement_ends_after_it_starts"
                            ),
                            models.CheckConstraint(condition=models.Q(("ceiling__gt", 0)), name="agreement_ceiling_above_zero"),
                            models.CheckConstraint(
                                condition=models.Q(("manager", models.F("lead_director")), _negated=True),
                                name="agreement_managed_and_directed_by_two",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("ended_by", None), ("ended_on", None), ("ended_reason", "")),
                                    models.Q(
                                        ("ended_by__isnull", False),
                                        ("ended_on__isnull", False),
                                        models.Q(("ended_reason", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="agreement_ended_by_somebody_with_a_reason",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="AgreementDay",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        ("version", models.PositiveIntegerField(default=1, editable=False)),
                        (
                            "agreement",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="days",
                                to="contracts.frameworkagreement",
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[("refresh", "Refresh: new suppliers can join"), ("review", "Review")], max_length=8
                            ),
                        ),
                        ("on", models.DateField()),
                        ("done_on", models.DateField(null=True)),
                        (
                            "done_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("outcome", models.TextField(blank=True)),
                    ],
                    options={
                        "ordering": ["on", "id"],
                        "constraints": [
                            models.UniqueConstraint(fields=("agreement", "kind", "on"), name="agreement_day_once"),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("done_by", None), ("done_on", None), ("outcome", "")),
                                    models.Q(
                                        ("done_by__isnull", False),
                                        ("done_on__isnull", False),
                                        models.Q(("outcome", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="agreement_day_done_by_somebody_with_its_outcome",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="FrameworkLot",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        ("version", models.PositiveIntegerField(default=1, editable=False)),
                        (
                            "agreement",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="lots",
                                to="contracts.frameworkagreement",
                            ),
                        ),
                        ("number", models.PositiveSmallIntegerField()),
                        ("title", models.CharField(blank=True, max_length=200)),
                        (
                            "ceiling",
                            models.DecimalField(decimal_places=2, help_text="Pounds, without VAT.", max_digits=14, null=True),
                        ),
                    ],
                    options={
                        "ordering": ["number"],
                        "constraints": [
                            models.UniqueConstraint(fields=("agreement", "number"), name="lot_number_once_an_agreement"),
                            models.CheckConstraint(
                                condition=models.Q(("ceiling", None), ("ceiling__gt", 0), _connector="OR"),
                                name="lot_ceiling_above_zero",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Grant",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        ("version", models.PositiveIntegerField(default=1, editable=False)),
                        (
                            "contract",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.CASCADE, related_name="grant", to="contracts.contract"
                            ),
                        ),
                        ("purpose", models.CharField(max_length=300)),
                        ("conditions", models.TextField(blank=True)),
                        (
                            "said_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                            ),
                        ),
                        ("said_at", models.DateTimeField(default=socialvalue.common.clock.now, editable=False)),
                        ("outcomes", models.ManyToManyField(related_name="grants", to="socialvalue.outcome")),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="GrantEvaluation",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        (
                            "asked_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                            ),
                        ),
                        ("asked_at", models.DateTimeField(default=socialvalue.common.clock.now, editable=False)),
                        (
                            "decided_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("decided_at", models.DateTimeField(null=True)),
                        ("accepted", models.BooleanField(null=True)),
                        ("decision", models.TextField(blank=True)),
                        ("withdrawn_at", models.DateTimeField(null=True)),
                        (
                            "contract",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="grant_evaluations",
                                to="contracts.contract",
                            ),
                        ),
                        ("purpose_then", models.CharField(max_length=300)),
                        ("due_then", models.DateField()),
                        ("did", models.CharField(choices=[("yes", "Yes"), ("partly", "In part"), ("no", "No")], max_length=6)),
                        ("did_words", models.TextField()),
                        ("learned", models.TextField()),
                        (
                            "proposes",
                            models.CharField(
                                choices=[("continue", "Continue it"), ("change", "Change it"), ("end", "End it")], max_length=8
                            ),
                        ),
                        ("why", models.TextField()),
                        ("facts", models.JSONField(default=list)),
                    ],
                    options={
                        "ordering": ["asked_at", "id"],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("decided_at", None), ("withdrawn_at", None)),
                                fields=("contract",),
                                name="one_grant_evaluation_at_a_time",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("accepted", None), ("decided_at", None), ("decided_by", None)),
                                    models.Q(
                                        ("accepted__isnull", False),
                                        ("decided_at__isnull", False),
                                        ("decided_by__isnull", False),
                                        ("withdrawn_at", None),
                                    ),
                                    _connector="OR",
                                ),
                                name="grant_evaluation_decided_by_somebody_somehow",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("decided_by", None),
                                    models.Q(("decided_by", models.F("asked_by")), _negated=True),
                                    _connector="OR",
                                ),
                                name="grant_evaluation_decided_by_a_second_person",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="GrantPayment",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        ("version", models.PositiveIntegerField(default=1, editable=False)),
                        (
                            "contract",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="grant_payments",
                                to="contracts.contract",
                            ),
                        ),
                        ("for_what", models.CharField(max_length=200)),
                        ("due_on", models.DateField()),
                        ("amount", models.DecimalField(decimal_places=2, max_digits=14)),
                        ("paid_on", models.DateField(null=True)),
                        ("paid", models.DecimalField(decimal_places=2, max_digits=14, null=True)),
                        (
                            "paid_said_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "planned_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                            ),
                        ),
                        ("planned_at", models.DateTimeField(default=socialvalue.common.clock.now, editable=False)),
                    ],
                    options={
                        "ordering": ["due_on", "id"],
                        "indexes": [models.Index(fields=["paid_on", "contract"], name="contracts_g_paid_on_86b1fc_idx")],
                        "constraints": [
                            models.CheckConstraint(condition=models.Q(("amount__gt", 0)), name="grant_payment_of_something"),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("paid", None), ("paid_on", None), ("paid_said_by", None)),
                                    models.Q(("paid__gte", 0), ("paid_on__isnull", False), ("paid_said_by__isnull", False)),
                                    _connector="OR",
                                ),
                                name="grant_payment_paid_on_a_day_by_somebody_s_word",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Individual",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        ("version", models.PositiveIntegerField(default=1, editable=False)),
                        (
                            "due",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="individuals", to="contracts.duereturn"
                            ),
                        ),
                        ("code", models.CharField(max_length=12)),
                        ("baseline", models.SmallIntegerField()),
                        ("now", models.SmallIntegerField(help_text="Empty: not measured again yet.", null=True)),
                        (
                            "entered_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                            ),
                        ),
                        ("entered_at", models.DateTimeField(default=socialvalue.common.clock.now)),
                    ],
                    options={
                        "ordering": ["code"],
                        "constraints": [models.UniqueConstraint(fields=("due", "code"), name="person_once_a_period")],
                    },
                ),
                migrations.CreateModel(
                    name="InnovationPot",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        ("version", models.PositiveIntegerField(default=1, editable=False)),
                        (
                            "contract",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="innovation_pot",
                                to="contracts.contract",
                            ),
                        ),
                        ("amount", models.DecimalField(decimal_places=2, max_digits=14)),
                        ("purpose", models.CharField(max_length=300)),
                        (
                            "set_aside_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                            ),
                        ),
                        ("set_aside_at", models.DateTimeField(default=socialvalue.common.clock.now, editable=False)),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(condition=models.Q(("amount__gt", 0)), name="innovation_pot_of_something")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="InnovationProject",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        (
                            "asked_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                            ),
                        ),
                        ("asked_at", models.DateTimeField(default=socialvalue.common.clock.now, editable=False)),
                        (
                            "decided_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("decided_at", models.DateTimeField(null=True)),
                        ("accepted", models.BooleanField(null=True)),
                        ("decision", models.TextField(blank=True)),
                        ("withdrawn_at", models.DateTimeField(null=True)),
                        (
                            "pot",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="projects", to="contracts.innovationpot"
                            ),
                        ),
                        ("title", models.CharField(max_length=150)),
                        ("purpose", models.TextField()),
                        ("amount", models.DecimalField(decimal_places=2, max_digits=14)),
                        (
                            "side",
                            models.CharField(choices=[("supplier", "The supplier"), ("council", "The council")], max_length=8),
                        ),
                        ("finished_on", models.DateField(null=True)),
                        (
                            "finished_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("came_of_it", models.TextField(blank=True)),
                    ],
                    options={
                        "ordering": ["asked_at", "id"],
                        "constraints": [
                            models.CheckConstraint(condition=models.Q(("amount__gt", 0)), name="innovation_project_of_something"),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("came_of_it", ""), ("finished_by", None), ("finished_on", None)),
                                    models.Q(
                                        ("accepted", True),
                                        ("finished_by__isnull", False),
                                        ("finished_on__isnull", False),
                                        models.Q(("came_of_it", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="innovation_project_finished_with_what_came_of_it",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("accepted", None), ("decided_at", None), ("decided_by", None)),
                                    models.Q(
                                        ("accepted__isnull", False),
                                        ("decided_at__isnull", False),
                                        ("decided_by__isnull", False),
                                        ("withdrawn_at", None),
                                    ),
                                    _connector="OR",
                                ),
                                name="innovation_project_decided_by_somebody_somehow",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("decided_by", None),
                                    models.Q(("decided_by", models.F("asked_by")), _negated=True),
                                    _connector="OR",
                                ),
                                name="innovation_project_decided_by_a_second_person",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="InnovationSpent",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        ("version", models.PositiveIntegerField(default=1, editable=False)),
                        (
                            "project",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="spent",
                                to="contracts.innovationproject",
                            ),
                        ),
                        ("year", models.PositiveSmallIntegerField()),
                        ("quarter", models.PositiveSmallIntegerField()),
                        ("amount", models.DecimalField(decimal_places=2, max_digits=14)),
                        (
                            "said_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                            ),
                        ),
                        ("said_at", models.DateTimeField(default=socialvalue.common.clock.now)),
                    ],
                    options={
                        "ordering": ["year", "quarter", "id"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("project", "year", "quarter"), name="innovation_spent_once_a_quarter"
                            ),
                            models.CheckConstraint(condition=models.Q(("amount__gte", 0)), name="innovation_spent_not_negative"),
                            models.CheckConstraint(
                                condition=models.Q(("quarter__range", (1, 4))), name="innovation_spent_in_a_quarter"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="KeptChanges",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        (
                            "due",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.CASCADE, related_name="kept_changes", to="contracts.duereturn"
                            ),
                        ),
                        ("scale", models.CharField(max_length=130)),
                        ("people", models.PositiveIntegerField()),
                        ("improved", models.PositiveIntegerField()),
                        ("same", models.PositiveIntegerField()),
                        ("fell", models.PositiveIntegerField()),
                        ("median_twice", models.IntegerField(null=True)),
                        ("not_yet", models.PositiveIntegerField()),
                        ("deleted_at", models.DateTimeField(default=socialvalue.common.clock.now)),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "people",
                                        django.db.models.expressions.CombinedExpression(
                                            django.db.models.expressions.CombinedExpression(
                                                models.F("improved"), "+", models.F("same")
                                            ),
                                            "+",
                                            models.F("fell"),
                                        ),
                                    )
                                ),
                                name="kept_changes_make_the_whole",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="KeptContract",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        ("kpis", models.BigIntegerField()),
                        ("on_target", models.BigIntegerField()),
                        ("below_target", models.BigIntegerField()),
                        ("below_minimum", models.BigIntegerField()),
                        ("not_reported", models.BigIntegerField()),
                        ("no_target", models.BigIntegerField()),
                        ("nothing_due", models.BigIntegerField()),
                        ("expected", models.BigIntegerField()),
                        ("reported", models.BigIntegerField()),
                        ("waiting", models.BigIntegerField()),
                        ("late", models.BigIntegerField()),
                        (
                            "council",
                            models.ForeignKey(
                                db_constraint=False,
                                db_index=False,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="socialvalue.organisation",
                            ),
                        ),
                        ("period", models.CharField(max_length=16)),
                        (
                            "directorate",
                            models.ForeignKey(
                                db_constraint=False,
                                db_index=False,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="socialvalue.directorate",
                            ),
                        ),
                        (
                            "supplier_kind",
                            models.CharField(
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
                        (
                            "contract",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="contracts.contract",
                            ),
                        ),
                        ("oldest", models.DateField(null=True)),
                        ("ends_on", models.DateField()),
                        ("worry", models.BigIntegerField()),
                        ("concern", models.BigIntegerField()),
                        ("unmanaged", models.BooleanField()),
                        ("unmeasured", models.BooleanField()),
                        ("ending", models.BooleanField()),
                        ("attention", models.BooleanField()),
                    ],
                    options={
                        "indexes": [
                            models.Index(
                                fields=[
                                    "council",
                                    "period",
                                    "-worry",
                                    "-concern",
                                    "-unmanaged",
                                    "-unmeasured",
                                    "ends_on",
                                    "contract",
                                ],
                                name="kept_contract_worst_first",
                            ),
                            models.Index(
                                fields=["council", "period", "supplier_kind", "contract"], name="kept_contract_by_supplier_kind"
                            ),
                            models.Index(
                                condition=models.Q(("late__gt", 0), ("below_minimum__gt", 0), _connector="OR"),
                                fields=["council", "period", "contract"],
                                name="kept_contract_behind",
                            ),
                        ],
                        "constraints": [
                            models.UniqueConstraint(fields=("contract", "period"), name="kept_contract_once_a_window")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="KeptDistrict",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        (
                            "contract",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="+", to="contracts.contract"
                            ),
                        ),
                        (
                            "district",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="+", to="socialvalue.district"
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(fields=("district", "contract"), name="kept_district_once_a_contract")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="KeptSum",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        ("kpis", models.BigIntegerField()),
                        ("on_target", models.BigIntegerField()),
                        ("below_target", models.BigIntegerField()),
                        ("below_minimum", models.BigIntegerField()),
                        ("not_reported", models.BigIntegerField()),
                        ("no_target", models.BigIntegerField()),
                        ("nothing_due", models.BigIntegerField()),
                        ("expected", models.BigIntegerField()),
                        ("reported", models.BigIntegerField()),
                        ("waiting", models.BigIntegerField()),
                        ("late", models.BigIntegerField()),
                        ("weight", models.BigIntegerField(null=True)),
                        ("got", models.BigIntegerField(null=True)),
                        ("aimed", models.BigIntegerField(null=True)),
                        ("compared", models.BigIntegerField(null=True)),
                        ("wanted", models.BigIntegerField(null=True)),
                        ("least", models.BigIntegerField(null=True)),
                        ("without_minimum", models.BigIntegerField()),
                        ("promised", models.BigIntegerField(null=True)),
                        ("promising", models.BigIntegerField()),
                        (
                            "council",
                            models.ForeignKey(
                                db_constraint=False,
                                db_index=False,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="socialvalue.organisation",
                            ),
                        ),
                        ("period", models.CharField(max_length=16)),
                        (
                            "directorate",
                            models.ForeignKey(
                                db_constraint=False,
                                db_index=False,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="socialvalue.directorate",
                            ),
                        ),
                        (
                            "supplier_kind",
                            models.CharField(
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
                        (
                            "priority",
                            models.ForeignKey(
                                db_constraint=False,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="socialvalue.priority",
                            ),
                        ),
                        (
                            "measure",
                            models.ForeignKey(
                                db_constraint=False,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="socialvalue.measure",
                            ),
                        ),
                        ("unit", models.CharField(max_length=60)),
                        ("kind", models.CharField(max_length=9)),
                        ("direction", models.CharField(max_length=8)),
                        ("client_side", models.BooleanField()),
                        (
                            "district",
                            models.ForeignKey(
                                db_constraint=False,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="socialvalue.district",
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(
                                fields=["council", "period", "district", "directorate"], name="contracts_k_council_5a66fa_idx"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="KeptTally",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        ("kpis", models.BigIntegerField()),
                        ("on_target", models.BigIntegerField()),
                        ("below_target", models.BigIntegerField()),
                        ("below_minimum", models.BigIntegerField()),
                        ("not_reported", models.BigIntegerField()),
                        ("no_target", models.BigIntegerField()),
                        ("nothing_due", models.BigIntegerField()),
                        ("expected", models.BigIntegerField()),
                        ("reported", models.BigIntegerField()),
                        ("waiting", models.BigIntegerField()),
                        ("late", models.BigIntegerField()),
                        (
                            "council",
                            models.ForeignKey(
                                db_constraint=False,
                                db_index=False,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="socialvalue.organisation",
                            ),
                        ),
                        ("period", models.CharField(max_length=16)),
                        (
                            "directorate",
                            models.ForeignKey(
                                db_constraint=False,
                                db_index=False,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="socialvalue.directorate",
                            ),
                        ),
                        (
                            "supplier_kind",
                            models.CharField(
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
                        (
                            "district",
                            models.ForeignKey(
                                db_constraint=False,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="socialvalue.district",
                            ),
                        ),
                        ("contracts", models.BigIntegerField()),
                        ("attention", models.BigIntegerField()),
                        ("owing", models.BigIntegerField()),
                        ("owing_late", models.BigIntegerField()),
                    ],
                    options={
                        "indexes": [
                            models.Index(
                                fields=["council", "period", "district", "directorate"], name="contracts_k_council_c3c8ff_idx"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="KickOff",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        ("version", models.PositiveIntegerField(default=1, editable=False)),
                        (
                            "contract",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT, related_name="kick_off", to="contracts.contract"
                            ),
                        ),
                        ("held_on", models.DateField()),
                        ("council_people", models.CharField(max_length=300)),
                        ("supplier_people", models.CharField(max_length=300)),
                        ("answers", models.JSONField(default=dict)),
                        ("at", models.DateTimeField(default=socialvalue.common.clock.now)),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                            ),
                        ),
                        ("agreed_at", models.DateTimeField(null=True)),
                        (
                            "agreed_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("agreed_at", None), ("agreed_by", None)),
                                    models.Q(("agreed_at__isnull", False), ("agreed_by__isnull", False)),
                                    _connector="OR",
                                ),
                                name="kick_off_agreed_by_somebody",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="KeptKpi",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        ("weight", models.BigIntegerField(null=True)),
                        ("got", models.BigIntegerField(null=True)),
                        ("aimed", models.BigIntegerField(null=True)),
                        ("compared", models.BigIntegerField(null=True)),
                        ("wanted", models.BigIntegerField(null=True)),
                        ("least", models.BigIntegerField(null=True)),
                        ("without_minimum", models.BigIntegerField()),
                        ("promised", models.BigIntegerField(null=True)),
                        ("promising", models.BigIntegerField()),
                        (
                            "council",
                            models.ForeignKey(
                                db_constraint=False,
                                db_index=False,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="socialvalue.organisation",
                            ),
                        ),
                        ("period", models.CharField(max_length=16)),
                        (
                            "directorate",
                            models.ForeignKey(
                                db_constraint=False,
                                db_index=False,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="socialvalue.directorate",
                            ),
                        ),
                        (
                            "supplier_kind",
                            models.CharField(
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
                        (
                            "priority",
                            models.ForeignKey(
                                db_constraint=False,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="socialvalue.priority",
                            ),
                        ),
                        (
                            "measure",
                            models.ForeignKey(
                                db_constraint=False,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="socialvalue.measure",
                            ),
                        ),
                        ("unit", models.CharField(max_length=60)),
                        ("kind", models.CharField(max_length=9)),
                        ("direction", models.CharField(max_length=8)),
                        ("client_side", models.BooleanField()),
                        (
                            "kpi",
                            models.ForeignKey(
                                db_constraint=False,
                                db_index=False,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="contracts.kpi",
                            ),
                        ),
                        (
                            "contract",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="contracts.contract",
                            ),
                        ),
                        ("reference", models.CharField(max_length=40)),
                        ("number", models.IntegerField()),
                        ("standing", models.CharField(max_length=13)),
                        ("place", models.SmallIntegerField()),
                        ("expected", models.BigIntegerField()),
                        ("reported", models.BigIntegerField()),
                        ("waiting", models.BigIntegerField()),
                        ("late", models.BigIntegerField()),
                        ("oldest", models.DateField(null=True)),
                        ("cases", models.BigIntegerField()),
                    ],
                    options={
                        "indexes": [
                            models.Index(
                                condition=models.Q(("client_side", False)),
                                fields=["council", "period", "priority", "place", "reference", "contract", "number", "kpi"],
                                name="kept_kpi_of_a_priority",
                            ),
                            models.Index(
                                condition=models.Q(("client_side", True)),
                                fields=["council", "period", "place", "reference", "contract", "number", "kpi"],
                                name="kept_kpi_of_the_council",
                            ),
                            models.Index(
                                condition=models.Q(("client_side", False)),
                                fields=["council", "period", "directorate", "contract", "kpi"],
                                name="kept_kpi_by_directorate",
                            ),
                            models.Index(
                                condition=models.Q(("client_side", False)),
                                fields=["council", "period", "priority", "contract", "kpi"],
                                name="kept_kpi_by_priority",
                            ),
                            models.Index(
                                condition=models.Q(("client_side", False)),
                                fields=["council", "period", "measure", "contract", "kpi"],
                                name="kept_kpi_by_measure",
                            ),
                        ],
                        "constraints": [
                            models.UniqueConstraint(fields=("contract", "kpi", "period"), name="kept_kpi_once_a_window")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="HeldElsewhere",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        ("version", models.PositiveIntegerField(default=1, editable=False)),
                        (
                            "kpi",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.CASCADE, related_name="held_elsewhere", to="contracts.kpi"
                            ),
                        ),
                        (
                            "regulator",
                            models.CharField(
                                choices=[
                                    ("cqc", "Care Quality Commission"),
                                    ("ofsted", "Ofsted"),
                                    ("other", "Another regulator"),
                                ],
                                max_length=6,
                            ),
                        ),
                        ("name", models.CharField(blank=True, help_text="Of another regulator.", max_length=100)),
                        ("what", models.CharField(max_length=200)),
                        (
                            "set_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                            ),
                        ),
                        ("set_at", models.DateTimeField(default=socialvalue.common.clock.now)),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("regulator", "other"), _negated=True),
                                    models.Q(("name", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="other_regulator_has_a_name",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="BroughtLine",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        (
                            "kpi",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.CASCADE, related_name="brought_line", to="contracts.kpi"
                            ),
                        ),
                        ("said", models.JSONField(encoder=django.core.serializers.json.DjangoJSONEncoder)),
                        ("name", models.CharField(max_length=200)),
                        ("line", models.PositiveIntegerField()),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                            ),
                        ),
                        ("at", models.DateTimeField(default=socialvalue.common.clock.now, editable=False)),
                    ],
                ),
                migrations.CreateModel(
                    name="Breakdown",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        ("version", models.PositiveIntegerField(default=1, editable=False)),
                        (
                            "kpi",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT, related_name="breakdown", to="contracts.kpi"
                            ),
                        ),
                        (
                            "by_list",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="breakdowns", to="contracts.benefitlist"
                            ),
                        ),
                        ("targets", models.JSONField(default=dict)),
                        ("from_day", models.DateField()),
                        ("until_day", models.DateField(null=True)),
                        ("reason", models.TextField()),
                        (
                            "set_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                            ),
                        ),
                        ("set_at", models.DateTimeField(default=socialvalue.common.clock.now)),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="KpiChange",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        (
                            "kpi",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="changes", to="contracts.kpi"
                            ),
                        ),
                        ("terms", models.JSONField(encoder=django.core.serializers.json.DjangoJSONEncoder)),
                        ("reason", models.TextField()),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                            ),
                        ),
                        ("at", models.DateTimeField(default=socialvalue.common.clock.now)),
                        (
                            "outcome",
                            models.CharField(
                                choices=[
                                    ("open", "Waits for both sides"),
                                    ("agreed", "Agreed by both sides"),
                                    ("withdrawn", "Withdrawn"),
                                ],
                                default="open",
                                max_length=9,
                            ),
                        ),
                        ("decided_at", models.DateTimeField(null=True)),
                    ],
                    options={
                        "verbose_name": "KPI change",
                        "ordering": ["at", "id"],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("outcome", "open")), fields=("kpi",), name="one_open_change_a_kpi"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="LockException",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        (
                            "asked_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                            ),
                        ),
                        ("asked_at", models.DateTimeField(default=socialvalue.common.clock.now, editable=False)),
                        (
                            "decided_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("decided_at", models.DateTimeField(null=True)),
                        ("accepted", models.BooleanField(null=True)),
                        ("decision", models.TextField(blank=True)),
                        ("withdrawn_at", models.DateTimeField(null=True)),
                        (
                            "contract",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="lock_exceptions",
                                to="contracts.contract",
                            ),
                        ),
                        ("ends_on", models.DateField()),
                        (
                            "side",
                            models.CharField(choices=[("supplier", "The supplier"), ("council", "The council")], max_length=8),
                        ),
                        (
                            "supplier",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="socialvalue.organisation",
                            ),
                        ),
                        ("reason", models.TextField()),
                        ("until", models.DateField(null=True)),
                        ("closed_at", models.DateTimeField(null=True)),
                        (
                            "closed_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["asked_at", "id"],
                        "indexes": [
                            models.Index(fields=["contract", "ends_on"], name="exception_of_period"),
                            models.Index(fields=["until"], name="exception_until"),
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("decided_at", None), ("withdrawn_at", None)),
                                fields=("contract", "ends_on", "side"),
                                name="one_lock_exception_asked_at_a_time",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("side", "supplier"), ("supplier__isnull", False)),
                                    models.Q(("side", "council"), ("supplier", None)),
                                    _connector="OR",
                                ),
                                name="lock_exception_says_for_whom",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("accepted", True), ("until__isnull", False)),
                                    models.Q(models.Q(("accepted", None), ("accepted", False), _connector="OR"), ("until", None)),
                                    _connector="OR",
                                ),
                                name="lock_exception_says_until_when",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("closed_at", None), ("closed_by", None)),
                                    models.Q(("accepted", True), ("closed_at__isnull", False), ("closed_by__isnull", False)),
                                    _connector="OR",
                                ),
                                name="lock_exception_closed_by_somebody",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("accepted", None), ("decided_at", None), ("decided_by", None)),
                                    models.Q(
                                        ("accepted__isnull", False),
                                        ("decided_at__isnull", False),
                                        ("decided_by__isnull", False),
                                        ("withdrawn_at", None),
                                    ),
                                    _connector="OR",
                                ),
                                name="lock_exception_decided_by_somebody_somehow",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("decided_by", None),
                                    models.Q(("decided_by", models.F("asked_by")), _negated=True),
                                    _connector="OR",
                                ),
                                name="lock_exception_decided_by_a_second_person",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="LotSupplier",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        ("version", models.PositiveIntegerField(default=1, editable=False)),
                        (
                            "lot",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="suppliers", to="contracts.frameworklot"
                            ),
                        ),
                        (
                            "supplier",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="lots_joined",
                                to="socialvalue.organisation",
                            ),
                        ),
                        ("name_then", models.CharField(max_length=220)),
                        ("joined_on", models.DateField()),
                        (
                            "refresh",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="joined",
                                to="contracts.agreementday",
                            ),
                        ),
                        (
                            "added_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                            ),
                        ),
                        ("added_at", models.DateTimeField(default=socialvalue.common.clock.now)),
                        ("left_on", models.DateField(null=True)),
                        ("left_reason", models.TextField(blank=True)),
                        (
                            "left_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["name_then", "joined_on", "id"],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("left_on", None)), fields=("lot", "supplier"), name="on_a_lot_once_at_a_time"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("left_on", None), ("left_on__gte", models.F("joined_on")), _connector="OR"),
                                name="left_a_lot_after_joining",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("left_by", None), ("left_on", None), ("left_reason", "")),
                                    models.Q(
                                        ("left_by__isnull", False),
                                        ("left_on__isnull", False),
                                        models.Q(("left_reason", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="left_a_lot_with_a_reason",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="MeasureRule",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        ("version", models.PositiveIntegerField(default=1, editable=False)),
                        (
                            "council",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="+", to="socialvalue.organisation"
                            ),
                        ),
                        (
                            "compares",
                            models.CharField(
                                choices=[("at_most", "Together at most"), ("equal", "Together exactly")], max_length=7
                            ),
                        ),
                        (
                            "whole",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="socialvalue.measure"
                            ),
                        ),
                        ("because", models.TextField()),
                        ("made_at", models.DateTimeField(default=socialvalue.common.clock.now)),
                        (
                            "made_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                            ),
                        ),
                        ("ended_at", models.DateTimeField(null=True)),
                        (
                            "ended_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("parts", models.ManyToManyField(related_name="+", to="socialvalue.measure")),
                    ],
                    options={
                        "ordering": ["council", "id"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("ended_at", None), ("ended_by", None)),
                                    models.Q(("ended_at__isnull", False), ("ended_by__isnull", False)),
                                    _connector="OR",
                                ),
                                name="measure_rule_ended_by_somebody",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="MiniCompetition",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        (
                            "lot",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="competitions",
                                to="contracts.frameworklot",
                            ),
                        ),
                        (
                            "tender",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="mini_competition",
                                to="procurement.tender",
                            ),
                        ),
                        (
                            "started_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                            ),
                        ),
                        ("started_at", models.DateTimeField(default=socialvalue.common.clock.now)),
                    ],
                    options={
                        "ordering": ["-started_at", "-id"],
                    },
                ),
                migrations.CreateModel(
                    name="CallOff",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        (
                            "contract",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT, related_name="call_off", to="contracts.contract"
                            ),
                        ),
                        (
                            "lot",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="call_offs", to="contracts.frameworklot"
                            ),
                        ),
                        (
                            "how",
                            models.CharField(
                                choices=[("competition", "By a mini-competition"), ("direct", "Directly")], max_length=11
                            ),
                        ),
                        (
                            "competition",
                            models.OneToOneField(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="call_off",
                                to="contracts.minicompetition",
                            ),
                        ),
                        ("ground", models.CharField(blank=True, max_length=20)),
                        ("terms", models.CharField(blank=True, max_length=300)),
                        ("reason", models.TextField(blank=True)),
                        ("called_off_on", models.DateField()),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                            ),
                        ),
                        ("at", models.DateTimeField(default=socialvalue.common.clock.now)),
                    ],
                    options={
                        "ordering": ["-called_off_on", "-id"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("competition", None),
                                        ("how", "direct"),
                                        models.Q(("ground", ""), _negated=True),
                                        models.Q(("terms", ""), _negated=True),
                                        models.Q(("reason", ""), _negated=True),
                                    ),
                                    models.Q(
                                        ("competition__isnull", False),
                                        ("ground", ""),
                                        ("how", "competition"),
                                        ("reason", ""),
                                        ("terms", ""),
                                    ),
                                    _connector="OR",
                                ),
                                name="call_off_by_competition_or_directly_with_a_reason",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Obligation",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        ("version", models.PositiveIntegerField(default=1, editable=False)),
                        (
                            "contract",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="obligations", to="contracts.contract"
                            ),
                        ),
                        ("code", models.CharField(help_text="O1, O2 …", max_length=10)),
                        (
                            "basis",
                            models.CharField(
                                choices=[("required", "Required"), ("offered", "Offered"), ("variation", "By variation")],
                                max_length=10,
                            ),
                        ),
                        ("kind", models.CharField(blank=True, choices=[("core", "Core"), ("added", "Added")], max_length=5)),
                        (
                            "requirement",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="obligations",
                                to="procurement.requirement",
                            ),
                        ),
                        (
                            "commitment",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="obligations",
                                to="procurement.offeredcommitment",
                            ),
                        ),
                        (
                            "answer",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="obligations",
                                to="procurement.answer",
                            ),
                        ),
                        (
                            "source_note",
                            models.CharField(
                                blank=True, help_text="Where it is written, for contracts without a tender here.", max_length=300
                            ),
                        ),
                        ("wording", models.TextField()),
                        (
                            "priority",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="obligations",
                                to="socialvalue.priority",
                            ),
                        ),
                        (
                            "outcome",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="obligations",
                                to="socialvalue.outcome",
                            ),
                        ),
                        (
                            "measure",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="obligations",
                                to="socialvalue.measure",
                            ),
                        ),
                        (
                            "status",
                            models.CharField(
                                choices=[("proposed", "Proposed"), ("agreed", "Agreed by both sides"), ("ended", "Ended")],
                                default="proposed",
                                max_length=8,
                            ),
                        ),
                        ("council_agreed_at", models.DateTimeField(null=True)),
                        (
                            "council_agreed_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("supplier_agreed_at", models.DateTimeField(null=True)),
                        (
                            "supplier_agreed_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "part_of",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="parts",
                                to="contracts.obligation",
                            ),
                        ),
                        ("counted_reason", models.TextField(blank=True)),
                        ("counted_at", models.DateTimeField(null=True)),
                        (
                            "counted_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("agreed_on", models.DateField(null=True)),
                        ("ended_reason", models.TextField(blank=True)),
                        ("created_at", models.DateTimeField(default=socialvalue.common.clock.now, editable=False)),
                    ],
                    options={
                        "ordering": ["contract", "id"],
                        "indexes": [
                            models.Index(fields=["contract", "status"], name="contracts_o_contrac_ed3653_idx"),
                            models.Index(fields=["priority"], name="contracts_o_priorit_f896ee_idx"),
                        ],
                        "constraints": [
                            models.UniqueConstraint(fields=("contract", "code"), name="obligation_code_once_a_contract"),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("basis", "required"), ("commitment", None)),
                                    models.Q(("basis", "offered"), ("requirement", None)),
                                    ("basis", "variation"),
                                    _connector="OR",
                                ),
                                name="obligation_has_one_origin",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("part_of", None), ("counted_at__isnull", False), _connector="OR"),
                                name="obligation_within_another_was_said",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("basis", "offered"), ("kind", "core"), _negated=True),
                                name="what_was_offered_is_added",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("agreed_on", None),
                                    models.Q(
                                        ("council_agreed_at__isnull", False),
                                        ("council_agreed_by__isnull", False),
                                        ("supplier_agreed_at", None),
                                    ),
                                    _connector="OR",
                                ),
                                name="agreement_brought_over_says_by_whom",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Objection",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        (
                            "obligation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="objections", to="contracts.obligation"
                            ),
                        ),
                        ("wording", models.TextField()),
                        ("words", models.TextField()),
                        ("at", models.DateTimeField(default=socialvalue.common.clock.now)),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                            ),
                        ),
                        (
                            "outcome",
                            models.CharField(
                                choices=[
                                    ("open", "Waits for the council"),
                                    ("kept", "The council answered"),
                                    ("changed", "The obligation was changed"),
                                    ("agreed", "The supplier agreed after all"),
                                    ("ended", "The obligation ended"),
                                ],
                                default="open",
                                max_length=7,
                            ),
                        ),
                        ("answer", models.TextField(blank=True)),
                        ("closed_at", models.DateTimeField(null=True)),
                        (
                            "closed_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["at", "id"],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("outcome", "open")),
                                fields=("obligation",),
                                name="one_open_objection_an_obligation",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("closed_at", None), ("outcome", "open")),
                                    models.Q(models.Q(("outcome", "open"), _negated=True), ("closed_at__isnull", False)),
                                    _connector="OR",
                                ),
                                name="objection_closed_has_its_day",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("outcome", "kept"), _negated=True),
                                    models.Q(("answer", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="objection_answered_in_words",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ObligationVersion",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        (
                            "obligation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="versions", to="contracts.obligation"
                            ),
                        ),
                        ("number", models.PositiveIntegerField()),
                        ("wording", models.TextField()),
                        ("reason", models.TextField()),
                        ("at", models.DateTimeField(default=socialvalue.common.clock.now)),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                            ),
                        ),
                        ("was_agreed", models.BooleanField(default=False)),
                        ("council_agreed_at", models.DateTimeField(null=True)),
                        (
                            "council_agreed_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("supplier_agreed_at", models.DateTimeField(null=True)),
                        (
                            "supplier_agreed_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("agreed_on", models.DateField(null=True)),
                    ],
                    options={
                        "ordering": ["number"],
                        "constraints": [models.UniqueConstraint(fields=("obligation", "number"), name="obligation_version_once")],
                    },
                ),
                migrations.CreateModel(
                    name="Paper",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        ("version", models.PositiveIntegerField(default=1, editable=False)),
                        (
                            "contract",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="papers", to="contracts.contract"
                            ),
                        ),
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
                        (
                            "supplier",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="socialvalue.organisation",
                            ),
                        ),
                        ("supplier_then", models.CharField(blank=True, max_length=220)),
                        (
                            "shared",
                            models.BooleanField(default=False, help_text="The council's own, which the supplier reads too."),
                        ),
                        ("valid_from", models.DateField(null=True)),
                        ("valid_until", models.DateField(null=True)),
                        (
                            "replaces",
                            models.OneToOneField(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="replaced_by",
                                to="contracts.paper",
                            ),
                        ),
                        (
                            "added_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                            ),
                        ),
                        ("added_at", models.DateTimeField(default=socialvalue.common.clock.now)),
                        ("added_on", models.DateField()),
                        (
                            "set_aside_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("set_aside_at", models.DateTimeField(null=True)),
                        ("set_aside_reason", models.TextField(blank=True)),
                    ],
                    options={
                        "ordering": ["kind", "-added_at", "-id"],
                        "indexes": [
                            models.Index(fields=["contract", "valid_until"], name="contracts_p_contrac_088d43_idx"),
                            models.Index(fields=["valid_until", "id"], name="contracts_p_valid_u_12289a_idx"),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("valid_from", None),
                                    ("valid_until", None),
                                    ("valid_until__gte", models.F("valid_from")),
                                    _connector="OR",
                                ),
                                name="paper_runs_out_after_it_begins",
                            ),
                            models.CheckConstraint(
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
                            models.CheckConstraint(
                                condition=models.Q(("supplier", None), ("shared", False), _connector="OR"),
                                name="paper_shared_by_the_council_alone",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="PeriodLock",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        ("version", models.PositiveIntegerField(default=1, editable=False)),
                        (
                            "council",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="period_lock",
                                to="socialvalue.organisation",
                            ),
                        ),
                        ("steps", models.JSONField(default=list)),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="Promotion",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        (
                            "obligation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="promotions", to="contracts.obligation"
                            ),
                        ),
                        (
                            "sought",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="promotion",
                                to="procurement.soughtoutcome",
                            ),
                        ),
                        ("finding", models.TextField(help_text="What was proven.")),
                        ("evidence", models.JSONField(default=list)),
                        ("at", models.DateTimeField(default=socialvalue.common.clock.now)),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-at"],
                    },
                ),
                migrations.CreateModel(
                    name="RegisterFile",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        (
                            "council",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="register_files",
                                to="socialvalue.organisation",
                            ),
                        ),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                            ),
                        ),
                        ("name", models.CharField(max_length=200)),
                        ("data", models.BinaryField()),
                        ("meaning", models.JSONField(default=dict)),
                        ("made_at", models.DateTimeField(default=socialvalue.common.clock.now, editable=False)),
                        (
                            "job",
                            models.ForeignKey(
                                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="socialvalue.job"
                            ),
                        ),
                        ("outcome", models.JSONField(encoder=django.core.serializers.json.DjangoJSONEncoder, null=True)),
                        ("answers", models.JSONField(default=dict)),
                        ("good_lines", models.BooleanField(default=False)),
                        ("good_at", models.DateTimeField(null=True)),
                        ("came_in", models.CharField(blank=True, max_length=200)),
                        ("refused", models.TextField(blank=True, help_text="Why the file cannot be read at all.")),
                        ("confirmed_at", models.DateTimeField(null=True)),
                        ("brought_at", models.DateTimeField(null=True)),
                        ("abandoned_at", models.DateTimeField(null=True)),
                    ],
                    options={
                        "ordering": ["-made_at", "-id"],
                    },
                ),
                migrations.CreateModel(
                    name="RegisterMeaning",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        (
                            "council",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="register_meaning",
                                to="socialvalue.organisation",
                            ),
                        ),
                        ("headings", models.JSONField(default=dict)),
                        ("fixed", models.JSONField(default=dict)),
                        ("words", models.JSONField(default=dict)),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                            ),
                        ),
                        ("at", models.DateTimeField(default=socialvalue.common.clock.now, editable=False)),
                    ],
                ),
                migrations.CreateModel(
                    name="RegulatorReference",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        ("version", models.PositiveIntegerField(default=1, editable=False)),
                        (
                            "due",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="regulator_reference",
                                to="contracts.duereturn",
                            ),
                        ),
                        ("called", models.CharField(max_length=100)),
                        ("reference", models.CharField(max_length=100)),
                        ("dated", models.DateField()),
                        ("link", models.URLField(blank=True, max_length=300)),
                        (
                            "given_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                            ),
                        ),
                        ("given_at", models.DateTimeField(default=socialvalue.common.clock.now)),
                        (
                            "accepted_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("accepted_at", models.DateTimeField(null=True)),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("accepted_by", None),
                                    models.Q(("accepted_by", models.F("given_by")), _negated=True),
                                    _connector="OR",
                                ),
                                name="reference_accepted_by_somebody_else",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Return",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        ("version", models.PositiveIntegerField(default=1, editable=False)),
                        (
                            "saved_by",
                            models.ForeignKey(
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("saved_at", models.DateTimeField(editable=False, null=True)),
                        ("saved_page", models.CharField(blank=True, editable=False, max_length=64)),
                        (
                            "due",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="returns", to="contracts.duereturn"
                            ),
                        ),
                        ("number", models.PositiveSmallIntegerField(default=1)),
                        (
                            "status",
                            models.CharField(
                                choices=[
                                    ("draft", "Draft"),
                                    ("submitted", "Waiting to be verified"),
                                    ("queried", "Sent back"),
                                    ("verified", "Verified"),
                                    ("replaced", "Replaced by a correction"),
                                ],
                                default="draft",
                                max_length=10,
                            ),
                        ),
                        ("value", models.DecimalField(blank=True, decimal_places=4, max_digits=14, null=True)),
                        ("numerator", models.DecimalField(blank=True, decimal_places=2, max_digits=14, null=True)),
                        ("denominator", models.DecimalField(blank=True, decimal_places=2, max_digits=14, null=True)),
                        ("answers", models.JSONField(blank=True, null=True)),
                        ("working", models.JSONField(blank=True, null=True)),
                        ("no_cases", models.BooleanField(default=False)),
                        ("estimated", models.BooleanField(default=False)),
                        ("narrative", models.TextField(blank=True)),
                        (
                            "evidence_note",
                            models.TextField(blank=True, help_text="Where the evidence is, when no file is added."),
                        ),
                        ("benefited", models.JSONField(default=dict)),
                        (
                            "side",
                            models.CharField(
                                choices=[("supplier", "The supplier"), ("council", "The council")],
                                default="council",
                                max_length=8,
                            ),
                        ),
                        (
                            "direct_result",
                            models.TextField(
                                blank=True, help_text="Was it a direct result of this work, or did another service help?"
                            ),
                        ),
                        ("anyway", models.TextField(blank=True, help_text="Would it have happened anyway?")),
                        ("correction_reason", models.TextField(blank=True)),
                        ("early_reason", models.TextField(blank=True)),
                        ("sent_as", models.JSONField(editable=False, null=True)),
                        ("change_reason", models.TextField(blank=True)),
                        ("first_submitted_at", models.DateTimeField(null=True)),
                        ("submitted_at", models.DateTimeField(null=True)),
                        ("sent_back_at", models.DateTimeField(null=True)),
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
                        ("replaced_at", models.DateTimeField(null=True)),
                        ("created_at", models.DateTimeField(default=socialvalue.common.clock.now, editable=False)),
                        (
                            "created_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                            ),
                        ),
                        ("brought_over", models.BooleanField(default=False)),
                        ("sent_on", models.DateField(null=True)),
                        ("verified_on", models.DateField(null=True)),
                    ],
                    options={
                        "ordering": ["due", "number"],
                        "indexes": [
                            models.Index(fields=["status"], name="contracts_r_status_9c631d_idx"),
                            models.Index(fields=["due", "status"], name="contracts_r_due_id_036412_idx"),
                            models.Index(
                                condition=models.Q(("status", "submitted")), fields=["submitted_at", "id"], name="return_waiting"
                            ),
                            models.Index(
                                condition=models.Q(("status", "verified")),
                                fields=["decided_at", "id"],
                                name="return_verified_lately",
                            ),
                            models.Index(
                                condition=models.Q(("status", "replaced")), fields=["replaced_at"], name="returns_replaced"
                            ),
                        ],
                        "constraints": [
                            models.UniqueConstraint(fields=("due", "number"), name="return_version_once"),
                            models.UniqueConstraint(
                                condition=models.Q(("status", "verified")), fields=("due",), name="one_verified_return_a_period"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("status", "draft"), ("value__isnull", False), ("no_cases", True), _connector="OR"
                                ),
                                name="submitted_return_has_a_value",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("no_cases", False), ("value", None), _connector="OR"),
                                name="no_cases_has_no_value",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("status", "draft"), ("first_submitted_at__isnull", False), _connector="OR"),
                                name="submitted_return_says_since_when",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("replaced_at__isnull", False), ("status", "replaced")),
                                    models.Q(models.Q(("status", "replaced"), _negated=True), ("replaced_at", None)),
                                    _connector="OR",
                                ),
                                name="replaced_return_says_since_when",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("decided_by", None),
                                    models.Q(("decided_by", models.F("submitted_by")), _negated=True),
                                    _connector="OR",
                                ),
                                name="return_verified_by_somebody_else",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("status__in", ["verified", "replaced"]), _negated=True),
                                    models.Q(("decided_at__isnull", False), ("decided_by__isnull", False)),
                                    _connector="OR",
                                ),
                                name="verified_return_says_by_whom",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("brought_over", True), models.Q(("sent_on", None), ("verified_on", None)), _connector="OR"
                                ),
                                name="earlier_days_are_of_earlier_records",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("verified_on", None),
                                    ("sent_on", None),
                                    ("verified_on__gte", models.F("sent_on")),
                                    _connector="OR",
                                ),
                                name="earlier_days_are_in_order",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("brought_over", False),
                                    ("decided_by", None),
                                    models.Q(("decided_by", models.F("created_by")), _negated=True),
                                    _connector="OR",
                                ),
                                name="brought_over_return_verified_by_a_second",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="NamedEvidence",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        (
                            "kpi_return",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="named", to="contracts.return"
                            ),
                        ),
                        ("sub", models.CharField(max_length=8)),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("ethical", "Ethical working"),
                                    ("local_jobs", "Local employment"),
                                    ("kent_first", "Buying Kent first"),
                                    ("community", "Community development"),
                                    ("fair_employer", "Fair employer"),
                                    ("green", "Green practice"),
                                    ("considerate", "Considerate Constructors Scheme"),
                                    ("award", "An award or nomination"),
                                ],
                                max_length=16,
                            ),
                        ),
                        ("words", models.CharField(blank=True, max_length=500)),
                        ("number", models.CharField(blank=True, max_length=60)),
                        ("dated_on", models.DateField(blank=True, null=True)),
                        (
                            "document",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="socialvalue.document",
                            ),
                        ),
                        ("named_at", models.DateTimeField(default=socialvalue.common.clock.now)),
                        (
                            "named_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                            ),
                        ),
                    ],
                    options={
                        "verbose_name_plural": "named evidence",
                        "ordering": ["sub", "id"],
                        "constraints": [
                            models.UniqueConstraint(fields=("kpi_return", "sub", "kind"), name="evidence_of_a_kind_named_once"),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("words", ""), _negated=True),
                                    models.Q(("number", ""), _negated=True),
                                    ("document__isnull", False),
                                    _connector="OR",
                                ),
                                name="named_evidence_is_there",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Confirmation",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        ("version", models.PositiveIntegerField(default=1, editable=False)),
                        (
                            "kpi_return",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="confirmations", to="contracts.return"
                            ),
                        ),
                        ("asked_at", models.DateTimeField(default=socialvalue.common.clock.now)),
                        (
                            "asked_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                            ),
                        ),
                        (
                            "asked_of",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("question", models.TextField(blank=True)),
                        ("body", models.CharField(blank=True, max_length=200)),
                        (
                            "finding",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("agrees", "Agrees with the figure"),
                                    ("differs", "Does not agree with the figure"),
                                    ("cannot", "Could not check it"),
                                ],
                                max_length=7,
                            ),
                        ),
                        (
                            "how",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("files", "Read the evidence that was submitted"),
                                    ("records", "Compared it with the supplier’s own records"),
                                    ("people", "Asked people whom it is about"),
                                    ("site", "Went there and looked"),
                                ],
                                max_length=7,
                            ),
                        ),
                        ("looked_at", models.TextField(blank=True, help_text="What was looked at.")),
                        ("words", models.TextField(blank=True, help_text="What does not agree, or why it could not be checked.")),
                        ("answered_at", models.DateTimeField(null=True)),
                        (
                            "answered_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("settled_at", models.DateTimeField(null=True)),
                        (
                            "settled_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("settled_words", models.TextField(blank=True)),
                    ],
                    options={
                        "ordering": ["kpi_return", "id"],
                        "indexes": [
                            models.Index(
                                condition=models.Q(("finding", "")), fields=["asked_of", "id"], name="confirmation_asked"
                            ),
                            models.Index(fields=["kpi_return", "finding"], name="contracts_c_kpi_ret_0b8d51_idx"),
                            models.Index(
                                condition=models.Q(("finding", "differs"), ("settled_at", None)),
                                fields=["id"],
                                name="confirmation_differs",
                            ),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("asked_of", None), ("body", ""), _connector="XOR"),
                                name="confirmation_of_one_person_or_body",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("answered_at", None), ("answered_by", None), ("finding", "")),
                                    models.Q(
                                        models.Q(("finding", ""), _negated=True),
                                        ("answered_at__isnull", False),
                                        ("answered_by__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="confirmation_answered_by_somebody",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("asked_of", None),
                                    ("answered_by", None),
                                    ("answered_by", models.F("asked_of")),
                                    _connector="OR",
                                ),
                                name="confirmation_answered_by_who_was_asked",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("settled_at", None),
                                    models.Q(
                                        ("finding", "differs"),
                                        ("settled_by__isnull", False),
                                        models.Q(("settled_words", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="only_what_differs_is_settled",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("finding", "")),
                                fields=("kpi_return", "asked_of"),
                                name="confirmation_asked_of_a_person_once",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Attribution",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        ("version", models.PositiveIntegerField(default=1, editable=False)),
                        (
                            "kpi_return",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.CASCADE, related_name="attribution", to="contracts.return"
                            ),
                        ),
                        ("anyway", models.DecimalField(decimal_places=2, max_digits=5, null=True)),
                        ("others", models.DecimalField(decimal_places=2, max_digits=5, null=True)),
                        ("displaced", models.DecimalField(decimal_places=2, max_digits=5, null=True)),
                        ("anyway_source", models.CharField(blank=True, max_length=200)),
                        ("others_source", models.CharField(blank=True, max_length=200)),
                        ("displaced_source", models.CharField(blank=True, max_length=200)),
                        (
                            "set_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                            ),
                        ),
                        ("set_at", models.DateTimeField(default=socialvalue.common.clock.now)),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("anyway__isnull", True),
                                    models.Q(
                                        ("anyway__gte", 0), ("anyway__lte", 100), models.Q(("anyway_source", ""), _negated=True)
                                    ),
                                    _connector="OR",
                                ),
                                name="attribution_anyway_is_a_share_with_its_source",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("others__isnull", True),
                                    models.Q(
                                        ("others__gte", 0), ("others__lte", 100), models.Q(("others_source", ""), _negated=True)
                                    ),
                                    _connector="OR",
                                ),
                                name="attribution_others_is_a_share_with_its_source",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("displaced__isnull", True),
                                    models.Q(
                                        ("displaced__gte", 0),
                                        ("displaced__lte", 100),
                                        models.Q(("displaced_source", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="attribution_displaced_is_a_share_with_its_source",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ReturnMapping",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        (
                            "contract",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="return_mapping",
                                to="contracts.contract",
                            ),
                        ),
                        ("mapping", models.JSONField(default=dict)),
                        ("at", models.DateTimeField(default=socialvalue.common.clock.now)),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="Scale",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        ("version", models.PositiveIntegerField(default=1, editable=False)),
                        (
                            "council",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="scales", to="socialvalue.organisation"
                            ),
                        ),
                        ("name", models.CharField(max_length=100)),
                        ("low", models.SmallIntegerField()),
                        ("high", models.SmallIntegerField()),
                        ("higher_is_better", models.BooleanField(default=True)),
                        (
                            "licensed",
                            models.BooleanField(
                                default=False, help_text="Somebody else owns it: the provider holds the licence to use it."
                            ),
                        ),
                        ("ended_at", models.DateTimeField(null=True)),
                        (
                            "added_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                            ),
                        ),
                        ("added_at", models.DateTimeField(default=socialvalue.common.clock.now)),
                    ],
                    options={
                        "ordering": ["name"],
                        "constraints": [
                            models.UniqueConstraint(fields=("council", "name"), name="scale_once_a_council"),
                            models.CheckConstraint(condition=models.Q(("high__gt", models.F("low"))), name="scale_goes_up"),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="KpiScale",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        ("version", models.PositiveIntegerField(default=1, editable=False)),
                        (
                            "kpi",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.CASCADE, related_name="on_scale", to="contracts.kpi"
                            ),
                        ),
                        (
                            "scale",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="kpis", to="contracts.scale"
                            ),
                        ),
                        (
                            "set_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                            ),
                        ),
                        ("set_at", models.DateTimeField(default=socialvalue.common.clock.now)),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="Story",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        ("version", models.PositiveIntegerField(default=1, editable=False)),
                        (
                            "kpi_return",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="stories", to="contracts.return"
                            ),
                        ),
                        ("title", models.CharField(blank=True, max_length=150)),
                        ("text", models.TextField(blank=True)),
                        (
                            "use",
                            models.CharField(
                                choices=[
                                    ("none", "Nobody may use it"),
                                    ("council", "The council’s officers only"),
                                    ("reports", "The council, its members and its reports"),
                                    ("public", "Anybody, in publicity too"),
                                ],
                                default="none",
                                max_length=7,
                            ),
                        ),
                        ("asked_by", models.CharField(blank=True, max_length=100)),
                        (
                            "how",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("writing", "In writing"),
                                    ("spoken", "By word of mouth, and written down"),
                                    ("recorded", "By word of mouth, in the recording"),
                                    ("for_them", "A parent, guardian or attorney agreed for them"),
                                ],
                                max_length=8,
                            ),
                        ),
                        ("asked_on", models.DateField(null=True)),
                        ("told_at", models.DateTimeField(default=socialvalue.common.clock.now)),
                        (
                            "told_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                            ),
                        ),
                        ("withdrawn_at", models.DateTimeField(null=True)),
                        (
                            "withdrawn_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("withdrawn_how", models.CharField(blank=True, max_length=300)),
                        ("withdrawn_digest", models.CharField(blank=True, max_length=64)),
                    ],
                    options={
                        "verbose_name_plural": "stories",
                        "ordering": ["told_at"],
                        "indexes": [
                            models.Index(fields=["use", "-told_at"], name="contracts_s_use_f10103_idx"),
                            models.Index(fields=["-told_at", "-id"], name="contracts_s_told_at_3a1f01_idx"),
                            models.Index(
                                condition=models.Q(("withdrawn_digest", ""), _negated=True),
                                fields=["withdrawn_digest"],
                                name="stories_withdrawn",
                            ),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("withdrawn_at", None),
                                        ("withdrawn_by", None),
                                        models.Q(("title", ""), _negated=True),
                                        models.Q(("text", ""), _negated=True),
                                    ),
                                    models.Q(
                                        ("text", ""),
                                        ("title", ""),
                                        ("use", "none"),
                                        ("withdrawn_at__isnull", False),
                                        ("withdrawn_by__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="withdrawn_story_says_nothing",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="StoryFile",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        (
                            "story",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="files", to="contracts.story"
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[("picture", "Photograph"), ("audio", "Sound"), ("video", "Video")], max_length=7
                            ),
                        ),
                        ("words", models.TextField(blank=True)),
                        ("added_at", models.DateTimeField(default=socialvalue.common.clock.now)),
                        (
                            "added_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["added_at", "pk"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("kind", "picture"), _negated=True),
                                    models.Q(("words", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="picture_says_what_it_shows",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="StoryTag",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        (
                            "story",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="tags", to="contracts.story"
                            ),
                        ),
                        ("word", models.CharField(max_length=40)),
                    ],
                    options={
                        "ordering": ["word"],
                        "indexes": [models.Index(fields=["word"], name="contracts_s_word_6e0402_idx")],
                        "constraints": [models.UniqueConstraint(fields=("story", "word"), name="story_tag_once")],
                    },
                ),
                migrations.CreateModel(
                    name="SupplierChange",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        (
                            "asked_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                            ),
                        ),
                        ("asked_at", models.DateTimeField(default=socialvalue.common.clock.now, editable=False)),
                        (
                            "decided_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("decided_at", models.DateTimeField(null=True)),
                        ("accepted", models.BooleanField(null=True)),
                        ("decision", models.TextField(blank=True)),
                        ("withdrawn_at", models.DateTimeField(null=True)),
                        (
                            "contract",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="supplier_changes",
                                to="contracts.contract",
                            ),
                        ),
                        (
                            "leaves",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="contracts.contractsupplier"
                            ),
                        ),
                        (
                            "comes",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="socialvalue.organisation"
                            ),
                        ),
                        ("effective_on", models.DateField()),
                        ("ground", models.CharField(max_length=20)),
                        ("ground_then", models.CharField(max_length=300)),
                        ("reason", models.TextField()),
                    ],
                    options={
                        "ordering": ["asked_at", "id"],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("decided_at", None), ("withdrawn_at", None)),
                                fields=("contract",),
                                name="one_supplier_change_at_a_time",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("accepted", None), ("decided_at", None), ("decided_by", None)),
                                    models.Q(
                                        ("accepted__isnull", False),
                                        ("decided_at__isnull", False),
                                        ("decided_by__isnull", False),
                                        ("withdrawn_at", None),
                                    ),
                                    _connector="OR",
                                ),
                                name="supplier_change_decided_by_somebody_somehow",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("decided_by", None),
                                    models.Q(("decided_by", models.F("asked_by")), _negated=True),
                                    _connector="OR",
                                ),
                                name="supplier_change_decided_by_a_second_person",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="SupplyPeriod",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        (
                            "asked_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                            ),
                        ),
                        ("asked_at", models.DateTimeField(default=socialvalue.common.clock.now, editable=False)),
                        (
                            "decided_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("decided_at", models.DateTimeField(null=True)),
                        ("accepted", models.BooleanField(null=True)),
                        ("decision", models.TextField(blank=True)),
                        ("withdrawn_at", models.DateTimeField(null=True)),
                        ("version", models.PositiveIntegerField(default=1, editable=False)),
                        (
                            "contract",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="supply_periods",
                                to="contracts.contract",
                            ),
                        ),
                        ("year", models.PositiveSmallIntegerField()),
                        ("quarter", models.PositiveSmallIntegerField()),
                        (
                            "prime",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="socialvalue.organisation",
                            ),
                        ),
                        ("prime_then", models.CharField(max_length=220)),
                        ("easy", models.PositiveIntegerField(null=True)),
                        ("usual", models.PositiveIntegerField(null=True)),
                        ("hard", models.PositiveIntegerField(null=True)),
                        ("sent_at", models.DateTimeField(null=True)),
                    ],
                    options={
                        "ordering": ["-year", "-quarter", "-id"],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(
                                    ("withdrawn_at", None), models.Q(("accepted", None), ("accepted", True), _connector="OR")
                                ),
                                fields=("contract", "year", "quarter", "prime"),
                                name="supply_period_once_a_quarter",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("quarter__range", (1, 4))), name="supply_period_is_a_quarter"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("decided_at", None), ("sent_at__isnull", False), _connector="OR"),
                                name="supply_period_decided_once_it_was_sent",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("accepted", None), ("decided_at", None), ("decided_by", None)),
                                    models.Q(
                                        ("accepted__isnull", False),
                                        ("decided_at__isnull", False),
                                        ("decided_by__isnull", False),
                                        ("withdrawn_at", None),
                                    ),
                                    _connector="OR",
                                ),
                                name="supply_period_decided_by_somebody_somehow",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("decided_by", None),
                                    models.Q(("decided_by", models.F("asked_by")), _negated=True),
                                    _connector="OR",
                                ),
                                name="supply_period_decided_by_a_second_person",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="SupplyLink",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        (
                            "period",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="links", to="contracts.supplyperiod"
                            ),
                        ),
                        ("tier", models.PositiveSmallIntegerField(default=1)),
                        (
                            "organisation",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="socialvalue.organisation",
                            ),
                        ),
                        ("name", models.CharField(max_length=220)),
                        ("number", models.CharField(blank=True, max_length=40)),
                        ("work", models.DecimalField(decimal_places=2, max_digits=5, null=True)),
                        ("fee", models.DecimalField(decimal_places=2, max_digits=5, null=True)),
                        (
                            "district",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="socialvalue.district",
                            ),
                        ),
                        ("sme", models.BooleanField(null=True)),
                        ("vcse", models.BooleanField(null=True)),
                        ("easy", models.PositiveIntegerField(null=True)),
                        ("usual", models.PositiveIntegerField(null=True)),
                        ("hard", models.PositiveIntegerField(null=True)),
                    ],
                    options={
                        "ordering": ["tier", "name", "id"],
                        "constraints": [
                            models.CheckConstraint(condition=models.Q(("tier__range", (1, 9))), name="supply_link_in_a_tier"),
                            models.CheckConstraint(
                                condition=models.Q(("work", None), ("work__range", (0, 100)), _connector="OR"),
                                name="supply_link_work_of_100",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("fee", None), ("fee__range", (0, 100)), _connector="OR"),
                                name="supply_link_fee_of_100",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="SupplyTerms",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        ("version", models.PositiveIntegerField(default=1, editable=False)),
                        (
                            "contract",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.CASCADE, related_name="supply_terms", to="contracts.contract"
                            ),
                        ),
                        ("easy", models.CharField(max_length=300)),
                        ("usual", models.CharField(max_length=300)),
                        ("hard", models.CharField(max_length=300)),
                        (
                            "said_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="AskedPeriod",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        (
                            "council",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="+", to="socialvalue.organisation"
                            ),
                        ),
                        ("starts_on", models.DateField()),
                        ("ends_on", models.DateField()),
                        ("as_of", models.DateField()),
                        ("asked_at", models.DateTimeField(default=socialvalue.common.clock.now, editable=False)),
                        ("done_to", models.BigIntegerField(default=0)),
                        ("finished_at", models.DateTimeField(null=True)),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("council", "starts_on", "ends_on", "as_of"), name="asked_period_once_an_evening"
                            )
                        ],
                    },
                ),
            ],
        ),
        socialvalue.audit.triggers.AppendOnly(
            table="contracts_drawday",
        ),
        socialvalue.audit.triggers.AppendOnly(
            table="contracts_draw",
        ),
    ]
