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
