from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("socialvalue", "0006_plain_words")]

    operations = [
        migrations.AddField(
            model_name="user",
            name="search_shortcut",
            field=models.BooleanField(default=True, help_text="The key / goes to the search box."),
        ),
    ]
