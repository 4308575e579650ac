import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("procurement", "0008_names_as_they_were"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="KeptResult",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("sha256", models.CharField(max_length=64)),
                ("content", models.JSONField(help_text="As procurement.scoring.kept writes it.")),
            ],
        ),
        migrations.AddField(
            model_name="award",
            name="over_told_at",
            field=models.DateTimeField(editable=False, null=True),
        ),
        migrations.AddIndex(
            model_name="award",
            index=models.Index(fields=["status", "over_told_at", "standstill_last_day"], name="procurement_status_8ea549_idx"),
        ),
        migrations.AddField(
            model_name="keptresult",
            name="record",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.PROTECT, related_name="kept", to="procurement.evaluationrecord"
            ),
        ),
    ]
