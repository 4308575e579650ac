"""Grants in the register that have not ended are evaluated on their last day, or a year after their first where none was agreed."""

from datetime import date

from django.db import migrations
from django.db.models import F

AT_ONCE = date(2000, 1, 1)


def set_days(apps, schema_editor):
    contract = apps.get_model("contracts", "Contract")
    grants = contract.objects.filter(kind="grant", evaluation_due_on=None).exclude(status="ended")
    grants.exclude(ends_on=None).update(evaluation_due_on=F("ends_on"), look_on=AT_ONCE)
    for one in grants.filter(ends_on=None).iterator():
        one.evaluation_due_on = _a_year_later(one.starts_on)
        one.look_on = AT_ONCE
        one.save(update_fields=["evaluation_due_on", "look_on"])


def _a_year_later(day):
    return date(day.year + 1, 2, 28) if (day.month, day.day) == (2, 29) else day.replace(year=day.year + 1)


class Migration(migrations.Migration):
    dependencies = [("contracts", "0031_grants_and_new_ideas")]

    operations = [migrations.RunPython(set_days, migrations.RunPython.noop)]
