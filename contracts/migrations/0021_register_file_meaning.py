from django.db import migrations, models


def as_it_was_read(apps, schema_editor):
    """Files that wait were read by what their council had said."""
    files = apps.get_model("contracts", "RegisterFile").objects.filter(brought_at=None, abandoned_at=None, refused="")
    for said in apps.get_model("contracts", "RegisterMeaning").objects.all():
        files.filter(council=said.council_id).update(meaning={"headings": said.headings, "fixed": said.fixed, "words": {}})


class Migration(migrations.Migration):
    dependencies = [("contracts", "0020_register_meaning")]

    operations = [
        migrations.AddField(model_name="registerfile", name="meaning", field=models.JSONField(default=dict)),
        migrations.RunPython(as_it_was_read, migrations.RunPython.noop),
    ]
