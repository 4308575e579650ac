from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("contracts", "0004_return_last_save")]

    operations = [
        migrations.RemoveConstraint("kpi", "kpi_floor_on_the_worse_side_of_the_target"),
        migrations.RenameField("kpi", "floor", "minimum"),
        migrations.RenameField("kpi", "combining", "kind"),
        migrations.RenameField("duereturn", "floor", "minimum"),
    ]
