"""Files this service makes: written piece by piece. Those for everybody: once a key, kept some days, swept."""

import hashlib
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from django.core.files.base import File
from django.core.files.storage import default_storage

from socialvalue.common import clock
from socialvalue.documents.models import MadeFile, made_path

# Rows swept a run; the next takes those after them
SET = 200


class _Pieces(File):
    """What a store takes as a file: pieces that are counted and hashed as they go by, and kept nowhere."""

    def __init__(self, pieces: Iterable[str | bytes], name: str):
        super().__init__(None, name)
        self.pieces, self.length, self.digest = pieces, 0, hashlib.sha256()

    def chunks(self, chunk_size: int | None = None) -> Iterator[bytes]:
        for piece in self.pieces:
            data = piece.encode() if isinstance(piece, str) else piece
            self.length += len(data)
            self.digest.update(data)
            yield data


def make(key: str, pieces: Iterable[str | bytes], *, name: str, content_type: str, kept_until: date) -> MadeFile:
    """Write ``pieces`` as a file once a ``key``, in constant memory; the one that is there, where it was made before.

    ``kept_until``: the last day on which it can be taken. One at a time for a key: the caller has a turn.
    """
    found = MadeFile.objects.filter(key=key).first()
    if found is not None:
        return found
    made = MadeFile(key=key, name=name, content_type=content_type, kept_until=kept_until)
    made.file.name = made_path(made, name)
    made.size, made.sha256 = written(made.file.name, pieces, name)
    made.save(force_insert=True)
    return made


def written(path: str, pieces: Iterable[str | bytes], name: str) -> tuple[int, str]:
    """Write ``pieces`` under ``path``, in constant memory, over what a killed worker left there: (bytes, SHA-256)."""
    default_storage.delete(path)
    content: Any = _Pieces(pieces, name)
    if default_storage.save(path, content) != path:
        raise RuntimeError(f"two are writing {path}")
    return content.length, content.digest.hexdigest()


def sweep() -> int:
    """Take away what nobody can take any more; how many there were. One statement where there is none."""
    over = list(MadeFile.objects.filter(kept_until__lt=clock.today()).order_by("kept_until", "pk")[:SET])
    for made in over:
        # The bytes first: a row without them is found again by the next run, bytes without a row by nobody
        default_storage.delete(str(made.file.name))
        made.delete()
    return len(over)
