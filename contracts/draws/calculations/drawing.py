"""Which returns are drawn for a full look: one rule, which nobody can steer and anybody can work out again. Pure.

Each return has one number between 0 and 1, made of the seed of the day on which it was first submitted and of what it is: the
key of its due row and of its version. The seed is chosen by chance on that day and shown from the next one on. So nobody knows
the number while it could still be avoided, and everybody can check it when it no longer can.
"""

from hashlib import sha256

LEAST, MOST = 2, 100


def key_of(due: int, number: int) -> str:
    """What is drawn: version ``number`` of the return for this due row, however often it is submitted."""
    return f"{due}/{number}"


def digest_of(seed: str, key: str) -> str:
    """SHA-256 of “seed:key”, as 64 hexadecimal digits. ``printf '%s' "$seed:$key" | sha256sum`` gives the same."""
    return sha256(f"{seed}:{key}".encode()).hexdigest()


def is_drawn(digest: str, one_in: int) -> bool:
    """Whether the digest, read as a number, divides by ``one_in`` without remainder."""
    return int(digest, 16) % one_in == 0


def in_words(one_in: int) -> str:
    """“1 in 10”."""
    return f"1 in {one_in}"
