"""Ask the virus scanner (ClamAV's clamd) about bytes, over its socket. Nothing is written anywhere for it.

The protocol is a few lines: a command, pieces each with its length before it, a length of nought, and one line of answer.
"""

import contextlib
import socket
import struct
from collections.abc import Iterator
from urllib.parse import urlsplit

from django.conf import settings

CONNECT_SECONDS, ANSWER_SECONDS = 3, 15
PIECE = 256 * 1024
FOUND, CLEAN = " FOUND", "stream: OK"


class NoAnswer(Exception):
    """The scanner cannot be reached, is busy for too long, or says something else than what it found."""


def is_set_up() -> bool:
    return bool(settings.CLAMD_URL)


def found_in(data: bytes) -> str:
    """The name of what the scanner found in ``data``; "" where it found nothing. Raises NoAnswer.

    Without a scanner (CLAMD_URL empty) nothing is found.
    """
    if not is_set_up():
        return ""
    answer = _asked(b"INSTREAM", data)
    if answer.endswith(FOUND):
        return answer.removesuffix(FOUND).removeprefix("stream: ")
    if answer != CLEAN:
        raise NoAnswer(answer)
    return ""


def state() -> str:
    """ "ok", "not set up", or "not reachable", for an operator."""
    if not is_set_up():
        return "not set up"
    try:
        return "ok" if _asked(b"PING", None) == "PONG" else "not reachable"
    except NoAnswer:
        return "not reachable"


def _asked(command: bytes, data: bytes | None) -> str:
    try:
        with _line() as line:
            line.sendall(b"z" + command + b"\0")
            if data is not None:
                _send(line, data)
            answer = b""
            while piece := line.recv(4096):
                answer += piece
                if b"\0" in answer or len(answer) > 65536:
                    break
    except (OSError, ValueError) as problem:
        raise NoAnswer(str(problem)) from problem
    return answer.rstrip(b"\0").decode("utf-8", "replace")


def _send(line: socket.socket, data: bytes) -> None:
    for start in range(0, len(data), PIECE):
        piece = data[start : start + PIECE]
        try:
            line.sendall(struct.pack(">I", len(piece)) + piece)
        except (BrokenPipeError, ConnectionResetError):
            # It has answered before the end, such as that it reads no more: what it said is still to be read
            return
    with contextlib.suppress(BrokenPipeError, ConnectionResetError):
        line.sendall(struct.pack(">I", 0))


@contextlib.contextmanager
def _line() -> Iterator[socket.socket]:
    """A connection to tcp://host:port or unix:///path."""
    where = urlsplit(settings.CLAMD_URL)
    if where.scheme == "unix":
        line = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        line.settimeout(CONNECT_SECONDS)
        try:
            line.connect(where.path)
        except OSError:
            line.close()
            raise
    else:
        line = socket.create_connection((where.hostname or "", where.port or 3310), timeout=CONNECT_SECONDS)
    with line:
        line.settimeout(ANSWER_SECONDS)
        yield line
