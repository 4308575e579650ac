import uuid

from django.db import migrations, models
from django.http import QueryDict

import socialvalue.common.clock
import socialvalue.documents.models


def say_names(apps, schema_editor):
    """Kept views chose a supplier or contract by its key from a list of thousands; now it is typed."""
    organisations, views = apps.get_model("socialvalue", "Organisation"), apps.get_model("socialvalue", "SavedView")
    for view in views.objects.filter(list__in=["contracts", "returns-to-verify"], query__contains="supplier="):
        query = QueryDict(view.query, mutable=True)
        found = organisations.objects.filter(pk=query["supplier"]).first() if query.get("supplier", "").isdecimal() else None
        if found:
            query["supplier"] = found.name
            view.query = query.urlencode()
            view.save(update_fields=["query"])


class Migration(migrations.Migration):
    dependencies = [
        ("socialvalue", "0022_loose_ends"),
    ]

    operations = [
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
        migrations.RunPython(say_names, migrations.RunPython.noop),
    ]
