from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("contracts", "0027_objections_and_agreed_texts"),
    ]

    operations = [
        migrations.AddField(
            model_name="contract",
            name="planned_until",
            field=models.DateField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name="registerfile",
            name="came_in",
            field=models.CharField(blank=True, max_length=200),
        ),
        migrations.AddField(
            model_name="registerfile",
            name="good_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="registerfile",
            name="good_lines",
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name="registermeaning",
            name="words",
            field=models.JSONField(default=dict),
        ),
        migrations.AlterField(
            model_name="contract",
            name="ends_on",
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AddIndex(
            model_name="contract",
            index=models.Index(fields=["status", "planned_until"], name="contracts_c_status_c2c302_idx"),
        ),
        migrations.AddConstraint(
            model_name="contract",
            constraint=models.CheckConstraint(
                condition=models.Q(("ends_on__isnull", False), ("planned_until__isnull", False), _connector="OR"),
                name="contract_ends_or_is_planned",
            ),
        ),
    ]
