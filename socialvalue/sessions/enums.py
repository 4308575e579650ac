"""How long somebody stays signed in."""

from datetime import timedelta

# Whatever somebody does, they sign in again after a working day (OWASP ASVS 5.0, 7.3.2)
ABSOLUTE_END = timedelta(hours=8)
# Last seen is written at most this often
SEEN_EVERY = timedelta(minutes=1)

# A browser that has signed in to an account stays known to it for as long as browsers keep a cookie
DEVICE_KNOWN_FOR = timedelta(days=400)
# More accounts than this from one browser: the oldest is forgotten
MOST_ACCOUNTS_A_DEVICE = 10
