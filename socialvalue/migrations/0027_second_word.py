from django.conf import settings
from django.db import migrations, models
from django.db.models import F, Q

UNDECIDED = Q(decided_at=None, withdrawn_at=None)
SOMEHOW = Q(decided_by=None, decided_at=None, accepted=None) | Q(
    decided_by__isnull=False, decided_at__isnull=False, accepted__isnull=False, withdrawn_at=None
)

OLD = {
    "rolegrant": ["grant_not_asked_for_oneself", "grant_decided_by_a_second_person", "grant_decided_by_somebody_somehow"],
    "stepreset": ["reset_not_asked_for_oneself", "reset_decided_by_a_second_person", "reset_decided_by_somebody_somehow"],
    "joining": ["joining_proposed_once", "joining_decided_by_somebody", "joining_by_two_people"],
}


def by_two_people(name, about=None):
    second = ~Q(decided_by=F("asked_by"))
    found = [models.CheckConstraint(condition=SOMEHOW, name=f"{name}_decided_by_somebody_somehow")]
    if about:
        second &= ~Q(decided_by=F(about))
        found.append(models.CheckConstraint(condition=~Q(asked_by=F(about)), name=f"{name}_not_asked_for_oneself"))
    return [*found, models.CheckConstraint(condition=Q(decided_by=None) | second, name=f"{name}_decided_by_a_second_person")]


def taken_back(apps, schema_editor):
    """Who took a proposal back had refused it themselves until now."""
    for row in apps.get_model("socialvalue", "Joining").objects.filter(accepted=False, decided_by=F("asked_by")):
        row.withdrawn_at, row.decided_at, row.decided_by, row.accepted, row.decision = row.decided_at, None, None, None, ""
        row.save()


class Migration(migrations.Migration):
    dependencies = [
        ("socialvalue", "0023_turns_and_made_files"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        *(migrations.RemoveConstraint(model, name) for model, names in OLD.items() for name in names),
        migrations.RenameField("rolegrant", "refused_because", "decision"),
        migrations.RenameField("stepreset", "refused_because", "decision"),
        migrations.RenameField("joining", "proposed_by", "asked_by"),
        migrations.RenameField("joining", "proposed_at", "asked_at"),
        migrations.AlterModelOptions("joining", {"ordering": ["asked_at", "id"]}),
        migrations.AddField("joining", "withdrawn_at", models.DateTimeField(null=True)),
        migrations.RunPython(taken_back, migrations.RunPython.noop),
        migrations.AddConstraint(
            "joining", models.UniqueConstraint(fields=["joined"], condition=UNDECIDED, name="joining_proposed_once")
        ),
        *(migrations.AddConstraint("joining", one) for one in by_two_people("joining")),
        *(migrations.AddConstraint("rolegrant", one) for one in by_two_people("grant", about="user")),
        *(migrations.AddConstraint("stepreset", one) for one in by_two_people("reset", about="user")),
    ]
