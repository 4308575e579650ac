"""Messages to people: a row first, an e-mail later. The unique key makes a repeated reminder impossible."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from socialvalue.common import clock
from socialvalue.common.templatetags.formats import plain_day, plain_moment
from socialvalue.notifications.enums import Delivery

MOST_ATTEMPTS = 8


class MessageQuerySet(models.QuerySet):
    def visible_to(self, user) -> Self:
        """A message is read by the person it is addressed to."""
        return self.filter(recipient=user)

    def unread(self) -> Self:
        return self.filter(read_at=None)

    def for_digest(self) -> Self:
        """News that waits for its person's daily e-mail; what was read on the page meanwhile is no news."""
        return self.unread().filter(delivery=Delivery.DAILY, digest=None, recipient__is_active=True)


class Message(models.Model):
    # One row a thing, kind and person: "return-due:412:overdue:17"
    key = models.CharField(max_length=200, unique=True)
    recipient = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="messages")
    # Kept with the message: the address it went to, even when the person's address changes
    address = models.EmailField()
    council = models.ForeignKey(
        "socialvalue.Organisation", on_delete=models.PROTECT, null=True, related_name="+", help_text="In whose name it is sent."
    )
    subject = models.CharField(max_length=200)
    body = models.TextField(help_text="Plain text.")
    private = models.TextField(blank=True, help_text="Said on the page alone, never in an e-mail: a comment, a reason.")
    enclosed_name = models.CharField(max_length=80, blank=True, help_text="Of a file that the e-mail brings along.")
    enclosed = models.TextField(blank=True, help_text="What stands in it: JSON.")
    url = models.CharField(max_length=300, blank=True, help_text="A path on this site.")
    action = models.CharField(max_length=120, blank=True, help_text="The link as a sentence: what is done there.")
    why = models.CharField(max_length=200, blank=True, help_text="Why this person gets it, as a sentence.")
    # By when it wants something done; a moment has its day beside it
    due_on = models.DateField(null=True)
    due_at = models.DateTimeField(null=True)
    for_information = models.BooleanField(default=False, help_text="It asks nothing, so its person chooses how to hear of it.")
    delivery = models.CharField(max_length=8, choices=Delivery.choices, default=Delivery.AT_ONCE)
    # The daily e-mail it went out with
    digest = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="gathered")
    created_at = models.DateTimeField(default=clock.now, editable=False)
    sent_at = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    # Not before this time: later and later after each refusal by the mail server
    try_after = models.DateTimeField(default=clock.now)
    read_at = models.DateTimeField(null=True)

    objects = MessageQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-id"]
        indexes = [
            models.Index(fields=["sent_at", "try_after"]),
            models.Index(fields=["recipient", "-created_at"]),
            models.Index(fields=["recipient"], name="message_unread", condition=Q(read_at=None)),
            models.Index(fields=["recipient"], name="message_for_digest", condition=Q(delivery="daily", digest=None)),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(enclosed_name="", enclosed="") | ~Q(enclosed_name="") & ~Q(enclosed=""),
                name="message_encloses_a_file_with_its_name",
            ),
            models.CheckConstraint(condition=Q(due_at=None) | Q(due_on__isnull=False), name="message_moment_has_its_day"),
            models.CheckConstraint(
                condition=Q(for_information=False) | Q(due_on=None), name="message_for_information_asks_nothing"
            ),
            models.CheckConstraint(
                condition=Q(for_information=True) | Q(delivery="at_once"), name="message_that_asks_is_sent_at_once"
            ),
        ]

    def __str__(self):
        return f"{self.subject} → {self.address}"

    @property
    def by_when(self) -> str:
        """“20 November 2026 at 2pm”, “20 November 2026”, or nothing."""
        if self.due_at is not None:
            return plain_moment(self.due_at)
        return plain_day(self.due_on) if self.due_on else ""

    @property
    def is_past(self) -> bool:
        """What it wanted could be done no longer, or is late."""
        if self.due_at is not None:
            return clock.now() >= self.due_at
        return self.due_on is not None and clock.today() > self.due_on
