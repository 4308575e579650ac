"""Uploaded files as an archive takes them: found by the one rule of who reads a file, read in chunks."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any, TypeVar

from django.db.models import QuerySet
from django.db.models.functions import Length

from socialvalue.accounts.models import User
from socialvalue.documents.models import Document
from socialvalue.documents.services.holding import why_shut
from socialvalue.exports.documents.bundles import Enclosed, Files

# Files looked at together
SET = 200
# Bytes of a file in memory
CHUNK = 256 * 1024
T = TypeVar("T")


@dataclass(frozen=True)
class Belongs:
    """Of the record that owns a file: the folder, and what it is called in the index."""

    folders: tuple[str, ...]
    council: str
    reference: str
    words: str


def uploads_of(user: User, owners: QuerySet[Any], belongs: Callable[[Any], Belongs]) -> Files:
    """The files of these records, which ``owners`` has found through ``visible_to``. Two queries a set of files."""
    # A file that was carried over came when the first one did: it follows that
    order = ("uploaded_at", Length("owner_id"), "owner_id", "pk")
    found = Document.objects.visible_to(user).filter(owner_type=owners.model._meta.label_lower).order_by(*order)

    def each() -> Iterator[Enclosed]:
        for documents in in_sets(found.iterator(chunk_size=SET)):
            known = owners.in_bulk({document.owner_id for document in documents})
            for document in documents:
                owner = known.get(owners.model._meta.pk.to_python(document.owner_id))
                if owner is not None:
                    yield _enclosed(document, belongs(owner))

    return Files(each, [found])


def _enclosed(document: Document, belongs: Belongs) -> Enclosed:
    return Enclosed(
        folders=belongs.folders, name=document.name, size=document.size, sha256=document.sha256, council=belongs.council,
        reference=belongs.reference, belongs_to=belongs.words, pieces=lambda: pieces_of(document),
        why_not=why_shut(document.pk) if document.held else "",
    )  # fmt: skip


def pieces_of(document: Document) -> Iterator[bytes]:
    """Opened now; FileNotFoundError where the store has lost it."""
    handle = document.file.open("rb")

    def read() -> Iterator[bytes]:
        with handle:
            yield from handle.chunks(CHUNK)

    return read()


def in_sets(things: Iterable[T], size: int = SET) -> Iterator[list[T]]:
    """So many at a time, in their order."""
    left = iter(things)
    while one := list(islice(left, size)):
        yield one
