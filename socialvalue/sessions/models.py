"""Who is signed in, where and since when: Django's sessions with columns of their own."""

from importlib import import_module

from django.conf import settings
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models


class Session(AbstractBaseSession):
    """``user`` is empty while nobody is signed in. ``expire_date`` is its end, when nobody does anything any more."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, null=True, related_name="sessions")
    since = models.DateTimeField(null=True, help_text="When they signed in.")
    seen_at = models.DateTimeField(null=True, help_text="When they last did something, to the minute.")
    address = models.CharField(max_length=45, blank=True, help_text="The network address they were last seen at.")
    device = models.CharField(max_length=80, blank=True, help_text="What they signed in with, in words.")

    class Meta(AbstractBaseSession.Meta):
        abstract = False

    @classmethod
    def get_session_store_class(cls):
        return import_module(settings.SESSION_ENGINE).SessionStore


class Attempts(models.Model):
    """How often something was tried from ``began_at`` on: passwords for an account, from an address, codes.

    In the database, so that every process counts the same, with Redis and without. The key is keyed hash: no address, no name.
    """

    key = models.CharField(max_length=64, primary_key=True)
    count = models.PositiveIntegerField(default=0)
    began_at = models.DateTimeField(db_index=True)

    def __str__(self):
        return f"{self.count} since {self.began_at:%H:%M:%S}"
