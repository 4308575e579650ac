import uuid

import django.core.serializers.json
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import procurement.bidding.models.answer
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
                    name="Bid",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        ("version", models.PositiveIntegerField(default=1, editable=False)),
                        (
                            "tender",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="bids", to="procurement.tender"
                            ),
                        ),
                        (
                            "supplier",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="bids", to="socialvalue.organisation"
                            ),
                        ),
                        ("supplier_name", models.CharField(blank=True, editable=False, max_length=200)),
                        ("supplier_number", models.CharField(blank=True, editable=False, max_length=40)),
                        (
                            "status",
                            models.CharField(
                                choices=[
                                    ("draft", "Draft"),
                                    ("submitted", "Submitted"),
                                    ("withdrawn", "Withdrawn"),
                                    ("opened", "Opened"),
                                    ("lapsed", "Not submitted"),
                                ],
                                default="draft",
                                max_length=10,
                            ),
                        ),
                        ("sealed_draft", models.BinaryField(null=True)),
                        ("replacing_since", models.DateTimeField(editable=False, null=True)),
                        (
                            "replacing_by",
                            models.ForeignKey(
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("started_at", models.DateTimeField(default=socialvalue.common.clock.now, editable=False)),
                        (
                            "started_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                            ),
                        ),
                        ("price", models.DecimalField(blank=True, decimal_places=2, max_digits=14, null=True)),
                        ("label", models.CharField(blank=True, max_length=20)),
                    ],
                    options={
                        "ordering": ["id"],
                        "indexes": [models.Index(fields=["supplier", "-started_at"], name="procurement_supplie_022824_idx")],
                        "constraints": [
                            models.UniqueConstraint(fields=("tender", "supplier"), name="one_bid_a_supplier"),
                            models.CheckConstraint(
                                condition=models.Q(("price", None), ("status", "opened"), _connector="OR"),
                                name="price_only_on_an_opened_bid",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("replacing_by", None), ("replacing_since", None)),
                                    models.Q(
                                        ("replacing_by__isnull", False),
                                        ("replacing_since__isnull", False),
                                        ("status", "submitted"),
                                    ),
                                    _connector="OR",
                                ),
                                name="only_a_sent_bid_is_replaced",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Award",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        ("version", models.PositiveIntegerField(default=1, editable=False)),
                        (
                            "tender",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT, related_name="award", to="procurement.tender"
                            ),
                        ),
                        (
                            "bid",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="awards", to="procurement.bid"
                            ),
                        ),
                        (
                            "status",
                            models.CharField(
                                choices=[
                                    ("proposed", "Waiting for the decision"),
                                    ("returned", "Returned"),
                                    ("decided", "Decided"),
                                    ("notified", "Bidders told, standstill"),
                                    ("contracted", "Contract made"),
                                ],
                                default="proposed",
                                max_length=12,
                            ),
                        ),
                        ("reason", models.TextField(help_text="Why this bid, in words that follow from the scores.")),
                        (
                            "recommended_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                            ),
                        ),
                        ("recommended_at", models.DateTimeField(default=socialvalue.common.clock.now)),
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
                        ("decision_comment", models.TextField(blank=True)),
                        ("notified_at", models.DateTimeField(null=True)),
                        (
                            "notified_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("standstill_mandatory", models.BooleanField(default=True)),
                        ("notice_on", models.DateField(null=True)),
                        ("standstill_last_day", models.DateField(null=True)),
                        ("may_sign_from", models.DateField(null=True)),
                        ("over_told_at", models.DateTimeField(editable=False, null=True)),
                    ],
                    options={
                        "indexes": [
                            models.Index(
                                fields=["status", "over_told_at", "standstill_last_day"], name="procurement_status_8ea549_idx"
                            )
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("decided_by", None),
                                    models.Q(("decided_by", models.F("recommended_by")), _negated=True),
                                    _connector="OR",
                                ),
                                name="award_decided_by_somebody_else",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("decided_at", None), ("decided_by", None)),
                                    models.Q(("decided_at__isnull", False), ("decided_by__isnull", False)),
                                    _connector="OR",
                                ),
                                name="award_decision_with_time",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("decided_by", None), models.Q(("decision_comment", ""), _negated=True), _connector="OR"
                                ),
                                name="award_decision_has_a_reason",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("may_sign_from", None), ("notified_at", None), ("standstill_last_day", None)),
                                    models.Q(
                                        ("may_sign_from__gt", models.F("standstill_last_day")),
                                        ("notified_at__isnull", False),
                                        ("standstill_last_day__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="award_told_with_its_standstill",
                            ),
                            models.CheckConstraint(condition=models.Q(("reason", ""), _negated=True), name="award_has_a_reason"),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="AssessmentSummary",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        (
                            "award",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="summaries", to="procurement.award"
                            ),
                        ),
                        (
                            "bid",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT, related_name="summary", to="procurement.bid"
                            ),
                        ),
                        ("content", models.JSONField(encoder=django.core.serializers.json.DjangoJSONEncoder)),
                        ("sha256", models.CharField(max_length=64)),
                        ("made_at", models.DateTimeField(default=socialvalue.common.clock.now)),
                        ("sent_at", models.DateTimeField(null=True)),
                    ],
                    options={
                        "verbose_name_plural": "assessment summaries",
                    },
                ),
                migrations.CreateModel(
                    name="Answer",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        (
                            "bid",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="answers", to="procurement.bid"
                            ),
                        ),
                        (
                            "question",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="answers", to="procurement.question"
                            ),
                        ),
                        ("text", models.TextField(blank=True)),
                        ("passed", models.BooleanField(help_text="For pass/fail: what the bidder declared.", null=True)),
                    ],
                    options={
                        "ordering": ["question__criterion__order", "id"],
                        "constraints": [models.UniqueConstraint(fields=("bid", "question"), name="one_answer_a_question")],
                    },
                ),
                migrations.CreateModel(
                    name="Commission",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        ("version", models.PositiveIntegerField(default=1, editable=False)),
                        ("reference", models.CharField(max_length=20, unique=True)),
                        (
                            "council",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="commissions",
                                to="socialvalue.organisation",
                            ),
                        ),
                        ("title", models.CharField(max_length=200)),
                        ("summary", models.TextField()),
                        (
                            "kind",
                            models.CharField(
                                choices=[("contract", "Contract"), ("grant", "Grant"), ("in_house", "In-house service")],
                                default="contract",
                                max_length=10,
                            ),
                        ),
                        (
                            "stage",
                            models.CharField(
                                choices=[
                                    ("analyse", "Analyse"),
                                    ("plan", "Plan"),
                                    ("do", "Do"),
                                    ("review", "Review"),
                                    ("closed", "Closed"),
                                ],
                                default="analyse",
                                max_length=10,
                            ),
                        ),
                        (
                            "lead",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="commissions_led",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "directorate",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="commissions",
                                to="socialvalue.directorate",
                            ),
                        ),
                        ("people", models.CharField(help_text="Who the service is for.", max_length=300)),
                        (
                            "category",
                            models.CharField(help_text="What is bought: care and support, highways, cleaning.", max_length=100),
                        ),
                        (
                            "estimated_value",
                            models.DecimalField(
                                decimal_places=2, help_text="Pounds over the whole term, VAT included.", max_digits=14
                            ),
                        ),
                        ("term_months", models.PositiveSmallIntegerField()),
                        ("extension_months", models.PositiveSmallIntegerField(default=0)),
                        (
                            "light_touch",
                            models.BooleanField(
                                default=False, help_text="Social care, health and similar services under the light touch rules."
                            ),
                        ),
                        (
                            "works",
                            models.BooleanField(
                                default=False, help_text="Works have a threshold of their own in the Procurement Act 2023."
                            ),
                        ),
                        ("starts_on", models.DateField(blank=True, help_text="When the contract is meant to start.", null=True)),
                        (
                            "framework",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="socialvalue.frameworkversion",
                            ),
                        ),
                        (
                            "earlier",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="later",
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
                                to="procurement.commission",
                            ),
                        ),
                        ("in_forward_plan", models.BooleanField(default=True, help_text="Shown in the public forward plan.")),
                        ("illustrative", models.BooleanField(default=False, help_text="Invented for the demonstration.")),
                        ("created_at", models.DateTimeField(default=socialvalue.common.clock.now, editable=False)),
                        (
                            "created_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                            ),
                        ),
                        ("districts", models.ManyToManyField(blank=True, related_name="commissions", to="socialvalue.district")),
                    ],
                    options={
                        "ordering": ["-created_at", "-id"],
                        "indexes": [
                            models.Index(fields=["council", "stage"], name="procurement_council_0d26cb_idx"),
                            models.Index(fields=["council", "-created_at"], name="procurement_council_cd1f21_idx"),
                            models.Index(fields=["council", "starts_on"], name="procurement_council_edc68f_idx"),
                            models.Index(fields=["in_forward_plan", "starts_on"], name="procurement_in_forw_9d085e_idx"),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("estimated_value__gte", 0)), name="commission_value_not_negative"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("works", False), ("light_touch", False), _connector="OR"),
                                name="commission_works_or_light_touch",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("term_months__gte", 1)), name="commission_term_at_least_a_month"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ActConsideration",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        (
                            "commission",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="act_considerations",
                                to="procurement.commission",
                            ),
                        ),
                        (
                            "point",
                            models.CharField(
                                choices=[
                                    ("1_3_a", "How the service might improve the well-being of the area: section 1(3)(a)"),
                                    ("1_3_b", "How the procurement might be run to secure that improvement: section 1(3)(b)"),
                                    ("1_6", "Only what is relevant, and in proportion: section 1(6)"),
                                    ("1_7", "Whether to consult: section 1(7)"),
                                    ("1_8", "Urgency that made considering impractical: section 1(8)"),
                                ],
                                max_length=6,
                            ),
                        ),
                        ("text", models.TextField()),
                        ("considered_on", models.DateField()),
                        (
                            "officer",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                            ),
                        ),
                        ("recorded_at", models.DateTimeField(default=socialvalue.common.clock.now)),
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
                    ],
                    options={
                        "ordering": ["point", "-recorded_at"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("confirmed_by", None),
                                    models.Q(("confirmed_by", models.F("officer")), _negated=True),
                                    _connector="OR",
                                ),
                                name="urgency_confirmed_by_somebody_else",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("confirmed_at", None), ("confirmed_by", None)),
                                    models.Q(("confirmed_at__isnull", False), ("confirmed_by__isnull", False)),
                                    _connector="OR",
                                ),
                                name="urgency_confirmed_on_a_day",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Criterion",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        (
                            "tender",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="criteria", to="procurement.tender"
                            ),
                        ),
                        (
                            "parent",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="children",
                                to="procurement.criterion",
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("group", "Group"),
                                    ("quality", "Quality"),
                                    ("social_value", "Social value"),
                                    ("price", "Price"),
                                    ("pass_fail", "Pass or fail"),
                                ],
                                max_length=12,
                            ),
                        ),
                        (
                            "form",
                            models.CharField(
                                blank=True,
                                choices=[("specified", "Specified requirement"), ("open", "Open question")],
                                max_length=10,
                            ),
                        ),
                        ("key", models.SlugField(max_length=40)),
                        ("title", models.CharField(max_length=200)),
                        ("weight", models.DecimalField(blank=True, decimal_places=4, max_digits=7, null=True)),
                        ("minimum", models.DecimalField(blank=True, decimal_places=2, max_digits=6, null=True)),
                        (
                            "formula",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("lowest_over_bid", "Lowest price divided by this price"),
                                    ("linear_from_lowest", "Straight line down from the lowest price"),
                                    ("linear_to_ceiling", "Straight line between a floor and a ceiling"),
                                    ("mean_deviation", "Distance from the mean price"),
                                ],
                                max_length=20,
                            ),
                        ),
                        ("ceiling", models.DecimalField(blank=True, decimal_places=2, max_digits=14, null=True)),
                        ("floor", models.DecimalField(blank=True, decimal_places=2, max_digits=14, null=True)),
                        ("order", models.PositiveSmallIntegerField(default=0)),
                    ],
                    options={
                        "verbose_name_plural": "criteria",
                        "ordering": ["order", "id"],
                        "constraints": [
                            models.UniqueConstraint(fields=("tender", "key"), name="criterion_key_once_a_tender"),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("form__in", ["specified", "open"]), ("kind", "social_value")),
                                    models.Q(models.Q(("kind", "social_value"), _negated=True), ("form", "")),
                                    _connector="OR",
                                ),
                                name="criterion_form_for_social_value_only",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Evaluation",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        ("version", models.PositiveIntegerField(default=1, editable=False)),
                        (
                            "tender",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT, related_name="evaluation", to="procurement.tender"
                            ),
                        ),
                        (
                            "status",
                            models.CharField(
                                choices=[
                                    ("preparing", "Panel being set up"),
                                    ("scoring", "Scoring"),
                                    ("moderating", "Moderation"),
                                    ("closed", "Closed"),
                                ],
                                default="preparing",
                                max_length=12,
                            ),
                        ),
                        (
                            "lead",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="evaluations_led",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "anonymous",
                            models.BooleanField(default=False, help_text="Evaluators see “Bid A”, not the supplier's name."),
                        ),
                        ("created_at", models.DateTimeField(default=socialvalue.common.clock.now, editable=False)),
                        ("score_by", models.DateField(blank=True, null=True)),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="EvaluationRecord",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        (
                            "evaluation",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT, related_name="record", to="procurement.evaluation"
                            ),
                        ),
                        (
                            "content",
                            models.JSONField(
                                encoder=django.core.serializers.json.DjangoJSONEncoder,
                                help_text="evaluation-record/1 with its result.",
                            ),
                        ),
                        ("sha256", models.CharField(max_length=64)),
                        ("closed_at", models.DateTimeField(default=socialvalue.common.clock.now)),
                        (
                            "closed_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="Event",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        ("version", models.PositiveIntegerField(default=1, editable=False)),
                        (
                            "commission",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="events", to="procurement.commission"
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("market", "Market engagement"),
                                    ("co_production", "Co-production workshop"),
                                    ("consultation", "Consultation"),
                                    ("visit", "Site visit"),
                                ],
                                max_length=16,
                            ),
                        ),
                        ("title", models.CharField(max_length=200)),
                        ("description", models.TextField(help_text="What it is about, in plain English.")),
                        ("starts_at", models.DateTimeField()),
                        ("ends_at", models.DateTimeField()),
                        ("place", models.CharField(max_length=300)),
                        ("public_transport", models.TextField(blank=True)),
                        ("easy_read_agenda", models.BooleanField(default=False)),
                        ("extra_time", models.BooleanField(default=False, help_text="More time for each item than usual.")),
                        ("other_arrangements", models.TextField(blank=True)),
                        ("how_to_join", models.TextField(blank=True)),
                        ("advertised_at", models.DateTimeField(blank=True, null=True)),
                        ("cancelled_at", models.DateTimeField(blank=True, null=True)),
                        ("cancelled_reason", models.TextField(blank=True)),
                        ("notes", models.TextField(blank=True, help_text="What happened.")),
                        ("created_at", models.DateTimeField(default=socialvalue.common.clock.now, editable=False)),
                        (
                            "created_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["starts_at"],
                        "indexes": [models.Index(fields=["advertised_at", "starts_at"], name="procurement_adverti_964b0a_idx")],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("ends_at__gt", models.F("starts_at"))), name="event_ends_after_it_starts"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Attendance",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        (
                            "event",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="attendances", to="procurement.event"
                            ),
                        ),
                        (
                            "group",
                            models.CharField(
                                choices=[
                                    ("receives_care", "People who receive care and support"),
                                    ("carers", "Carers and families"),
                                    ("providers", "Providers"),
                                    ("vcse", "Voluntary, community and social enterprises"),
                                    ("residents", "Residents and communities"),
                                    ("staff", "Council staff"),
                                    ("partners", "Partner bodies"),
                                ],
                                max_length=16,
                            ),
                        ),
                        ("number", models.PositiveIntegerField()),
                    ],
                    options={
                        "ordering": ["group"],
                        "constraints": [models.UniqueConstraint(fields=("event", "group"), name="attendance_once_a_group")],
                    },
                ),
                migrations.CreateModel(
                    name="FrozenDocument",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        (
                            "commission",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="frozen_documents",
                                to="procurement.commission",
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[("diagnostic", "Diagnostic report"), ("plan", "Commissioning plan")], max_length=20
                            ),
                        ),
                        ("number", models.PositiveIntegerField()),
                        ("content", models.JSONField(encoder=django.core.serializers.json.DjangoJSONEncoder)),
                        ("sha256", models.CharField(max_length=64)),
                        ("issued_at", models.DateTimeField(default=socialvalue.common.clock.now)),
                        (
                            "issued_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-issued_at", "-id"],
                        "constraints": [
                            models.UniqueConstraint(fields=("commission", "kind", "number"), name="frozen_document_number_once")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="KeptResult",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        (
                            "record",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="kept",
                                to="procurement.evaluationrecord",
                            ),
                        ),
                        ("sha256", models.CharField(max_length=64)),
                        ("content", models.JSONField(help_text="As procurement.scoring.kept writes it.")),
                    ],
                ),
                migrations.CreateModel(
                    name="Lesson",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        (
                            "commission",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="lessons", to="procurement.commission"
                            ),
                        ),
                        ("text", models.TextField()),
                        ("for_whom", models.CharField(blank=True, max_length=200)),
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
                    name="ModeratedScore",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        ("version", models.PositiveIntegerField(default=1, editable=False)),
                        (
                            "bid",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="moderated_scores", to="procurement.bid"
                            ),
                        ),
                        (
                            "criterion",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="moderated_scores",
                                to="procurement.criterion",
                            ),
                        ),
                        ("value", models.DecimalField(decimal_places=2, max_digits=6, null=True)),
                        ("passed", models.BooleanField(null=True)),
                        ("reason", models.TextField()),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                            ),
                        ),
                        ("at", models.DateTimeField(default=socialvalue.common.clock.now)),
                        ("look_again_at", models.DateTimeField(null=True)),
                        ("look_again_because", models.TextField(blank=True)),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(fields=("bid", "criterion"), name="moderated_score_once"),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("look_again_at", None), ("look_again_because", "")),
                                    models.Q(
                                        ("look_again_at__isnull", False), models.Q(("look_again_because", ""), _negated=True)
                                    ),
                                    _connector="OR",
                                ),
                                name="moderated_score_looked_at_again_because",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("reason", ""), _negated=True), name="moderated_score_has_a_reason"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("value__isnull", False), ("passed__isnull", False), _connector="OR"),
                                name="moderated_score_has_a_value",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="OfferedCommitment",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        (
                            "bid",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="commitments", to="procurement.bid"
                            ),
                        ),
                        (
                            "answer",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="commitments", to="procurement.answer"
                            ),
                        ),
                        ("outcome_text", models.TextField(help_text="The difference it will make.")),
                        (
                            "measure",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="offered",
                                to="socialvalue.measure",
                            ),
                        ),
                        ("measure_text", models.CharField(max_length=300)),
                        ("unit", models.CharField(max_length=60)),
                        ("quantity", models.DecimalField(decimal_places=4, max_digits=14)),
                        (
                            "per",
                            models.CharField(
                                choices=[
                                    ("term", "over the whole contract"),
                                    ("year", "a year"),
                                    ("quarter", "a quarter"),
                                    ("month", "a month"),
                                ],
                                max_length=10,
                            ),
                        ),
                        ("place", models.CharField(blank=True, max_length=200)),
                        ("evidence", models.TextField(help_text="How it will be measured and shown.")),
                        ("involvement", models.TextField(help_text="How local people were involved in choosing it.")),
                        ("order", models.PositiveSmallIntegerField(default=0)),
                    ],
                    options={
                        "ordering": ["order", "id"],
                        "constraints": [
                            models.CheckConstraint(condition=models.Q(("quantity__gt", 0)), name="commitment_quantity_above_zero")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Overrule",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        (
                            "commission",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="overrules", to="procurement.commission"
                            ),
                        ),
                        ("warning", models.CharField(help_text="The key of the warning.", max_length=120)),
                        ("text", models.TextField(help_text="The warning as it read then.")),
                        ("reason", models.TextField()),
                        ("at", models.DateTimeField(default=socialvalue.common.clock.now)),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["at", "id"],
                        "constraints": [
                            models.UniqueConstraint(fields=("commission", "warning"), name="overrule_once_a_warning")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Panellist",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        (
                            "evaluation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="panel", to="procurement.evaluation"
                            ),
                        ),
                        (
                            "user",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="panels", to=settings.AUTH_USER_MODEL
                            ),
                        ),
                        ("added_at", models.DateTimeField(default=socialvalue.common.clock.now)),
                        ("declared_at", models.DateTimeField(null=True)),
                        ("has_interest", models.BooleanField(null=True)),
                        ("interest", models.TextField(blank=True)),
                        ("decision", models.TextField(blank=True)),
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
                        ("may_score", models.BooleanField(default=False)),
                    ],
                    options={
                        "ordering": ["id"],
                        "constraints": [
                            models.UniqueConstraint(fields=("evaluation", "user"), name="panellist_once"),
                            models.CheckConstraint(
                                condition=models.Q(("may_score", False), ("declared_at__isnull", False), _connector="OR"),
                                name="scores_only_after_declaring",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("decided_by", None),
                                    models.Q(("decided_by", models.F("user")), _negated=True),
                                    _connector="OR",
                                ),
                                name="interest_decided_by_somebody_else",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Assignment",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        (
                            "panellist",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="assignments",
                                to="procurement.panellist",
                            ),
                        ),
                        (
                            "criterion",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="assignments",
                                to="procurement.criterion",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [models.UniqueConstraint(fields=("panellist", "criterion"), name="assignment_once")],
                    },
                ),
                migrations.CreateModel(
                    name="Plan",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        ("version", models.PositiveIntegerField(default=1, editable=False)),
                        (
                            "commission",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.CASCADE, related_name="plan", to="procurement.commission"
                            ),
                        ),
                        (
                            "status",
                            models.CharField(
                                choices=[
                                    ("draft", "Draft"),
                                    ("submitted", "Waiting for approval"),
                                    ("returned", "Returned"),
                                    ("approved", "Approved"),
                                ],
                                default="draft",
                                max_length=10,
                            ),
                        ),
                        (
                            "length_considered",
                            models.TextField(
                                blank=True, help_text="Would a longer contract achieve more, and how would it be managed?"
                            ),
                        ),
                        ("lots_divided", models.BooleanField(null=True)),
                        (
                            "lots_reason",
                            models.TextField(
                                blank=True, help_text="How it is divided, or why it is not (Procurement Act 2023, s.18)."
                            ),
                        ),
                        (
                            "sme_barriers",
                            models.TextField(
                                blank=True, help_text="Barriers for small organisations, and what was done (s.12(4))."
                            ),
                        ),
                        ("no_insurance_before_award", models.BooleanField(null=True)),
                        ("no_audited_accounts", models.BooleanField(null=True)),
                        ("insurance_reason", models.TextField(blank=True)),
                        ("accounts_reason", models.TextField(blank=True)),
                        ("drawn_up_on", models.DateField(null=True)),
                        ("checklist", models.JSONField(default=dict, help_text="Board checklist: {item: {answer, note}}.")),
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
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("decided_by", None),
                                    ("submitted_by", None),
                                    models.Q(("decided_by", models.F("submitted_by")), _negated=True),
                                    _connector="OR",
                                ),
                                name="plan_approved_by_somebody_else",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="PlanComment",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        (
                            "plan",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="comments", to="procurement.plan"
                            ),
                        ),
                        ("text", models.TextField()),
                        ("at", models.DateTimeField(default=socialvalue.common.clock.now)),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["at"],
                    },
                ),
                migrations.CreateModel(
                    name="Posting",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        ("version", models.PositiveIntegerField(default=1, editable=False)),
                        ("reference", models.CharField(max_length=20, unique=True)),
                        (
                            "council",
                            models.ForeignKey(
                                help_text="Who approves it.",
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="socialvalue.organisation",
                            ),
                        ),
                        (
                            "posted_for",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="postings",
                                to="socialvalue.organisation",
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("quotation", "Request for quotation"),
                                    ("subcontract", "Subcontract of a main contractor"),
                                    ("other_authority", "Tender of another authority"),
                                    ("grant", "Grant"),
                                ],
                                max_length=16,
                            ),
                        ),
                        ("title", models.CharField(max_length=200)),
                        ("description", models.TextField()),
                        ("value", models.DecimalField(blank=True, decimal_places=2, max_digits=14, null=True)),
                        ("closes_at", models.DateTimeField()),
                        ("how_to_respond", models.TextField()),
                        (
                            "status",
                            models.CharField(
                                choices=[
                                    ("draft", "Draft"),
                                    ("submitted", "Waiting for approval"),
                                    ("returned", "Returned"),
                                    ("published", "Published"),
                                    ("withdrawn", "Withdrawn"),
                                ],
                                default="draft",
                                max_length=10,
                            ),
                        ),
                        (
                            "posted_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                            ),
                        ),
                        ("created_at", models.DateTimeField(default=socialvalue.common.clock.now, editable=False)),
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
                        ("decision_comment", models.TextField(blank=True)),
                        (
                            "districts",
                            models.ManyToManyField(
                                blank=True, help_text="None: the whole area.", related_name="+", to="socialvalue.district"
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["closes_at"],
                        "indexes": [models.Index(fields=["status", "closes_at"], name="procurement_status_9f07f9_idx")],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("decided_by", None),
                                    models.Q(("decided_by", models.F("posted_by")), _negated=True),
                                    _connector="OR",
                                ),
                                name="posting_decided_by_somebody_else",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("value", None), ("value__gte", 5000), _connector="OR"),
                                name="posting_from_5000_pounds",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="PrivateIdea",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        (
                            "commission",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="ideas", to="procurement.commission"
                            ),
                        ),
                        (
                            "supplier",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="ideas", to="socialvalue.organisation"
                            ),
                        ),
                        ("text", models.TextField()),
                        ("sent_at", models.DateTimeField(default=socialvalue.common.clock.now)),
                        (
                            "sent_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                            ),
                        ),
                        ("reply", models.TextField(blank=True)),
                        ("replied_at", models.DateTimeField(null=True)),
                        (
                            "replied_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-sent_at"],
                    },
                ),
                migrations.CreateModel(
                    name="ProxyAllowance",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        (
                            "commitment",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="proxy_allowance",
                                to="procurement.offeredcommitment",
                            ),
                        ),
                        ("accepted", models.DecimalField(decimal_places=4, max_digits=14)),
                        ("reason", models.TextField()),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                            ),
                        ),
                        ("at", models.DateTimeField(default=socialvalue.common.clock.now)),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(condition=models.Q(("accepted__gte", 0)), name="proxy_allowance_not_negative"),
                            models.CheckConstraint(
                                condition=models.Q(("reason", ""), _negated=True), name="proxy_allowance_has_a_reason"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ProxyMarking",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        (
                            "question",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="proxy_marking",
                                to="procurement.question",
                            ),
                        ),
                        ("full_marks_at", models.DecimalField(blank=True, decimal_places=2, max_digits=14, null=True)),
                        (
                            "policy",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="socialvalue.proxypolicy"
                            ),
                        ),
                        ("justification", models.TextField()),
                        ("decided_by", models.CharField(max_length=200)),
                        ("decided_at", models.DateTimeField()),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("full_marks_at", None), ("full_marks_at__gt", 0), _connector="OR"),
                                name="proxy_marking_full_marks_above_zero",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="PinnedProxy",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        (
                            "marking",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="proxies", to="procurement.proxymarking"
                            ),
                        ),
                        (
                            "measure",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="socialvalue.measure"
                            ),
                        ),
                        ("wording", models.CharField(max_length=300)),
                        ("unit", models.CharField(help_text="What bidders count.", max_length=60)),
                        ("value", models.DecimalField(decimal_places=2, help_text="Pounds for one.", max_digits=14)),
                        ("value_unit", models.CharField(help_text="What the source calls one.", max_length=60)),
                        ("source", models.CharField(max_length=300)),
                        ("licence", models.CharField(max_length=120)),
                        ("price_year", models.PositiveSmallIntegerField()),
                        ("area", models.CharField(blank=True, max_length=120)),
                        ("order", models.PositiveSmallIntegerField(default=0)),
                    ],
                    options={
                        "verbose_name_plural": "pinned proxies",
                        "ordering": ["order", "id"],
                        "constraints": [
                            models.UniqueConstraint(fields=("marking", "measure"), name="pinned_proxy_once_a_measure"),
                            models.CheckConstraint(condition=models.Q(("value__gte", 0)), name="pinned_proxy_not_negative"),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Question",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        (
                            "criterion",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.CASCADE, related_name="question", to="procurement.criterion"
                            ),
                        ),
                        ("wording", models.TextField()),
                        ("guidance", models.TextField(blank=True)),
                        ("word_limit", models.PositiveIntegerField(blank=True, null=True)),
                        (
                            "priority",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="socialvalue.priority",
                            ),
                        ),
                        (
                            "asks_commitments",
                            models.BooleanField(default=False, help_text="Bidders offer commitments with their answer."),
                        ),
                        (
                            "requirements",
                            models.ManyToManyField(blank=True, related_name="questions", to="procurement.requirement"),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="Remark",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        ("version", models.PositiveIntegerField(default=1, editable=False)),
                        (
                            "commission",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="remarks", to="procurement.commission"
                            ),
                        ),
                        ("question", models.CharField(blank=True, max_length=40)),
                        (
                            "group",
                            models.CharField(
                                choices=[
                                    ("receives_care", "People who receive care and support"),
                                    ("carers", "Carers and families"),
                                    ("providers", "Providers"),
                                    ("vcse", "Voluntary, community and social enterprises"),
                                    ("residents", "Residents and communities"),
                                    ("staff", "Council staff"),
                                    ("partners", "Partner bodies"),
                                ],
                                max_length=16,
                            ),
                        ),
                        ("said_by", models.CharField(blank=True, max_length=150)),
                        ("agreed_to_be_named", models.BooleanField(default=False)),
                        ("said_on", models.DateField()),
                        (
                            "method",
                            models.CharField(
                                choices=[
                                    ("event", "At an event"),
                                    ("visit", "On a visit"),
                                    ("survey", "In a survey"),
                                    ("written", "In writing"),
                                    ("meeting", "In a meeting"),
                                ],
                                max_length=10,
                            ),
                        ),
                        (
                            "event",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="remarks",
                                to="procurement.event",
                            ),
                        ),
                        ("text", models.TextField()),
                        ("response", models.TextField(blank=True)),
                        ("responded_at", models.DateTimeField(null=True)),
                        (
                            "responded_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("recorded_at", models.DateTimeField(default=socialvalue.common.clock.now, editable=False)),
                        (
                            "recorded_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["said_on", "id"],
                        "indexes": [models.Index(fields=["commission", "question"], name="procurement_commiss_db9059_idx")],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("said_by", ""), ("agreed_to_be_named", True), _connector="OR"),
                                name="remark_named_only_with_consent",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("responded_at", None), ("response", "")),
                                    models.Q(models.Q(("response", ""), _negated=True), ("responded_at__isnull", False)),
                                    _connector="OR",
                                ),
                                name="remark_response_has_a_date",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="DiagnosticEntry",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        ("version", models.PositiveIntegerField(default=1, editable=False)),
                        (
                            "commission",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="diagnostic_entries",
                                to="procurement.commission",
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("need", "Needs"),
                                    ("difference", "Added differences wanted"),
                                    ("become_core", "Differences that should become core"),
                                    ("at_risk", "Differences at risk if the service is recommissioned"),
                                    ("other_contract", "Outcomes that other contracts could deliver"),
                                    ("similar_service", "Similar services bought elsewhere in the council"),
                                ],
                                max_length=20,
                            ),
                        ),
                        ("text", models.TextField()),
                        ("evidence", models.TextField(blank=True)),
                        ("evidence_url", models.CharField(blank=True, max_length=300)),
                        (
                            "consequence",
                            models.TextField(blank=True, help_text="What would be lost, and what will be done about it."),
                        ),
                        (
                            "other_commission",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="procurement.commission",
                            ),
                        ),
                        ("order", models.PositiveSmallIntegerField(default=0)),
                        (
                            "remarks",
                            models.ManyToManyField(blank=True, related_name="diagnostic_entries", to="procurement.remark"),
                        ),
                    ],
                    options={
                        "ordering": ["kind", "order", "id"],
                    },
                ),
                migrations.CreateModel(
                    name="Requirement",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        ("version", models.PositiveIntegerField(default=1, editable=False)),
                        (
                            "commission",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="requirements",
                                to="procurement.commission",
                            ),
                        ),
                        (
                            "sought",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="requirements",
                                to="procurement.soughtoutcome",
                            ),
                        ),
                        ("code", models.CharField(help_text="R1, R2 …", max_length=10)),
                        ("wording", models.TextField()),
                        (
                            "use",
                            models.CharField(
                                choices=[("scored", "Scored in the tender"), ("unscored", "Not scored: a KPI in the contract")],
                                default="scored",
                                max_length=10,
                            ),
                        ),
                        (
                            "measure",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="requirements",
                                to="socialvalue.measure",
                            ),
                        ),
                        ("measure_text", models.CharField(help_text="How it will be measured.", max_length=300)),
                        ("unit", models.CharField(max_length=60)),
                        ("evidence", models.TextField(help_text="What the provider will be asked to show.")),
                        ("target", models.DecimalField(blank=True, decimal_places=4, max_digits=14, null=True)),
                        (
                            "per",
                            models.CharField(
                                choices=[
                                    ("term", "over the whole contract"),
                                    ("year", "a year"),
                                    ("quarter", "a quarter"),
                                    ("month", "a month"),
                                ],
                                default="term",
                                max_length=10,
                            ),
                        ),
                        ("pounds_per_unit", models.DecimalField(blank=True, decimal_places=2, max_digits=14, null=True)),
                        ("sizing_note", models.TextField(blank=True)),
                        ("linked_to_subject", models.BooleanField(null=True)),
                        ("in_area", models.BooleanField(null=True)),
                        ("in_scale", models.BooleanField(null=True)),
                        (
                            "strategy",
                            models.CharField(blank=True, help_text="The documented strategy that supports it.", max_length=300),
                        ),
                        ("test_reason", models.TextField(blank=True)),
                        ("core_quality_risk", models.TextField(blank=True)),
                        ("exclusion_risk", models.TextField(blank=True)),
                        ("change_made", models.TextField(blank=True)),
                        ("removed_at", models.DateTimeField(blank=True, null=True)),
                        ("removed_reason", models.TextField(blank=True)),
                        ("created_at", models.DateTimeField(default=socialvalue.common.clock.now, editable=False)),
                    ],
                    options={
                        "ordering": ["id"],
                        "constraints": [
                            models.UniqueConstraint(fields=("commission", "code"), name="requirement_code_once_a_commission")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="RequirementVersion",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        (
                            "requirement",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="versions", to="procurement.requirement"
                            ),
                        ),
                        ("number", models.PositiveIntegerField()),
                        ("wording", models.TextField()),
                        ("target", models.DecimalField(decimal_places=4, max_digits=14, null=True)),
                        ("unit", models.CharField(max_length=60)),
                        ("reason", models.TextField()),
                        ("at", models.DateTimeField(default=socialvalue.common.clock.now)),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["number"],
                        "constraints": [
                            models.UniqueConstraint(fields=("requirement", "number"), name="requirement_version_once")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Score",
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
                        ("saved_page", models.CharField(blank=True, editable=False, max_length=64)),
                        (
                            "panellist",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="scores", to="procurement.panellist"
                            ),
                        ),
                        (
                            "bid",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="scores", to="procurement.bid"
                            ),
                        ),
                        (
                            "criterion",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="scores", to="procurement.criterion"
                            ),
                        ),
                        ("value", models.DecimalField(blank=True, decimal_places=2, max_digits=6, null=True)),
                        ("passed", models.BooleanField(help_text="For a pass/fail criterion.", null=True)),
                        ("reason", models.TextField(blank=True)),
                        (
                            "status",
                            models.CharField(choices=[("draft", "Draft"), ("final", "Final")], default="draft", max_length=6),
                        ),
                        ("saved_at", models.DateTimeField(default=socialvalue.common.clock.now)),
                        ("set_aside_at", models.DateTimeField(null=True)),
                        (
                            "set_aside_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("set_aside_reason", models.TextField(blank=True)),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(fields=("panellist", "bid", "criterion"), name="score_once"),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("status", "draft"),
                                    models.Q(
                                        models.Q(("reason", ""), _negated=True),
                                        models.Q(("value__isnull", False), ("passed__isnull", False), _connector="OR"),
                                    ),
                                    _connector="OR",
                                ),
                                name="final_score_has_value_and_reason",
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
                                name="score_set_aside_by_somebody_with_a_reason",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="SealedFile",
                    fields=[
                        ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                        (
                            "bid",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="files", to="procurement.bid"
                            ),
                        ),
                        (
                            "question",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="procurement.question"
                            ),
                        ),
                        (
                            "file",
                            models.FileField(
                                help_text="The encrypted bytes.", upload_to=procurement.bidding.models.answer.sealed_path
                            ),
                        ),
                        ("uploaded_at", models.DateTimeField(default=socialvalue.common.clock.now, editable=False)),
                        (
                            "uploaded_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                            ),
                        ),
                        ("removed_at", models.DateTimeField(null=True)),
                        ("opened_at", models.DateTimeField(null=True)),
                        ("name", models.CharField(blank=True, max_length=200)),
                        ("content_type", models.CharField(blank=True, max_length=120)),
                        ("size", models.PositiveBigIntegerField(help_text="Bytes, of the file itself.", null=True)),
                        ("sha256", models.CharField(blank=True, help_text="Of the file itself.", max_length=64)),
                    ],
                    options={
                        "ordering": ["uploaded_at", "id"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("opened_at__isnull", False),
                                    models.Q(("content_type", ""), ("name", ""), ("sha256", ""), ("size", None)),
                                    _connector="OR",
                                ),
                                name="sealed_file_tells_nothing_before_opening",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="SoughtOutcome",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        ("version", models.PositiveIntegerField(default=1, editable=False)),
                        (
                            "commission",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="sought_outcomes",
                                to="procurement.commission",
                            ),
                        ),
                        ("wording", models.TextField()),
                        (
                            "category",
                            models.CharField(
                                choices=[
                                    ("same_people", "More for the people who use the service"),
                                    ("people_who_engage", "People who come into contact with the service"),
                                    ("communities", "Other people and communities"),
                                    ("place", "Environment and economy"),
                                ],
                                max_length=20,
                            ),
                        ),
                        (
                            "outcome",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="sought",
                                to="socialvalue.outcome",
                            ),
                        ),
                        (
                            "status",
                            models.CharField(
                                choices=[("provisional", "Provisional"), ("approved", "Approved"), ("dropped", "Dropped")],
                                default="provisional",
                                max_length=12,
                            ),
                        ),
                        ("dropped_reason", models.TextField(blank=True)),
                        ("promoted_from", models.CharField(blank=True, max_length=300)),
                        ("promoted_evidence", models.TextField(blank=True)),
                        ("promoted_url", models.CharField(blank=True, max_length=300)),
                        ("created_at", models.DateTimeField(default=socialvalue.common.clock.now, editable=False)),
                        ("remarks", models.ManyToManyField(blank=True, related_name="sought_outcomes", to="procurement.remark")),
                    ],
                    options={
                        "ordering": ["id"],
                    },
                ),
                migrations.CreateModel(
                    name="StageChange",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        (
                            "commission",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="stage_changes",
                                to="procurement.commission",
                            ),
                        ),
                        (
                            "stage",
                            models.CharField(
                                choices=[
                                    ("analyse", "Analyse"),
                                    ("plan", "Plan"),
                                    ("do", "Do"),
                                    ("review", "Review"),
                                    ("closed", "Closed"),
                                ],
                                max_length=10,
                            ),
                        ),
                        ("at", models.DateTimeField(default=socialvalue.common.clock.now)),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["at", "id"],
                    },
                ),
                migrations.CreateModel(
                    name="Submission",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        (
                            "bid",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="submissions", to="procurement.bid"
                            ),
                        ),
                        ("number", models.PositiveSmallIntegerField()),
                        ("receipt", models.CharField(max_length=30, unique=True)),
                        ("sealed", models.BinaryField(help_text="The canonical JSON document, encrypted.")),
                        ("sha256", models.CharField(max_length=64)),
                        ("amendment", models.PositiveSmallIntegerField(default=0)),
                        ("submitted_at", models.DateTimeField(default=socialvalue.common.clock.now)),
                        (
                            "submitted_by",
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
                    ],
                    options={
                        "ordering": ["number"],
                        "constraints": [
                            models.UniqueConstraint(fields=("bid", "number"), name="submission_number_once"),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("withdrawn_at", None), ("withdrawn_by", None)),
                                    models.Q(("withdrawn_at__isnull", False), ("withdrawn_by__isnull", False)),
                                    _connector="OR",
                                ),
                                name="submission_withdrawn_by_somebody",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Tender",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        ("version", models.PositiveIntegerField(default=1, editable=False)),
                        ("reference", models.CharField(max_length=20, unique=True)),
                        (
                            "commission",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="tenders", to="procurement.commission"
                            ),
                        ),
                        ("title", models.CharField(max_length=200)),
                        ("description", models.TextField(help_text="What is wanted, in plain words, as suppliers will read it.")),
                        (
                            "status",
                            models.CharField(
                                choices=[
                                    ("draft", "Draft"),
                                    ("checking", "Being checked"),
                                    ("returned", "Returned"),
                                    ("published", "Open for bids"),
                                    ("closed", "Closed, bids sealed"),
                                    ("opened", "Bids opened"),
                                    ("evaluated", "Evaluated"),
                                    ("decided", "Award decided"),
                                    ("contracted", "Contract made"),
                                    ("terminated", "Ended without award"),
                                ],
                                default="draft",
                                max_length=12,
                            ),
                        ),
                        ("started_on", models.DateField()),
                        (
                            "value",
                            models.DecimalField(
                                decimal_places=2, help_text="Pounds over the whole term, VAT included.", max_digits=14
                            ),
                        ),
                        ("contract_starts_on", models.DateField()),
                        ("contract_ends_on", models.DateField()),
                        ("extension_months", models.PositiveSmallIntegerField(default=0)),
                        ("suits_sme", models.BooleanField(default=True)),
                        ("suits_vcse", models.BooleanField(default=True)),
                        (
                            "reporting_burden",
                            models.TextField(
                                blank=True, help_text="What the successful supplier will have to report, and how often."
                            ),
                        ),
                        (
                            "method",
                            models.CharField(
                                choices=[
                                    ("embedded", "All criteria count towards one total of 100"),
                                    ("gateway", "Social value is scored once a minimum quality and a highest price are met"),
                                ],
                                default="embedded",
                                max_length=10,
                            ),
                        ),
                        ("minimum_quality", models.DecimalField(blank=True, decimal_places=2, max_digits=6, null=True)),
                        ("maximum_price", models.DecimalField(blank=True, decimal_places=2, max_digits=14, null=True)),
                        ("scale_maximum", models.PositiveSmallIntegerField(default=5)),
                        ("deadline", models.DateTimeField(blank=True, null=True)),
                        (
                            "drafted_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                            ),
                        ),
                        ("created_at", models.DateTimeField(default=socialvalue.common.clock.now, editable=False)),
                        ("sent_for_checking_at", models.DateTimeField(null=True)),
                        (
                            "sent_for_checking_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("checked_comment", models.TextField(blank=True)),
                        ("published_at", models.DateTimeField(null=True)),
                        (
                            "published_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "urgency",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="tenders",
                                to="procurement.actconsideration",
                            ),
                        ),
                        (
                            "copied_from",
                            models.ForeignKey(
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="copies",
                                to="procurement.tender",
                            ),
                        ),
                        ("by_invitation", models.BooleanField(default=False, editable=False)),
                        ("invited_because", models.TextField(blank=True, editable=False)),
                        ("terminated_at", models.DateTimeField(null=True)),
                        ("terminated_reason", models.TextField(blank=True)),
                    ],
                    options={
                        "ordering": ["-created_at", "-id"],
                        "indexes": [
                            models.Index(fields=["status", "deadline"], name="procurement_status_5def41_idx"),
                            models.Index(fields=["commission", "status"], name="procurement_commiss_9ceead_idx"),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("published_by", None),
                                    models.Q(("published_by", models.F("sent_for_checking_by")), _negated=True),
                                    _connector="OR",
                                ),
                                name="tender_published_by_somebody_else",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("contract_ends_on__gt", models.F("contract_starts_on"))),
                                name="tender_contract_ends_after_it_starts",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("by_invitation", False), ("invited_because", "")),
                                    models.Q(("by_invitation", True), models.Q(("invited_because", ""), _negated=True)),
                                    _connector="OR",
                                ),
                                name="tender_by_invitation_says_why",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ScaleLevel",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        (
                            "tender",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="scale", to="procurement.tender"
                            ),
                        ),
                        ("score", models.PositiveSmallIntegerField()),
                        ("label", models.CharField(max_length=60)),
                        ("wording", models.TextField()),
                    ],
                    options={
                        "ordering": ["-score"],
                        "constraints": [models.UniqueConstraint(fields=("tender", "score"), name="scale_level_once")],
                    },
                ),
                migrations.CreateModel(
                    name="Opening",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        (
                            "tender",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT, related_name="opening", to="procurement.tender"
                            ),
                        ),
                        (
                            "first_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                            ),
                        ),
                        ("first_at", models.DateTimeField(default=socialvalue.common.clock.now)),
                        (
                            "second_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("second_at", models.DateTimeField(null=True)),
                        ("record_number", models.PositiveBigIntegerField(editable=False, null=True)),
                        ("record_digest", models.CharField(blank=True, editable=False, max_length=64)),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("second_by", None),
                                    models.Q(("second_by", models.F("first_by")), _negated=True),
                                    _connector="OR",
                                ),
                                name="opened_by_two_people",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("second_at", None), ("second_by", None)),
                                    models.Q(("second_at__isnull", False), ("second_by__isnull", False)),
                                    _connector="OR",
                                ),
                                name="second_opener_with_time",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="InvitedSupplier",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        (
                            "tender",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="invitations", to="procurement.tender"
                            ),
                        ),
                        (
                            "supplier",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="tender_invitations",
                                to="socialvalue.organisation",
                            ),
                        ),
                        ("name_then", models.CharField(max_length=220)),
                        ("invited_at", models.DateTimeField(default=socialvalue.common.clock.now)),
                        (
                            "invited_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["name_then", "id"],
                        "constraints": [
                            models.UniqueConstraint(fields=("tender", "supplier"), name="invitation_once_a_supplier")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Clarification",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        (
                            "tender",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="clarifications",
                                to="procurement.tender",
                            ),
                        ),
                        (
                            "supplier",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="socialvalue.organisation"
                            ),
                        ),
                        ("question", models.TextField()),
                        ("asked_at", models.DateTimeField(default=socialvalue.common.clock.now)),
                        (
                            "asked_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                            ),
                        ),
                        ("answer", models.TextField(blank=True)),
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
                    ],
                    options={
                        "ordering": ["asked_at"],
                    },
                ),
                migrations.CreateModel(
                    name="Amendment",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        (
                            "tender",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="amendments", to="procurement.tender"
                            ),
                        ),
                        ("number", models.PositiveSmallIntegerField()),
                        ("text", models.TextField()),
                        ("new_deadline", models.DateTimeField(blank=True, null=True)),
                        ("at", models.DateTimeField(default=socialvalue.common.clock.now)),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["number"],
                        "constraints": [models.UniqueConstraint(fields=("tender", "number"), name="amendment_number_once")],
                    },
                ),
                migrations.CreateModel(
                    name="TimetablePhase",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        (
                            "commission",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="phases", to="procurement.commission"
                            ),
                        ),
                        (
                            "phase",
                            models.CharField(
                                choices=[
                                    ("engagement", "Engagement and co-production"),
                                    ("notice", "Documents and notice"),
                                    ("tender", "Tender period"),
                                    ("evaluation", "Evaluation and approval"),
                                    ("standstill", "Standstill"),
                                    ("transfer", "Staff transfer"),
                                    ("mobilisation", "Mobilisation"),
                                ],
                                max_length=16,
                            ),
                        ),
                        ("starts_on", models.DateField()),
                        ("ends_on", models.DateField()),
                    ],
                    options={
                        "ordering": ["starts_on", "id"],
                        "indexes": [models.Index(fields=["starts_on", "ends_on"], name="procurement_starts__49bc80_idx")],
                        "constraints": [
                            models.UniqueConstraint(fields=("commission", "phase"), name="timetable_phase_once"),
                            models.CheckConstraint(
                                condition=models.Q(("ends_on__gte", models.F("starts_on"))),
                                name="timetable_phase_ends_after_it_starts",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="YouSaid",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        (
                            "commission",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="you_said", to="procurement.commission"
                            ),
                        ),
                        ("number", models.PositiveIntegerField()),
                        ("introduction", models.TextField(blank=True)),
                        ("published_at", models.DateTimeField(default=socialvalue.common.clock.now)),
                        (
                            "published_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                            ),
                        ),
                        ("reason", models.TextField(blank=True)),
                        ("replaced_at", models.DateTimeField(null=True)),
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
                        ("withdrawn_reason", models.TextField(blank=True)),
                    ],
                    options={
                        "ordering": ["-number"],
                        "indexes": [models.Index(fields=["-published_at"], name="procurement_publish_875f61_idx")],
                        "constraints": [
                            models.UniqueConstraint(fields=("commission", "number"), name="you_said_number_once"),
                            models.UniqueConstraint(
                                condition=models.Q(("replaced_at", None), ("withdrawn_at", None)),
                                fields=("commission",),
                                name="you_said_one_in_public",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("withdrawn_at", None), ("withdrawn_by", None), ("withdrawn_reason", "")),
                                    models.Q(
                                        ("withdrawn_at__isnull", False),
                                        ("withdrawn_by__isnull", False),
                                        models.Q(("withdrawn_reason", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="you_said_taken_back_with_a_reason",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="PublishedRemark",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        (
                            "edition",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="remarks", to="procurement.yousaid"
                            ),
                        ),
                        (
                            "remark",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="published", to="procurement.remark"
                            ),
                        ),
                        ("question", models.CharField(blank=True, max_length=40)),
                        (
                            "group",
                            models.CharField(
                                choices=[
                                    ("receives_care", "People who receive care and support"),
                                    ("carers", "Carers and families"),
                                    ("providers", "Providers"),
                                    ("vcse", "Voluntary, community and social enterprises"),
                                    ("residents", "Residents and communities"),
                                    ("staff", "Council staff"),
                                    ("partners", "Partner bodies"),
                                ],
                                max_length=16,
                            ),
                        ),
                        ("said_on", models.DateField()),
                        ("text", models.TextField()),
                        ("response", models.TextField()),
                        (
                            "name_digest",
                            models.CharField(
                                blank=True, help_text="SHA-256 of the name that was previewed; empty for none.", max_length=64
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["said_on", "remark_id"],
                        "constraints": [
                            models.UniqueConstraint(fields=("edition", "remark"), name="published_remark_once_an_edition")
                        ],
                    },
                ),
            ],
        ),
    ]
