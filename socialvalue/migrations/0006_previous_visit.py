from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("socialvalue", "0005_messages_that_can_be_acted_on")]

    operations = [
        migrations.AddField(model_name="user", name="previous_visit_at", field=models.DateTimeField(editable=False, null=True))
    ]
