"""Tenders of before lots were not divided: each gets its one lot, with the tender's value, and all of its criteria stand there."""

from django.db import migrations
from django.db.models import OuterRef, Subquery


def give_lots(apps, schema_editor):
    """In two statements, however many tenders there are; safe to repeat."""
    Tender, Lot, Criterion = (apps.get_model("procurement", name) for name in ("Tender", "Lot", "Criterion"))
    without = Tender.objects.filter(lots=None).order_by("pk").values_list("pk", "value")
    Lot.objects.bulk_create((Lot(tender_id=pk, value=value) for pk, value in without.iterator()), batch_size=500)
    first = Lot.objects.filter(tender=OuterRef("tender"), number=1)
    Criterion.objects.filter(lot=None).update(lot=Subquery(first.values("pk")))


class Migration(migrations.Migration):
    dependencies = [("procurement", "0004_lots")]

    operations = [migrations.RunPython(give_lots, migrations.RunPython.noop)]
