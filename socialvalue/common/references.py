"""Human references such as COM-0012: one counter a prefix, drawn inside the caller's transaction."""

from django.db import models, transaction


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
