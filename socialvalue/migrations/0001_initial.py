import uuid

import django.core.serializers.json
import django.db.models.deletion
import django.db.models.functions.datetime
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import socialvalue.accounts.triggers
import socialvalue.audit.triggers
import socialvalue.common.clock
import socialvalue.common.migrating
import socialvalue.documents.models
import socialvalue.exports.models
import socialvalue.framework.triggers


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        socialvalue.common.migrating.CreateModels(
            models=[
                migrations.CreateModel(
                    name="User",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        ("password", models.CharField(max_length=128, verbose_name="password")),
                        ("last_login", models.DateTimeField(blank=True, null=True, verbose_name="last login")),
                        ("email", models.EmailField(max_length=254, unique=True)),
                        ("name", models.CharField(max_length=150)),
                        ("job_title", models.CharField(blank=True, max_length=150)),
                        ("is_active", models.BooleanField(default=True)),
                        ("date_joined", models.DateTimeField(default=socialvalue.common.clock.now, editable=False)),
                        ("address_unconfirmed", models.BooleanField(default=False, editable=False)),
                        (
                            "news",
                            models.CharField(
                                choices=[
                                    ("at_once", "An email at once"),
                                    ("daily", "One email a day, at 7am"),
                                    ("on_page", "No email: only on the Messages page"),
                                ],
                                default="at_once",
                                max_length=8,
                            ),
                        ),
                        ("search_shortcut", models.BooleanField(default=True, help_text="The key / goes to the search box.")),
                        (
                            "works_for",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to="socialvalue.organisation",
                            ),
                        ),
                        ("previous_visit_at", models.DateTimeField(editable=False, null=True)),
                        ("tour_ended_at", models.DateTimeField(blank=True, editable=False, null=True)),
                    ],
                    options={
                        "ordering": ["name", "email"],
                    },
                ),
                migrations.CreateModel(
                    name="Attempts",
                    fields=[
                        ("key", models.CharField(max_length=64, primary_key=True, serialize=False)),
                        ("count", models.PositiveIntegerField(default=0)),
                        ("began_at", models.DateTimeField(db_index=True)),
                    ],
                ),
                migrations.CreateModel(
                    name="Counter",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        ("prefix", models.CharField(max_length=20, unique=True)),
                        ("last", models.PositiveIntegerField(default=0)),
                    ],
                ),
                migrations.CreateModel(
                    name="Directorate",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        (
                            "council",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="directorates",
                                to="socialvalue.organisation",
                            ),
                        ),
                        ("name", models.CharField(max_length=120)),
                        ("code", models.CharField(max_length=12)),
                    ],
                    options={
                        "ordering": ["name"],
                        "constraints": [
                            models.UniqueConstraint(fields=("council", "code"), name="directorate_code_once_a_council")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="District",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        ("gss_code", models.CharField(max_length=9, unique=True)),
                        ("name", models.CharField(max_length=80)),
                        ("county", models.CharField(max_length=40)),
                    ],
                    options={
                        "ordering": ["county", "name"],
                    },
                ),
                migrations.CreateModel(
                    name="Framework",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        (
                            "council",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="frameworks",
                                to="socialvalue.organisation",
                            ),
                        ),
                        ("code", models.CharField(max_length=30, unique=True)),
                        ("name", models.CharField(max_length=200)),
                        ("description", models.TextField(blank=True)),
                    ],
                    options={
                        "ordering": ["name"],
                    },
                ),
                migrations.CreateModel(
                    name="Goal",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        ("number", models.PositiveSmallIntegerField(unique=True)),
                        ("name", models.CharField(max_length=120)),
                    ],
                    options={
                        "ordering": ["number"],
                    },
                ),
                migrations.CreateModel(
                    name="Heartbeat",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        ("service", models.CharField(max_length=40, unique=True)),
                        ("seen_at", models.DateTimeField()),
                    ],
                ),
                migrations.CreateModel(
                    name="Outcome",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        (
                            "priority",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="outcomes", to="socialvalue.priority"
                            ),
                        ),
                        ("code", models.CharField(max_length=20)),
                        ("name", models.CharField(max_length=300)),
                        (
                            "strategic_outcome",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="outcomes",
                                to="socialvalue.strategicoutcome",
                            ),
                        ),
                        ("order", models.PositiveSmallIntegerField(default=0)),
                    ],
                    options={
                        "ordering": ["order", "code"],
                        "constraints": [
                            models.UniqueConstraint(fields=("priority", "code"), name="outcome_code_once_a_priority")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Turn",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        ("name", models.CharField(max_length=60, unique=True)),
                        ("holder", models.UUIDField()),
                        ("until", models.DateTimeField()),
                    ],
                ),
                migrations.CreateModel(
                    name="FrameworkVersion",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        ("version", models.PositiveIntegerField(default=1, editable=False)),
                        (
                            "framework",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="versions", to="socialvalue.framework"
                            ),
                        ),
                        ("number", models.PositiveIntegerField()),
                        (
                            "status",
                            models.CharField(
                                choices=[("draft", "Draft"), ("published", "Published"), ("retired", "Retired")],
                                default="draft",
                                max_length=12,
                            ),
                        ),
                        ("source", models.CharField(blank=True, help_text="The document it comes from.", max_length=300)),
                        ("licence", models.CharField(blank=True, max_length=120)),
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
                        ("created_at", models.DateTimeField(default=socialvalue.common.clock.now, editable=False)),
                    ],
                    options={
                        "ordering": ["framework", "-number"],
                        "constraints": [
                            models.UniqueConstraint(fields=("framework", "number"), name="framework_version_number_once"),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("published_at", None), ("status", "draft")),
                                    models.Q(models.Q(("status", "draft"), _negated=True), ("published_at__isnull", False)),
                                    _connector="OR",
                                ),
                                name="framework_version_published_with_a_date",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="HeldFile",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        ("label", models.CharField(max_length=80)),
                        ("key", models.UUIDField(unique=True)),
                        ("since", models.DateTimeField(default=socialvalue.common.clock.now, editable=False)),
                        (
                            "uploaded_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("found", models.CharField(blank=True, help_text="What the scanner calls it.", max_length=200)),
                    ],
                    options={
                        "ordering": ["since", "pk"],
                    },
                ),
                migrations.CreateModel(
                    name="Job",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        ("kind", models.CharField(max_length=60)),
                        ("key", models.CharField(max_length=200, unique=True)),
                        ("arguments", models.JSONField(default=dict)),
                        (
                            "status",
                            models.CharField(
                                choices=[("queued", "Waiting"), ("running", "Running"), ("done", "Done"), ("failed", "Failed")],
                                default="queued",
                                max_length=20,
                            ),
                        ),
                        ("progress", models.PositiveSmallIntegerField(default=0, help_text="0 to 100")),
                        ("step", models.CharField(blank=True, max_length=200)),
                        ("error", models.TextField(blank=True)),
                        ("result_url", models.CharField(blank=True, max_length=300)),
                        ("attempts", models.PositiveSmallIntegerField(default=0)),
                        (
                            "requested_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="jobs",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("requested_at", models.DateTimeField(default=socialvalue.common.clock.now, editable=False)),
                        ("heartbeat_at", models.DateTimeField(null=True)),
                        ("finished_at", models.DateTimeField(null=True)),
                    ],
                    options={
                        "ordering": ["-requested_at"],
                        "indexes": [
                            models.Index(fields=["status", "heartbeat_at"], name="socialvalue_status_cdee09_idx"),
                            models.Index(fields=["requested_by", "-requested_at"], name="socialvalue_request_4ac4c5_idx"),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Export",
                    fields=[
                        ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="exports", to=settings.AUTH_USER_MODEL
                            ),
                        ),
                        ("kind", models.CharField(max_length=40)),
                        ("query", models.CharField(blank=True, max_length=2000)),
                        (
                            "form",
                            models.CharField(choices=[("csv", "CSV"), ("xlsx", "Excel workbook")], default="csv", max_length=4),
                        ),
                        ("title", models.CharField(max_length=200)),
                        ("digest", models.CharField(max_length=64)),
                        ("asked_at", models.DateTimeField(default=socialvalue.common.clock.now, editable=False)),
                        (
                            "job",
                            models.ForeignKey(
                                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="socialvalue.job"
                            ),
                        ),
                        ("file", models.FileField(blank=True, upload_to=socialvalue.exports.models.export_path)),
                        ("name", models.CharField(blank=True, max_length=200)),
                        ("rows", models.PositiveBigIntegerField(null=True)),
                        ("size", models.PositiveBigIntegerField(help_text="Bytes.", null=True)),
                        ("sha256", models.CharField(blank=True, max_length=64)),
                        ("made_as", models.CharField(blank=True, max_length=64)),
                        ("made_at", models.DateTimeField(null=True)),
                        ("kept_until", models.DateField(help_text="The last day on which it can be taken.", null=True)),
                    ],
                    options={
                        "ordering": ["-asked_at", "-id"],
                        "indexes": [
                            models.Index(fields=["by", "-asked_at"], name="exports_of"),
                            models.Index(fields=["kept_until"], name="exports_over"),
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("made_at", None)), fields=("by", "digest"), name="export_asked_for_once"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("kept_until", None), ("made_at", None)),
                                    models.Q(("kept_until__isnull", False), ("made_at__isnull", False)),
                                    _connector="OR",
                                ),
                                name="export_made_is_kept_until",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Joining",
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
                        ("doing", models.CharField(choices=[("join", "Join"), ("part", "Separate")], max_length=4)),
                        (
                            "kept",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="joinings_kept",
                                to="socialvalue.organisation",
                            ),
                        ),
                        (
                            "joined",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="joinings_joined",
                                to="socialvalue.organisation",
                            ),
                        ),
                        ("reason", models.TextField()),
                        ("evidence", models.TextField()),
                        ("given_back", models.JSONField(default=list)),
                        (
                            "council",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="socialvalue.organisation"
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["asked_at", "id"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("kept", models.F("joined")), _negated=True), name="joining_of_two_suppliers"
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("decided_at", None), ("withdrawn_at", None)),
                                fields=("joined",),
                                name="joining_proposed_once",
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
                                name="joining_decided_by_somebody_somehow",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("decided_by", None),
                                    models.Q(("decided_by", models.F("asked_by")), _negated=True),
                                    _connector="OR",
                                ),
                                name="joining_decided_by_a_second_person",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="MadeFile",
                    fields=[
                        ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                        ("key", models.CharField(max_length=200, unique=True)),
                        ("file", models.FileField(upload_to=socialvalue.documents.models.made_path)),
                        ("name", models.CharField(max_length=200)),
                        ("content_type", models.CharField(max_length=120)),
                        ("size", models.PositiveBigIntegerField(help_text="Bytes.")),
                        ("sha256", models.CharField(max_length=64)),
                        ("made_at", models.DateTimeField(default=socialvalue.common.clock.now, editable=False)),
                        ("kept_until", models.DateField()),
                    ],
                    options={
                        "ordering": ["-made_at", "-id"],
                        "indexes": [models.Index(fields=["kept_until"], name="socialvalue_kept_un_4d15f4_idx")],
                    },
                ),
                migrations.CreateModel(
                    name="Organisation",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        ("name", models.CharField(max_length=200)),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("council", "Council"),
                                    ("supplier", "Supplier"),
                                    ("partner", "Partner authority or main contractor"),
                                ],
                                max_length=20,
                            ),
                        ),
                        (
                            "fictional",
                            models.BooleanField(default=False, help_text="Made up for the demonstration, and marked so."),
                        ),
                        ("registration_number", models.CharField(blank=True, editable=False, max_length=40)),
                        ("address", models.TextField(blank=True)),
                        ("postcode", models.CharField(blank=True, max_length=10)),
                        ("email", models.EmailField(blank=True, max_length=254)),
                        ("contact_team", models.CharField(blank=True, max_length=120)),
                        ("contact_phone", models.CharField(blank=True, max_length=40)),
                        ("contact_hours", models.CharField(blank=True, max_length=120)),
                        ("sme", models.BooleanField(help_text="Small or medium-sized; empty is not known.", null=True)),
                        (
                            "vcse",
                            models.BooleanField(
                                help_text="Voluntary, community or social enterprise; empty is not known.", null=True
                            ),
                        ),
                        ("brand_colour", models.CharField(blank=True, max_length=7)),
                        ("accent_colour", models.CharField(blank=True, max_length=7)),
                        (
                            "gss_code",
                            models.CharField(blank=True, help_text="A council's code in the national geography.", max_length=9),
                        ),
                        ("created_at", models.DateTimeField(default=socialvalue.common.clock.now, editable=False)),
                        ("confirmed_at", models.DateTimeField(editable=False, null=True)),
                        (
                            "confirmed_by",
                            models.ForeignKey(
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("confirmed_how", models.TextField(blank=True, editable=False)),
                        (
                            "part_of",
                            models.ForeignKey(
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="parts",
                                to="socialvalue.organisation",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["name"],
                        "indexes": [models.Index(fields=["kind", "name"], name="socialvalue_kind_4253ec_idx")],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("confirmed_at", None), ("confirmed_how", "")),
                                    models.Q(("confirmed_at__isnull", False), models.Q(("confirmed_how", ""), _negated=True)),
                                    _connector="OR",
                                ),
                                name="organisation_confirmed_somehow",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("part_of", None), models.Q(("part_of", models.F("id")), _negated=True), _connector="OR"
                                ),
                                name="organisation_part_of_another",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Message",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        ("key", models.CharField(max_length=200, unique=True)),
                        (
                            "recipient",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="messages",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("address", models.EmailField(max_length=254)),
                        (
                            "council",
                            models.ForeignKey(
                                help_text="In whose name it is sent.",
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="socialvalue.organisation",
                            ),
                        ),
                        ("subject", models.CharField(max_length=200)),
                        ("body", models.TextField(help_text="Plain text.")),
                        (
                            "private",
                            models.TextField(
                                blank=True, help_text="Said on the page alone, never in an e-mail: a comment, a reason."
                            ),
                        ),
                        ("url", models.CharField(blank=True, help_text="A path on this site.", max_length=300)),
                        (
                            "action",
                            models.CharField(blank=True, help_text="The link as a sentence: what is done there.", max_length=120),
                        ),
                        (
                            "why",
                            models.CharField(blank=True, help_text="Why this person gets it, as a sentence.", max_length=200),
                        ),
                        ("due_on", models.DateField(null=True)),
                        ("due_at", models.DateTimeField(null=True)),
                        (
                            "for_information",
                            models.BooleanField(
                                default=False, help_text="It asks nothing, so its person chooses how to hear of it."
                            ),
                        ),
                        (
                            "delivery",
                            models.CharField(
                                choices=[
                                    ("at_once", "An email at once"),
                                    ("daily", "One email a day, at 7am"),
                                    ("on_page", "No email: only on the Messages page"),
                                ],
                                default="at_once",
                                max_length=8,
                            ),
                        ),
                        (
                            "digest",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="gathered",
                                to="socialvalue.message",
                            ),
                        ),
                        ("created_at", models.DateTimeField(default=socialvalue.common.clock.now, editable=False)),
                        ("sent_at", models.DateTimeField(null=True)),
                        ("attempts", models.PositiveSmallIntegerField(default=0)),
                        ("try_after", models.DateTimeField(default=socialvalue.common.clock.now)),
                        ("read_at", models.DateTimeField(null=True)),
                    ],
                    options={
                        "ordering": ["-created_at", "-id"],
                        "indexes": [
                            models.Index(fields=["sent_at", "try_after"], name="socialvalue_sent_at_6bbad6_idx"),
                            models.Index(fields=["recipient", "-created_at"], name="socialvalue_recipie_4ec303_idx"),
                            models.Index(condition=models.Q(("read_at", None)), fields=["recipient"], name="message_unread"),
                            models.Index(
                                condition=models.Q(("delivery", "daily"), ("digest", None)),
                                fields=["recipient"],
                                name="message_for_digest",
                            ),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("due_at", None), ("due_on__isnull", False), _connector="OR"),
                                name="message_moment_has_its_day",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("for_information", False), ("due_on", None), _connector="OR"),
                                name="message_for_information_asks_nothing",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("for_information", True), ("delivery", "at_once"), _connector="OR"),
                                name="message_that_asks_is_sent_at_once",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Membership",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        (
                            "user",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="memberships",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "organisation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="memberships",
                                to="socialvalue.organisation",
                            ),
                        ),
                        (
                            "role",
                            models.CharField(
                                choices=[
                                    ("commissioner", "Commissioner"),
                                    ("procurement_officer", "Procurement officer"),
                                    ("evaluator", "Evaluator"),
                                    ("evaluation_lead", "Evaluation lead"),
                                    ("contract_manager", "Contract manager"),
                                    ("lead_director", "Lead director"),
                                    ("member", "Elected member"),
                                    ("supplier", "Supplier"),
                                    ("partner", "Partner officer"),
                                    ("administrator", "Administrator"),
                                ],
                                max_length=30,
                            ),
                        ),
                        (
                            "directorate",
                            models.ForeignKey(
                                blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, to="socialvalue.directorate"
                            ),
                        ),
                        ("started_at", models.DateTimeField(default=socialvalue.common.clock.now, editable=False)),
                        ("ended_at", models.DateTimeField(blank=True, null=True)),
                        ("until", models.DateField(blank=True, null=True)),
                        (
                            "granted_by",
                            models.ForeignKey(
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "confirmed_by",
                            models.ForeignKey(
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "indexes": [models.Index(fields=["organisation", "role"], name="socialvalue_organis_032970_idx")],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("ended_at", None)),
                                fields=("user", "organisation", "role"),
                                name="role_once_while_it_lasts",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("confirmed_by", None),
                                    models.Q(
                                        models.Q(("confirmed_by", models.F("granted_by")), _negated=True),
                                        models.Q(("confirmed_by", models.F("user")), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="role_confirmed_by_somebody_else",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="JoinRequest",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        (
                            "organisation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="join_requests",
                                to="socialvalue.organisation",
                            ),
                        ),
                        (
                            "user",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="join_requests",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("typed", models.JSONField(default=dict)),
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
                        ("reason", models.TextField(blank=True)),
                        (
                            "because_of",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="join_requests",
                                to="socialvalue.joining",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["asked_at", "id"],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("decided_at", None)),
                                fields=("organisation", "user"),
                                name="asks_to_join_once",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("accepted", None), ("decided_at", None), ("decided_by", None)),
                                    models.Q(
                                        ("accepted__isnull", False), ("decided_at__isnull", False), ("decided_by__isnull", False)
                                    ),
                                    _connector="OR",
                                ),
                                name="join_request_decided_by_somebody",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Invitation",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        (
                            "organisation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="invitations",
                                to="socialvalue.organisation",
                            ),
                        ),
                        ("email", models.EmailField(max_length=254)),
                        (
                            "invited_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                            ),
                        ),
                        ("invited_at", models.DateTimeField(default=socialvalue.common.clock.now, editable=False)),
                        ("accepted_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "accepted_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("cancelled_at", models.DateTimeField(blank=True, null=True)),
                    ],
                    options={
                        "ordering": ["-invited_at"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("accepted_at", None), ("accepted_by", None)),
                                    models.Q(("accepted_at__isnull", False), ("accepted_by__isnull", False)),
                                    _connector="OR",
                                ),
                                name="invitation_accepted_by_somebody_at_some_time",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="DetailsChange",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        (
                            "organisation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="details_changes",
                                to="socialvalue.organisation",
                            ),
                        ),
                        ("doing", models.CharField(choices=[("name", "Name"), ("number", "Register number")], max_length=6)),
                        ("name", models.CharField(blank=True, max_length=200)),
                        (
                            "scheme",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("GB-COH", "Companies House"),
                                    ("GB-CHC", "Charity Commission for England and Wales"),
                                    ("GB-SC", "Scottish Charity Regulator"),
                                    ("GB-NIC", "Charity Commission for Northern Ireland"),
                                    ("GB-PPON", "Central digital platform (PPON)"),
                                    ("other", "Another register"),
                                ],
                                max_length=8,
                            ),
                        ),
                        ("number", models.CharField(blank=True, max_length=40)),
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
                        ("reason", models.TextField(blank=True)),
                    ],
                    options={
                        "ordering": ["asked_at", "id"],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("decided_at", None)),
                                fields=("organisation", "doing"),
                                name="one_change_of_details_at_a_time",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("accepted", None), ("decided_at", None), ("decided_by", None)),
                                    models.Q(
                                        ("accepted__isnull", False), ("decided_at__isnull", False), ("decided_by__isnull", False)
                                    ),
                                    _connector="OR",
                                ),
                                name="change_of_details_decided_by_somebody",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Delegation",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        (
                            "absent",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="delegations",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "delegate",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="taken_on", to=settings.AUTH_USER_MODEL
                            ),
                        ),
                        (
                            "council",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="delegations",
                                to="socialvalue.organisation",
                            ),
                        ),
                        (
                            "duty",
                            models.CharField(
                                choices=[
                                    ("everything", "Everything that can be passed on"),
                                    ("contracts", "Contract management"),
                                    ("approvals", "Checks and approvals"),
                                ],
                                default="everything",
                                max_length=12,
                            ),
                        ),
                        ("starts_on", models.DateField()),
                        ("ends_on", models.DateField()),
                        ("made_at", models.DateTimeField(default=socialvalue.common.clock.now, editable=False)),
                        ("declined_at", models.DateTimeField(null=True)),
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
                    ],
                    options={
                        "ordering": ["-starts_on", "-id"],
                        "indexes": [
                            models.Index(fields=["delegate", "ends_on"], name="socialvalue_delegat_40fa3b_idx"),
                            models.Index(fields=["absent", "ends_on"], name="socialvalue_absent__9e5b33_idx"),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("absent", models.F("delegate")), _negated=True),
                                name="delegation_to_somebody_else",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("ends_on__gte", models.F("starts_on"))), name="delegation_days_in_order"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("ended_at", None), ("ended_by", None)),
                                    models.Q(("ended_at__isnull", False), ("ended_by__isnull", False)),
                                    _connector="OR",
                                ),
                                name="delegation_ended_by_somebody",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ClosedDays",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        (
                            "council",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="closed_days",
                                to="socialvalue.organisation",
                            ),
                        ),
                        ("first", models.DateField()),
                        ("last", models.DateField()),
                        ("name", models.CharField(max_length=100)),
                        (
                            "entered_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                            ),
                        ),
                        ("entered_at", models.DateTimeField(default=socialvalue.common.clock.now)),
                    ],
                    options={
                        "ordering": ["first", "pk"],
                        "indexes": [models.Index(fields=["council", "last"], name="socialvalue_council_2265c9_idx")],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("last__gte", models.F("first"))), name="closed_days_in_order"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("name", ""), _negated=True), name="closed_days_with_a_name"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="AuditEvent",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        ("at", models.DateTimeField(default=socialvalue.common.clock.now, editable=False)),
                        (
                            "actor",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("actor_label", models.CharField(max_length=200)),
                        (
                            "council",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="socialvalue.organisation",
                            ),
                        ),
                        ("verb", models.CharField(max_length=80)),
                        ("sentence", models.CharField(max_length=500)),
                        ("reason", models.TextField(blank=True)),
                        ("changes", models.JSONField(default=dict, encoder=django.core.serializers.json.DjangoJSONEncoder)),
                        ("confidential", models.BooleanField(default=False)),
                        ("digest", models.CharField(blank=True, editable=False, max_length=64)),
                        (
                            "recorded_at",
                            models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False, null=True),
                        ),
                    ],
                    options={
                        "ordering": ["-at", "-id"],
                        "indexes": [
                            models.Index(fields=["council", "-at", "-id"], name="audit_of_council"),
                            models.Index(fields=["actor", "-at", "-id"], name="audit_of_person"),
                            models.Index(fields=["council", "verb", "-at", "-id"], name="audit_of_act"),
                            models.Index(
                                condition=models.Q(("confidential", False)), fields=["council", "verb"], name="audit_open_acts"
                            ),
                            models.Index(
                                condition=models.Q(
                                    ("council", None), models.Q(("confidential", False), ("actor", None), _connector="OR")
                                ),
                                fields=["council", "-at", "-id"],
                                name="audit_of_none",
                            ),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("actor__isnull", False),
                                    ("actor_label", "The system"),
                                    ("actor_label__startswith", "The command line, used by "),
                                    _connector="OR",
                                ),
                                name="audit_actor_or_the_system",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="OrganisationName",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        (
                            "organisation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="names", to="socialvalue.organisation"
                            ),
                        ),
                        ("name", models.CharField(max_length=200)),
                        ("since", models.DateTimeField()),
                        ("until", models.DateTimeField()),
                    ],
                    options={
                        "ordering": ["until", "id"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("until__gte", models.F("since"))), name="name_ended_after_it_began"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Measure",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        (
                            "outcome",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="measures", to="socialvalue.outcome"
                            ),
                        ),
                        ("code", models.CharField(max_length=20)),
                        ("name", models.CharField(max_length=300)),
                        ("unit", models.CharField(help_text="What is counted: people, %, tonnes, £.", max_length=60)),
                        (
                            "direction",
                            models.CharField(
                                choices=[("higher", "Higher is better"), ("lower", "Lower is better")],
                                default="higher",
                                max_length=8,
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("outcome", "Outcome: a change for people or places"),
                                    ("output", "Output: something done or counted"),
                                ],
                                default="output",
                                max_length=8,
                            ),
                        ),
                        ("may_be_negative", models.BooleanField(db_default=False, default=False)),
                        ("evidence", models.TextField(blank=True, help_text="What a provider is expected to show.")),
                        ("guidance", models.TextField(blank=True)),
                        ("easy_read", models.CharField(blank=True, help_text="The same in easy-read wording.", max_length=300)),
                        ("order", models.PositiveSmallIntegerField(default=0)),
                    ],
                    options={
                        "ordering": ["order", "code"],
                        "constraints": [models.UniqueConstraint(fields=("outcome", "code"), name="measure_code_once_an_outcome")],
                    },
                ),
                migrations.CreateModel(
                    name="Priority",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        (
                            "version",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="priorities",
                                to="socialvalue.frameworkversion",
                            ),
                        ),
                        ("code", models.CharField(max_length=20)),
                        ("name", models.CharField(max_length=200)),
                        ("description", models.TextField(blank=True)),
                        ("order", models.PositiveSmallIntegerField(default=0)),
                    ],
                    options={
                        "ordering": ["order", "code"],
                        "constraints": [models.UniqueConstraint(fields=("version", "code"), name="priority_code_once_a_version")],
                    },
                ),
                migrations.CreateModel(
                    name="ProclaimedDay",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        ("day", models.DateField()),
                        (
                            "part",
                            models.CharField(
                                choices=[("ENG", "England"), ("WLS", "Wales"), ("SCT", "Scotland"), ("NIR", "Northern Ireland")],
                                max_length=3,
                            ),
                        ),
                        ("name", models.CharField(max_length=100)),
                        ("source", models.CharField(help_text="An address, or the number of the Gazette.", max_length=500)),
                        (
                            "entered_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                            ),
                        ),
                        ("entered_at", models.DateTimeField(default=socialvalue.common.clock.now)),
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
                        (
                            "taken_back_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("taken_back_at", models.DateTimeField(null=True)),
                        ("taken_back_reason", models.TextField(blank=True)),
                    ],
                    options={
                        "ordering": ["day", "pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("taken_back_at", None)),
                                fields=("day", "part"),
                                name="proclaimed_day_once_a_part",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("source", ""), _negated=True), models.Q(("name", ""), _negated=True)
                                ),
                                name="proclaimed_day_with_its_source",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("confirmed_at", None), ("confirmed_by", None)),
                                    models.Q(
                                        ("confirmed_at__isnull", False),
                                        ("confirmed_by__isnull", False),
                                        models.Q(("confirmed_by", models.F("entered_by")), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="proclaimed_day_confirmed_by_another",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("taken_back_at", None), ("taken_back_by", None), ("taken_back_reason", "")),
                                    models.Q(
                                        ("taken_back_at__isnull", False),
                                        ("taken_back_by__isnull", False),
                                        models.Q(("taken_back_reason", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="proclaimed_day_taken_back_with_reason",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Proxy",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        (
                            "measure",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="proxies", to="socialvalue.measure"
                            ),
                        ),
                        ("value", models.DecimalField(decimal_places=2, help_text="Pounds.", max_digits=14)),
                        ("unit", models.CharField(max_length=60)),
                        ("source", models.CharField(max_length=300)),
                        ("licence", models.CharField(max_length=120)),
                        ("price_year", models.PositiveSmallIntegerField()),
                        ("area", models.CharField(blank=True, max_length=120)),
                    ],
                    options={
                        "verbose_name_plural": "proxies",
                        "ordering": ["price_year"],
                        "constraints": [models.CheckConstraint(condition=models.Q(("value__gte", 0)), name="proxy_not_negative")],
                    },
                ),
                migrations.CreateModel(
                    name="ProxyPolicy",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        (
                            "council",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="proxy_policies",
                                to="socialvalue.organisation",
                            ),
                        ),
                        ("proxies_may_score", models.BooleanField(default=False)),
                        ("justification", models.TextField()),
                        (
                            "decided_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                            ),
                        ),
                        ("decided_at", models.DateTimeField(default=socialvalue.common.clock.now)),
                    ],
                    options={
                        "verbose_name_plural": "proxy policies",
                        "ordering": ["-decided_at", "-id"],
                    },
                ),
                migrations.CreateModel(
                    name="RecordCheck",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        ("began_at", models.DateTimeField()),
                        ("finished_at", models.DateTimeField()),
                        ("links", models.PositiveBigIntegerField()),
                        ("digest", models.CharField(blank=True, max_length=64)),
                        (
                            "fault",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("entry_changed", "An entry says something else than when it was linked"),
                                    ("entry_gone", "An entry was removed"),
                                    ("link_changed", "A link was changed, or the time of its entry"),
                                    ("link_gone", "A link was removed"),
                                    ("tail_gone", "The last links were removed"),
                                    ("no_digest", "An entry was not written by the service: it has no digest of its own"),
                                ],
                                max_length=13,
                            ),
                        ),
                        ("number", models.PositiveBigIntegerField(null=True)),
                        ("found", models.TextField(blank=True)),
                    ],
                    options={
                        "ordering": ["-finished_at", "-id"],
                        "indexes": [models.Index(fields=["-finished_at", "-id"], name="record_checks_lately")],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("fault", ""), ("found", ""), ("number", None)),
                                    models.Q(
                                        models.Q(("fault", ""), _negated=True),
                                        ("number__isnull", False),
                                        models.Q(("found", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="record_check_says_what_it_found",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="RecordLink",
                    fields=[
                        ("number", models.PositiveBigIntegerField(db_column="id", primary_key=True, serialize=False)),
                        (
                            "event",
                            models.OneToOneField(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="link",
                                to="socialvalue.auditevent",
                            ),
                        ),
                        ("content", models.CharField(max_length=64)),
                        ("digest", models.CharField(max_length=64)),
                        ("at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                    ],
                    options={
                        "ordering": ["number"],
                    },
                ),
                migrations.CreateModel(
                    name="RegisterNumber",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        (
                            "organisation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="numbers", to="socialvalue.organisation"
                            ),
                        ),
                        (
                            "scheme",
                            models.CharField(
                                choices=[
                                    ("GB-COH", "Companies House"),
                                    ("GB-CHC", "Charity Commission for England and Wales"),
                                    ("GB-SC", "Scottish Charity Regulator"),
                                    ("GB-NIC", "Charity Commission for Northern Ireland"),
                                    ("GB-PPON", "Central digital platform (PPON)"),
                                    ("other", "Another register"),
                                ],
                                max_length=8,
                            ),
                        ),
                        ("number", models.CharField(max_length=40)),
                        (
                            "declared_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("declared_at", models.DateTimeField(default=socialvalue.common.clock.now, editable=False)),
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
                        ("confirmed_how", models.TextField(blank=True)),
                        ("ended_at", models.DateTimeField(null=True)),
                    ],
                    options={
                        "ordering": ["scheme", "number", "id"],
                        "indexes": [models.Index(fields=["scheme", "number"], name="socialvalue_scheme_f39fc1_idx")],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("confirmed_at__isnull", False), ("ended_at", None)),
                                fields=("scheme", "number"),
                                name="register_number_confirmed_once",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("ended_at", None)),
                                fields=("organisation", "scheme", "number"),
                                name="register_number_once_a_supplier",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("confirmed_at", None), ("confirmed_how", "")),
                                    models.Q(("confirmed_at__isnull", False), models.Q(("confirmed_how", ""), _negated=True)),
                                    _connector="OR",
                                ),
                                name="register_number_confirmed_somehow",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="RepeatedEvent",
                    fields=[
                        ("key", models.CharField(max_length=64, primary_key=True, serialize=False)),
                        (
                            "first",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="socialvalue.auditevent"
                            ),
                        ),
                        ("more", models.PositiveIntegerField(default=0)),
                        ("told", models.PositiveIntegerField(default=1)),
                        ("last_at", models.DateTimeField(default=socialvalue.common.clock.now, editable=False)),
                    ],
                ),
                migrations.CreateModel(
                    name="RoleGrant",
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
                            "user",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="role_grants",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "council",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="role_grants",
                                to="socialvalue.organisation",
                            ),
                        ),
                        ("roles", models.JSONField()),
                        (
                            "directorate",
                            models.ForeignKey(
                                blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, to="socialvalue.directorate"
                            ),
                        ),
                        ("until", models.DateField(blank=True, null=True)),
                        ("reason", models.TextField(blank=True)),
                    ],
                    options={
                        "ordering": ["asked_at", "id"],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("decided_at", None), ("withdrawn_at", None)),
                                fields=("user", "council"),
                                name="one_open_grant_a_person",
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
                                name="grant_decided_by_somebody_somehow",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("asked_by", models.F("user")), _negated=True),
                                name="grant_not_asked_for_oneself",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("decided_by", None),
                                    models.Q(
                                        models.Q(("decided_by", models.F("asked_by")), _negated=True),
                                        models.Q(("decided_by", models.F("user")), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="grant_decided_by_a_second_person",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="SavedView",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        (
                            "user",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="saved_views",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "list",
                            models.CharField(
                                choices=[
                                    ("contracts", "Contracts"),
                                    ("commissions", "Commissions"),
                                    ("tenders", "Tenders"),
                                    ("returns-to-verify", "Returns to verify"),
                                ],
                                max_length=20,
                            ),
                        ),
                        ("name", models.CharField(max_length=60)),
                        ("query", models.CharField(blank=True, max_length=2000)),
                        ("is_default", models.BooleanField(default=False)),
                        ("created_at", models.DateTimeField(default=socialvalue.common.clock.now, editable=False)),
                    ],
                    options={
                        "ordering": ["name", "id"],
                        "constraints": [
                            models.UniqueConstraint(fields=("user", "list", "name"), name="saved_view_name_once_a_list"),
                            models.UniqueConstraint(
                                condition=models.Q(("is_default", True)), fields=("user", "list"), name="one_default_view_a_list"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="SentForm",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        ("token", models.CharField(max_length=64, unique=True)),
                        (
                            "user",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("path", models.CharField(max_length=500)),
                        ("words", models.CharField(max_length=64)),
                        ("led_to", models.CharField(blank=True, max_length=500)),
                        ("made_at", models.DateTimeField(default=socialvalue.common.clock.now)),
                    ],
                    options={
                        "indexes": [models.Index(fields=["user", "path", "made_at"], name="socialvalue_user_id_7d8212_idx")],
                    },
                ),
                migrations.CreateModel(
                    name="Session",
                    fields=[
                        (
                            "session_key",
                            models.CharField(max_length=40, primary_key=True, serialize=False, verbose_name="session key"),
                        ),
                        ("session_data", models.TextField(verbose_name="session data")),
                        ("expire_date", models.DateTimeField(db_index=True, verbose_name="expire date")),
                        (
                            "user",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="sessions",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("since", models.DateTimeField(help_text="When they signed in.", null=True)),
                        ("seen_at", models.DateTimeField(help_text="When they last did something, to the minute.", null=True)),
                        (
                            "address",
                            models.CharField(blank=True, help_text="The network address they were last seen at.", max_length=45),
                        ),
                        ("device", models.CharField(blank=True, help_text="What they signed in with, in words.", max_length=80)),
                    ],
                    options={
                        "verbose_name": "session",
                        "verbose_name_plural": "sessions",
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="StepReset",
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
                            "user",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="step_resets",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "council",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="step_resets",
                                to="socialvalue.organisation",
                            ),
                        ),
                        (
                            "supplier",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="socialvalue.organisation",
                            ),
                        ),
                        ("how", models.TextField(help_text="How whoever asked knows that it is they.")),
                        ("reason", models.TextField()),
                    ],
                    options={
                        "ordering": ["asked_at", "id"],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("decided_at", None), ("withdrawn_at", None)),
                                fields=("user", "council"),
                                name="one_open_reset_a_person",
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
                                name="reset_decided_by_somebody_somehow",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("asked_by", models.F("user")), _negated=True),
                                name="reset_not_asked_for_oneself",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("decided_by", None),
                                    models.Q(
                                        models.Q(("decided_by", models.F("asked_by")), _negated=True),
                                        models.Q(("decided_by", models.F("user")), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="reset_decided_by_a_second_person",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(models.Q(("how", ""), _negated=True), models.Q(("reason", ""), _negated=True)),
                                name="reset_says_how_and_why",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="StrategicOutcome",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        (
                            "council",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="strategic_outcomes",
                                to="socialvalue.organisation",
                            ),
                        ),
                        ("code", models.CharField(max_length=20)),
                        ("name", models.CharField(max_length=300)),
                        (
                            "parent",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="supporting",
                                to="socialvalue.strategicoutcome",
                            ),
                        ),
                        ("document", models.CharField(blank=True, help_text="The strategy that states it.", max_length=300)),
                        ("order", models.PositiveSmallIntegerField(default=0)),
                    ],
                    options={
                        "ordering": ["order", "code"],
                        "constraints": [models.UniqueConstraint(fields=("council", "code"), name="strategic_outcome_code_once")],
                    },
                ),
                migrations.CreateModel(
                    name="Crosswalk",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        (
                            "outcome",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="crosswalks", to="socialvalue.outcome"
                            ),
                        ),
                        (
                            "to_outcome",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="crosswalks_in",
                                to="socialvalue.outcome",
                            ),
                        ),
                        (
                            "to_strategic_outcome",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="crosswalks",
                                to="socialvalue.strategicoutcome",
                            ),
                        ),
                        (
                            "to_goal",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="crosswalks",
                                to="socialvalue.goal",
                            ),
                        ),
                        ("note", models.CharField(blank=True, max_length=300)),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("to_goal", None), ("to_outcome__isnull", False), ("to_strategic_outcome", None)),
                                    models.Q(("to_goal", None), ("to_outcome", None), ("to_strategic_outcome__isnull", False)),
                                    models.Q(("to_goal__isnull", False), ("to_outcome", None), ("to_strategic_outcome", None)),
                                    _connector="OR",
                                ),
                                name="crosswalk_points_at_one_thing",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="SupplierTie",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        (
                            "user",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="supplier_ties",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "supplier",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="socialvalue.organisation"
                            ),
                        ),
                        ("until", models.DateField(blank=True, help_text="The last day; empty while it lasts.", null=True)),
                        ("note", models.CharField(blank=True, max_length=300)),
                        (
                            "entered_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                            ),
                        ),
                        ("entered_at", models.DateTimeField(default=socialvalue.common.clock.now, editable=False)),
                        (
                            "withdrawn_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("withdrawn_at", models.DateTimeField(null=True)),
                        ("withdrawn_because", models.CharField(blank=True, max_length=300)),
                    ],
                    options={
                        "ordering": ["-entered_at", "-id"],
                        "indexes": [models.Index(fields=["user", "until"], name="socialvalue_user_id_304d6c_idx")],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("withdrawn_at", None), ("withdrawn_by", None)),
                                    models.Q(
                                        ("withdrawn_at__isnull", False),
                                        ("withdrawn_by__isnull", False),
                                        models.Q(("withdrawn_by", models.F("user")), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="supplier_tie_taken_back_by_somebody_else",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Witness",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        ("version", models.PositiveIntegerField(default=1, editable=False)),
                        (
                            "council",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="witnesses",
                                to="socialvalue.organisation",
                            ),
                        ),
                        ("name", models.CharField(max_length=120)),
                        ("email", models.EmailField(max_length=254)),
                        ("reason", models.TextField()),
                        ("added_at", models.DateTimeField(default=socialvalue.common.clock.now, editable=False)),
                        (
                            "added_by",
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
                        ("ended_reason", models.TextField(blank=True)),
                        ("sent_on", models.DateField(editable=False, null=True)),
                    ],
                    options={
                        "verbose_name_plural": "witnesses",
                        "ordering": ["name", "id"],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("ended_at", None)),
                                fields=("council", "email"),
                                name="witness_once_while_it_lasts",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("ended_at", None), ("ended_by", None)),
                                    models.Q(("ended_at__isnull", False), ("ended_by__isnull", False)),
                                    _connector="OR",
                                ),
                                name="witness_ended_by_somebody",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="AuditSubject",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        (
                            "event",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="subjects", to="socialvalue.auditevent"
                            ),
                        ),
                        ("object_type", models.CharField(max_length=80)),
                        ("object_id", models.CharField(max_length=40)),
                        ("label", models.CharField(max_length=300)),
                    ],
                    options={
                        "indexes": [
                            models.Index(fields=["object_type", "object_id"], name="socialvalue_object__96f595_idx"),
                            models.Index(fields=["label"], name="audit_about", opclasses=["varchar_pattern_ops"]),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Document",
                    fields=[
                        ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                        ("file", models.FileField(upload_to=socialvalue.documents.models.storage_path)),
                        ("name", models.CharField(max_length=200)),
                        ("content_type", models.CharField(max_length=120)),
                        ("size", models.PositiveBigIntegerField(help_text="Bytes.")),
                        ("sha256", models.CharField(max_length=64)),
                        (
                            "changed",
                            models.CharField(
                                blank=True, help_text="What was changed of the file when it came, in a sentence.", max_length=100
                            ),
                        ),
                        (
                            "held",
                            models.BooleanField(
                                default=False, help_text="The virus scanner has not looked at it: nobody may open it."
                            ),
                        ),
                        (
                            "description",
                            models.CharField(
                                blank=True, help_text="What a picture or recording shows, in words.", max_length=300
                            ),
                        ),
                        ("owner_type", models.CharField(max_length=80)),
                        ("owner_id", models.CharField(max_length=40)),
                        (
                            "uploaded_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("uploaded_at", models.DateTimeField(default=socialvalue.common.clock.now, editable=False)),
                    ],
                    options={
                        "ordering": ["uploaded_at"],
                        "indexes": [models.Index(fields=["owner_type", "owner_id"], name="socialvalue_owner_t_7b7341_idx")],
                    },
                ),
            ],
        ),
        socialvalue.accounts.triggers.OneSide(),
        socialvalue.framework.triggers.FreezeVersions(),
        socialvalue.audit.triggers.AppendOnly(
            table="socialvalue_auditevent",
        ),
        socialvalue.audit.triggers.AppendOnly(
            table="socialvalue_auditsubject",
        ),
        socialvalue.audit.triggers.AppendOnly(
            table="socialvalue_recordlink",
        ),
        socialvalue.audit.triggers.TimedByDatabase(),
    ]
