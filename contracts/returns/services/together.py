"""Several returns verified after one look at all of them. Each is verified by itself, with its own checks."""

from collections.abc import Sequence
from dataclasses import dataclass

from contracts.returns.models import Return
from contracts.returns.selectors.queue import chosen_for, waiting
from contracts.returns.services.deciding import verify_return
from contracts.returns.services.handing_in import MOST_TOGETHER
from contracts.returns.services.undoing import undo_verify
from socialvalue.accounts.models import User
from socialvalue.common.errors import Conflict, DomainError

GONE = "It is no longer waiting for you: somebody decided on it, or it was changed or withdrawn"
CHANGED = "It was changed after you opened this page. Look at it again."


@dataclass(frozen=True)
class Left:
    """A return that was not verified, and why; ``version`` is None where this person does not find it any more."""

    version: Return | None
    why: str


@dataclass(frozen=True)
class ManyVerified:
    verified: list[Return]
    left: list[Left]


def verify_together(shown: Sequence[tuple[int, int]], *, by: User) -> ManyVerified:
    """Verify those of ``shown`` (key, version as it was shown) that are still so, in order, and opened by this person.

    One transaction each: what cannot be verified is left with its reason and holds up no other. Nothing else is touched.
    """
    versions = dict(shown[:MOST_TOGETHER])
    rows = {row.version.pk: row for row in waiting(list(chosen_for(by, versions)), by)}
    done, left = [], []
    for pk, version in versions.items():
        row = rows.get(pk)
        if row is None:
            left.append(Left(None, GONE))
            continue
        try:
            if row.version.version != version:
                raise Conflict(CHANGED)
            if row.why_not_together:
                raise DomainError(row.why_not_together)
            if row.to_open:
                raise DomainError(f"Open its evidence first: {', '.join(file.name for file in row.to_open)}")
            done.append(verify_return(row.version, by=by, expected_version=version))
        except Conflict:
            left.append(Left(row.version, CHANGED))
        except DomainError as refusal:
            left.append(Left(row.version, refusal.message))
    return ManyVerified(done, left)


def undo_verify_together(keys: Sequence[int], *, by: User) -> ManyVerified:
    """Take back one's own verifications of these returns (keys), each by itself: those undone, and those left with the reason."""
    seen = Return.objects.visible_to(by).select_related("due__kpi__obligation__contract").in_bulk(list(keys)[:MOST_TOGETHER])
    done, left = [], []
    for found in seen.values():
        try:
            done.append(undo_verify(found, by=by))
        except DomainError as refusal:
            left.append(Left(found, refusal.message))
    return ManyVerified(done, left)
