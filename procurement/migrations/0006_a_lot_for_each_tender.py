"""Tenders of before lots were not divided: each gets its one lot, with the tender's value, and all that hangs on a lot hangs there."""

from django.db import migrations
from django.db.models import OuterRef, Subquery


def give_lots(apps, schema_editor):
    """A few statements, however many tenders there are; safe to repeat."""
    Tender, Lot, Criterion, Award, Record = (
        apps.get_model("procurement", name) for name in ("Tender", "Lot", "Criterion", "Award", "EvaluationRecord")
    )
    without = Tender.objects.filter(lots=None).order_by("pk").values_list("pk", "value")
    Lot.objects.bulk_create((Lot(tender_id=pk, value=value) for pk, value in without.iterator()), batch_size=500)
    first = Lot.objects.filter(number=1)
    of_tender = Subquery(first.filter(tender=OuterRef("tender")).values("pk"))
    for rows in (Criterion, Award):
        rows.objects.filter(lot=None).update(lot=of_tender)
    of_evaluation = Subquery(first.filter(tender__evaluation=OuterRef("evaluation")).values("pk"))
    Record.objects.filter(lot=None).update(lot=of_evaluation)


class Migration(migrations.Migration):
    dependencies = [("procurement", "0005_lots")]

    operations = [migrations.RunPython(give_lots, migrations.RunPython.noop)]
