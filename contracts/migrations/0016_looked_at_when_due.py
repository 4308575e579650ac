from datetime import timedelta

from django.db import migrations, models
from django.utils import timezone


def pass_over_the_past(apps, schema_editor):
    """What was handed in or given up is not looked at again; of the rest the first run finds what was said already."""
    due_returns, returns = apps.get_model("contracts", "DueReturn"), apps.get_model("contracts", "Return")
    handed_in = returns.objects.filter(due=models.OuterRef("pk"), status__in=["submitted", "verified"])
    past = due_returns.objects.filter(due_on__lte=timezone.localdate() - timedelta(days=21))
    past.filter(models.Q(waived_at__isnull=False) | models.Exists(handed_in)).update(reminded=4)


class Migration(migrations.Migration):
    dependencies = [
        ("contracts", "0013_kept_figures"),
        ("socialvalue", "0022_loose_ends"),
    ]

    operations = [
        migrations.AddField(
            model_name="contract",
            name="end_notices",
            field=models.PositiveSmallIntegerField(default=0, editable=False),
        ),
        migrations.AddField(
            model_name="duereturn",
            name="reminded",
            field=models.PositiveSmallIntegerField(default=0, editable=False),
        ),
        migrations.AddIndex(
            model_name="contract",
            index=models.Index(fields=["status", "ends_on"], name="contracts_c_status_916467_idx"),
        ),
        migrations.AddIndex(
            model_name="contract",
            index=models.Index(fields=["status", "end_notices", "ends_on"], name="contracts_c_status_61b36f_idx"),
        ),
        migrations.AddIndex(
            model_name="duereturn",
            index=models.Index(fields=["reminded", "due_on"], name="contracts_d_reminde_d5d7f8_idx"),
        ),
        migrations.RunPython(pass_over_the_past, migrations.RunPython.noop),
    ]
