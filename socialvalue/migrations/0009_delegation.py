import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import socialvalue.common.clock


class Migration(migrations.Migration):
    dependencies = [
        ("socialvalue", "0007_search_shortcut"),
    ]

    operations = [
        migrations.CreateModel(
            name="Delegation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
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
                    "absent",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="delegations", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "council",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="delegations", to="socialvalue.organisation"
                    ),
                ),
                (
                    "delegate",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="taken_on", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "ended_by",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
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
                        condition=models.Q(("absent", models.F("delegate")), _negated=True), name="delegation_to_somebody_else"
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
    ]
