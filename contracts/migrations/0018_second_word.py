from django.conf import settings
from django.db import migrations, models
from django.db.models import F, Q

UNDECIDED = Q(decided_at=None, withdrawn_at=None)
SOMEHOW = Q(decided_by=None, decided_at=None, accepted=None) | Q(
    decided_by__isnull=False, decided_at__isnull=False, accepted__isnull=False, withdrawn_at=None
)

OLD = ["one_supplier_change_at_a_time", "supplier_change_decided_by_somebody", "supplier_change_by_two_people"]


def taken_back(apps, schema_editor):
    """Who took a proposal back had refused it themselves until now."""
    for row in apps.get_model("contracts", "SupplierChange").objects.filter(accepted=False, decided_by=F("asked_by")):
        row.withdrawn_at, row.decided_at, row.decided_by, row.accepted, row.decision = row.decided_at, None, None, None, ""
        row.save()


class Migration(migrations.Migration):
    dependencies = [
        ("contracts", "0017_supplier_kinds"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        *(migrations.RemoveConstraint("supplierchange", name) for name in OLD),
        migrations.RenameField("supplierchange", "proposed_by", "asked_by"),
        migrations.RenameField("supplierchange", "proposed_at", "asked_at"),
        migrations.AlterModelOptions("supplierchange", {"ordering": ["asked_at", "id"]}),
        migrations.AddField("supplierchange", "withdrawn_at", models.DateTimeField(null=True)),
        migrations.RunPython(taken_back, migrations.RunPython.noop),
        migrations.AddConstraint(
            "supplierchange",
            models.UniqueConstraint(fields=["contract"], condition=UNDECIDED, name="one_supplier_change_at_a_time"),
        ),
        migrations.AddConstraint(
            "supplierchange", models.CheckConstraint(condition=SOMEHOW, name="supplier_change_decided_by_somebody_somehow")
        ),
        migrations.AddConstraint(
            "supplierchange",
            models.CheckConstraint(
                condition=Q(decided_by=None) | ~Q(decided_by=F("asked_by")), name="supplier_change_decided_by_a_second_person"
            ),
        ),
    ]
