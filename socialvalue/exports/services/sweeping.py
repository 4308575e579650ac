"""A file goes when its days are over, when its person sees its table by something else than then, or when they say so."""

from django.core.files.storage import default_storage
from django.db import transaction

from socialvalue.accounts.models import User
from socialvalue.audit.services import record
from socialvalue.common import clock
from socialvalue.exports.documents import kind_of
from socialvalue.exports.models import Export

# Files looked at in a run
SET = 200


def sweep() -> int:
    """Delete what can no longer be taken; how many. Looks first at what is over, then at who sees by other roles or links now."""
    over = list(Export.objects.filter(kept_until__lt=clock.today()).order_by("kept_until", "pk")[:SET])
    for export in over:
        _away(export)
    return len(over) + _seen_otherwise()


def _seen_otherwise() -> int:
    gone = 0
    people = User.objects.filter(pk__in=Export.objects.exclude(made_at=None).values("by")).order_by("pk")
    for person in people.iterator(chunk_size=SET):
        mine = Export.objects.filter(by=person).exclude(made_at=None)
        for key in list(mine.order_by("kind").values_list("kind", flat=True).distinct()):
            kind = kind_of(key)
            for export in mine.filter(kind=key).exclude(made_as=kind.seen_as(person) if kind else ""):
                _away(export)
                gone += 1
    return gone


def remove(export: Export, *, by: User) -> None:
    """Its person needs it no more. Twice does nothing."""
    with transaction.atomic():
        found = Export.objects.visible_to(by).select_for_update(of=("self",)).filter(pk=export.pk).first()
        if found is None:
            return
        record("deleted a file", f"deleted the file they had asked for: {found.title}", by=by, about=found, council=by.council)
        _away(found)


def _away(export: Export) -> None:
    # The bytes first: a row without them is found again by the next run, bytes without a row by nobody
    if export.file:
        default_storage.delete(str(export.file.name))
    Export.objects.filter(pk=export.pk).delete()
