"""What PostgreSQL keeps of a password (SCRAM-SHA-256, RFC 5802): a statement that sets it so does not tell it to a log."""

import base64
import hashlib
import hmac

# As PostgreSQL's own
ITERATIONS, SALT_BYTES = 4096, 16


def verifier_of(password: str, salt: bytes, iterations: int = ITERATIONS) -> str:
    """The text to keep of ``password``, which is ASCII: other letters would have to be prepared first."""
    salted = hashlib.pbkdf2_hmac("sha256", password.encode(), salt, iterations)
    client = hmac.digest(salted, b"Client Key", "sha256")
    stored, server = hashlib.sha256(client).digest(), hmac.digest(salted, b"Server Key", "sha256")
    a, b, c = (base64.b64encode(part).decode() for part in (salt, stored, server))
    return f"SCRAM-SHA-256${iterations}:{a}${b}:{c}"


def is_of(verifier: str, password: str) -> bool:
    """Whether the database's verifier is of this password."""
    parts = verifier.replace(":", "$").split("$")
    if len(parts) != 5 or parts[0] != "SCRAM-SHA-256":
        return False
    return hmac.compare_digest(verifier, verifier_of(password, base64.b64decode(parts[2]), int(parts[1])))
