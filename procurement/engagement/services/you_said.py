"""“You said, we did” for the public: chosen, published with its date, taken back with a reason."""

from collections.abc import Iterable

from django.db import transaction

from procurement.commissioning.models import Commission
from procurement.engagement import permissions, selectors
from procurement.engagement.models import PublishedRemark, Remark, YouSaid
from socialvalue.audit.services import record
from socialvalue.common import clock
from socialvalue.common.errors import Refused, WrongState
from socialvalue.common.reading import NOTHING_READ
from socialvalue.common.reasons import check_reason
from socialvalue.common.saving import locked

CHANGED = (
    "Something you chose, or what is published now, was changed since you looked at the preview, so nothing was published. "
    "Look at the preview again, then publish."
)


@transaction.atomic
def publish_you_said(
    commission: Commission,
    *,
    by,
    remarks: Iterable[Remark],
    introduction: str = "",
    names: bool = False,
    reason: str = "",
    seen: str | None = None,
) -> YouSaid:
    """Publish the chosen remarks with their answers as the next edition; the one before is replaced.

    ``names``: with the names of those who agreed. ``reason``: why something published before is left out. ``seen``: the
    mark (``selectors.mark_of``) of what was previewed; Refused when it would not be what is published.
    """
    commission = locked(commission, NOTHING_READ)
    permissions.check_can_edit(by, commission)
    chosen = list(Remark.objects.select_for_update(of=("self",)).filter(pk__in=[r.pk for r in remarks]).order_by("said_on", "pk"))
    _check(commission, chosen)
    before = selectors.in_public(commission)
    if seen is not None and seen != selectors.mark_of(chosen, introduction, names=names, replaces=before):
        raise Refused(CHANGED)
    left_out = before.remarks.exclude(remark__in=chosen).count() if before else 0
    if left_out:
        number = "a remark" if left_out == 1 else f"{left_out} remarks"
        check_reason(reason, f"Say why {number} published before would be left out")
    if before:
        YouSaid.objects.filter(pk=before.pk).update(replaced_at=clock.now())
    edition = YouSaid.objects.create(
        commission=commission,
        number=commission.you_said.count() + 1,
        introduction=introduction.strip(),
        published_at=clock.now(),
        published_by=by,
        reason=reason.strip() if left_out else "",
    )
    lines = [selectors.as_published(remark, names=names) for remark in chosen]
    for line in lines:
        line.edition = edition
    PublishedRemark.objects.bulk_create(lines)
    record(
        "publish you said",
        f"published “You said, we did” with {len(lines)} remark{'' if len(lines) == 1 else 's'}",
        by=by,
        about=[edition, commission],
        council=commission.council,
        reason=edition.reason,
        changes={"remarks": [None, ", ".join(str(line.remark_id) for line in lines)]},
    )
    return edition


@transaction.atomic
def take_back_you_said(edition: YouSaid, *, by, reason: str) -> YouSaid:
    """Take the published edition off the public site. What it said and why it went stay on the council's record."""
    edition = YouSaid.objects.select_for_update(of=("self",)).select_related("commission__council").get(pk=edition.pk)
    permissions.check_can_take_back(by, edition.commission)
    if edition.withdrawn_at or edition.replaced_at:
        raise WrongState("This is not on the public site any more")
    check_reason(reason, "Say why it is taken back")
    edition.withdrawn_at, edition.withdrawn_by, edition.withdrawn_reason = clock.now(), by, reason.strip()
    edition.save(update_fields=["withdrawn_at", "withdrawn_by", "withdrawn_reason"])
    record(
        "take back you said",
        "took “You said, we did” off the public site",
        by=by,
        about=[edition, edition.commission],
        council=edition.commission.council,
        reason=edition.withdrawn_reason,
    )
    return edition


def _check(commission: Commission, chosen: list[Remark]) -> None:
    problems = []
    if not chosen:
        problems.append(("remarks", "Choose at least one remark"))
    if any(r.commission_id != commission.pk for r in chosen):
        problems.append(("remarks", "Choose remarks of this commission"))
    if any(r.responded_at is None for r in chosen):
        problems.append(("remarks", "Choose remarks that have an answer: what was said needs what was done beside it"))
    if problems:
        raise Refused(problems)
