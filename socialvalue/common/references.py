"""Human references such as COM-0012: one counter a prefix, drawn inside the caller's transaction. And such as tell no count."""

import secrets

from django.db import models, transaction

# Neither vowels, which make words, nor what is taken for something else
LETTERS = "2346789BCDFGHJKMPQRTVWXZ"
GROUPS, IN_A_GROUP = 2, 4


class Counter(models.Model):
    prefix = models.CharField(max_length=20, unique=True)
    last = models.PositiveIntegerField(default=0)

    class Meta:
        app_label = "socialvalue"

    def __str__(self):
        return f"{self.prefix}-{self.last:04d}"


@transaction.atomic
def next_reference(prefix: str) -> str:
    """The next reference for ``prefix``; gaps appear only when the caller's transaction is rolled back."""
    Counter.objects.get_or_create(prefix=prefix)
    counter = Counter.objects.select_for_update().get(prefix=prefix)
    counter.last += 1
    counter.save(update_fields=["last"])
    return str(counter)


def random_reference(prefix: str) -> str:
    """A reference that tells nothing of how many there are: RCT-7F3K-Q2MX. The column that keeps it is unique."""
    groups = ("".join(secrets.choice(LETTERS) for _ in range(IN_A_GROUP)) for _ in range(GROUPS))
    return "-".join((prefix, *groups))
