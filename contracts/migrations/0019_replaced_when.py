from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("contracts", "0018_second_word"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="return",
            index=models.Index(condition=models.Q(("status", "replaced")), fields=["replaced_at"], name="returns_replaced"),
        ),
    ]
