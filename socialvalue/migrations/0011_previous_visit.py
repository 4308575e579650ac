from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("socialvalue", "0010_contact")]

    operations = [
        migrations.AddField(model_name="user", name="previous_visit_at", field=models.DateTimeField(editable=False, null=True))
    ]
