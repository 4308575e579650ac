from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("socialvalue", "0019_sessions_end_by_row"),
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
    ]
