"""How long somebody stays signed in."""

from datetime import timedelta

# Whatever somebody does, they sign in again after a working day (OWASP ASVS 5.0, 7.3.2)
ABSOLUTE_END = timedelta(hours=8)
# Last seen is written at most this often
SEEN_EVERY = timedelta(minutes=1)
