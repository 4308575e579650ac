"""Messages to people: a row first, an e-mail later. The unique key makes a repeated reminder impossible."""

from typing import Self

from django.conf import settings
from django.db import models

from socialvalue.common import clock

MOST_ATTEMPTS = 8


class MessageQuerySet(models.QuerySet):
    def visible_to(self, user) -> Self:
        """A message is read by the person it is addressed to."""
        return self.filter(recipient=user)


class Message(models.Model):
    # One row a thing, kind and person: "return-due:412:overdue:17"
    key = models.CharField(max_length=200, unique=True)
    recipient = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="messages")
    # Kept with the message: the address it went to, even when the person's address changes
    address = models.EmailField()
    subject = models.CharField(max_length=200)
    body = models.TextField(help_text="Plain text.")
    url = models.CharField(max_length=300, blank=True, help_text="A path on this site.")
    created_at = models.DateTimeField(default=clock.now, editable=False)
    sent_at = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    # Not before this time: later and later after each refusal by the mail server
    try_after = models.DateTimeField(default=clock.now)
    read_at = models.DateTimeField(null=True)

    objects = MessageQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-id"]
        indexes = [models.Index(fields=["sent_at", "try_after"]), models.Index(fields=["recipient", "-created_at"])]

    def __str__(self):
        return f"{self.subject} → {self.address}"
