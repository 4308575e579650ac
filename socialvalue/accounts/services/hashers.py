"""Passwords are slow to check on purpose, so only a few are checked at once: pages must go on being served.

Argon2id as OWASP's Password Storage Cheat Sheet has it: 19 MiB, two passes, one lane. Passwords of before are checked with
PBKDF2 and hashed anew when their owner signs in.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import BoundedSemaphore

from django.conf import settings
from django.contrib.auth.hashers import Argon2PasswordHasher, PBKDF2PasswordHasher

from socialvalue.common.errors import TooBusy

BUSY = "Very many people are signing in at this moment. Wait a few seconds, then press the button again"
_at_once = BoundedSemaphore(settings.PASSWORD_HASHES_AT_ONCE)


@contextmanager
def in_turn() -> Iterator[None]:
    """Wait for one of the few places of this process; raises TooBusy when none is free in time."""
    if not _at_once.acquire(timeout=settings.PASSWORD_HASHES_WAIT_SECONDS):
        raise TooBusy(BUSY)
    try:
        yield
    finally:
        _at_once.release()


class Argon2id(Argon2PasswordHasher):
    time_cost = 2
    memory_cost = 19 * 1024
    parallelism = 1

    def encode(self, password, salt):
        with in_turn():
            return super().encode(password, salt)

    def verify(self, password, encoded):
        with in_turn():
            return super().verify(password, encoded)


class EarlierPBKDF2(PBKDF2PasswordHasher):
    """Only checks: every new hash is Argon2id's."""

    def encode(self, password, salt, iterations=None):
        with in_turn():
            return super().encode(password, salt, iterations)
