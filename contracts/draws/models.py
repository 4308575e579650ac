"""One return in so many is drawn for a full look: what a council chose, the seed of each day, what was drawn."""

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import Q

from contracts.draws.calculations.drawing import LEAST, MOST, digest_of, in_words, is_drawn, key_of
from contracts.draws.querysets import DrawQuerySet
from socialvalue.common import clock

USER = settings.AUTH_USER_MODEL


class DrawChoice(models.Model):
    """From a day on one return in ``one_in`` is drawn, or none (None). The last one chosen for the latest day counts."""

    council = models.ForeignKey("socialvalue.Organisation", on_delete=models.CASCADE, related_name="+")
    one_in = models.PositiveSmallIntegerField(null=True)
    from_day = models.DateField()
    reason = models.TextField()
    chosen_at = models.DateTimeField(default=clock.now)
    chosen_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["council", "from_day", "id"]
        indexes = [models.Index(fields=["council", "from_day", "id"])]
        constraints = [
            models.CheckConstraint(condition=Q(one_in=None) | Q(one_in__gte=LEAST, one_in__lte=MOST), name="draw_of_2_to_100")
        ]

    def __str__(self):
        return f"{self.council}, from {self.from_day}: {self.words}"

    @property
    def words(self) -> str:
        return f"{in_words(self.one_in)} is drawn" if self.one_in else "none is drawn"


class DrawDay(models.Model):
    """The seed of one day in one council, made by chance when its first return is drawn. Never changed (migration 0039)."""

    council = models.ForeignKey("socialvalue.Organisation", on_delete=models.PROTECT, related_name="+")
    day = models.DateField()
    seed = models.CharField(max_length=64)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["council", "day"], name="one_seed_a_day")]

    def __str__(self):
        return f"{self.council_id}: {self.day}"

    def shown_on(self, today: date) -> str:
        """The seed, once its day is over; empty before."""
        return self.seed if today > self.day else ""


class Draw(models.Model):
    """What the rule says of one version of a return, from its first submission on. Never changed and never made a second time."""

    due = models.ForeignKey("contracts.DueReturn", on_delete=models.PROTECT, related_name="draws")
    number = models.PositiveSmallIntegerField()
    day = models.ForeignKey(DrawDay, on_delete=models.PROTECT, related_name="draws")
    one_in = models.PositiveSmallIntegerField()
    digest = models.CharField(max_length=64)
    drawn = models.BooleanField()

    objects = DrawQuerySet.as_manager()

    class Meta:
        ordering = ["-day", "id"]
        indexes = [models.Index(fields=["day", "drawn", "id"])]
        constraints = [models.UniqueConstraint(fields=["due", "number"], name="return_drawn_once")]

    def __str__(self):
        return f"{self.key}: {self.words}"

    @property
    def key(self) -> str:
        return key_of(self.due_id, self.number)

    @property
    def words(self) -> str:
        """“Drawn for a full look (1 in 10)” or “Not drawn (1 in 10)”."""
        return f"{'Drawn for a full look' if self.drawn else 'Not drawn'} ({self.share})"

    @property
    def share(self) -> str:
        """“1 in 10”."""
        return in_words(self.one_in)

    @property
    def comes_out(self) -> bool:
        """Whether the seed of its day gives what is kept here. Needs ``day``."""
        digest = digest_of(self.day.seed, self.key)
        return (digest, is_drawn(digest, self.one_in)) == (self.digest, self.drawn)
