"""Start a tender from an earlier one."""

from datetime import date
from decimal import Decimal

from django.db import transaction

from procurement.commissioning.models import Commission
from procurement.tendering import permissions
from procurement.tendering.calculations.details import TenderDetails
from procurement.tendering.models import Criterion, Tender
from procurement.tendering.selectors.copying import Kept, kept_of
from procurement.tendering.services.criterion import EDITABLE, add_criterion
from procurement.tendering.services.drafting import draft_tender
from procurement.tendering.services.question import set_question
from socialvalue.accounts.models import User
from socialvalue.audit.services import record
from socialvalue.common.reading import NOTHING_READ

SAME = ("description", "suits_sme", "suits_vcse", "reporting_burden", "method", "minimum_quality", "maximum_price")


@transaction.atomic
def copy_tender(
    source: Tender,
    commission: Commission,
    *,
    by: User,
    title: str,
    value: Decimal,
    contract_starts_on: date,
    contract_ends_on: date,
) -> Tender:
    """A draft tender of ``commission`` with the scale, criteria, weights and questions of ``source``, without a deadline.

    ``value``: pounds over the term. It is checked and published anew. Raises NotAllowed, WrongState, or Refused at the field.
    """
    permissions.check_can_copy_into(by, source, commission)
    kept = kept_of(source, commission)
    details = TenderDetails(
        title=title,
        value=value,
        contract_starts_on=contract_starts_on,
        contract_ends_on=contract_ends_on,
        **{name: getattr(source, name) for name in SAME},
    )
    levels = [(level.score, level.label, level.wording) for level in source.scale.all()]
    made = draft_tender(commission, details, by=by, scale_maximum=source.scale_maximum, scale_levels=levels)
    made.copied_from = source
    made.save(update_fields=["copied_from"])
    _copy_tree(kept, made, by)
    about = [made, source, *{commission.pk: commission, source.commission_id: source.commission}.values()]
    record("copy", f"started {made.reference} from {source.reference}", by=by, about=about, council=commission.council)
    return Tender.objects.get(pk=made.pk)


def _copy_tree(kept: Kept, made: Tender, by: User) -> None:
    new: dict[int | None, Criterion | None] = {None: None}
    for old in kept.criteria:
        same = {name: getattr(old, name) for name in EDITABLE}
        new[old.pk] = here = add_criterion(
            made, by=by, expected_version=NOTHING_READ, kind=old.kind, parent=new[old.parent_id], order=old.order, **same
        )
        asked = kept.questions.get(old.pk)
        if asked is not None:
            set_question(
                here,
                by=by,
                expected_version=NOTHING_READ,
                wording=asked.old.wording,
                guidance=asked.old.guidance,
                word_limit=asked.old.word_limit,
                requirements=asked.requirements,
                priority=asked.priority,
                asks_commitments=asked.old.asks_commitments,
            )
