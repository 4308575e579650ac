"""Start a commission from an earlier one."""

from datetime import date
from decimal import Decimal

from django.db import transaction

from procurement.commissioning import permissions
from procurement.commissioning.calculations.details import CommissionDetails, RequirementDetails
from procurement.commissioning.models import Commission, Requirement, SoughtOutcome
from procurement.commissioning.selectors.copying import Kept, kept_of
from procurement.commissioning.services.commission import create_commission
from procurement.commissioning.services.outcome import seek_outcome
from procurement.commissioning.services.requirement import require
from socialvalue.audit.services import record

# Who is served, what is bought and how large it is; never its dates, its lead or its place in public
SAME = (
    "summary", "people", "category", "kind", "directorate", "term_months", "extension_months", "light_touch", "works",
    "illustrative",
)  # fmt: skip
# What is asked, how it is measured and sized. The tests of relevance and risk are answered for each commission
ASKED = ("wording", "measure_text", "unit", "evidence", "use", "target", "per", "pounds_per_unit", "sizing_note", "strategy")


@transaction.atomic
def copy_commission(source: Commission, *, by, title: str, estimated_value: Decimal, starts_on: date | None = None) -> Commission:
    """A commission in its analyse stage with the text, outcomes and requirements of ``source``, led by ``by``.

    Outcomes are provisional, requirements wait for their tests, and nothing is in the forward plan: every step is taken anew.
    Raises NotAllowed, or Refused at the field.
    """
    permissions.check_can_copy(by, source)
    kept = kept_of(source)
    details = CommissionDetails(
        title=title,
        estimated_value=estimated_value,
        starts_on=starts_on,
        framework=kept.framework,
        earlier=source,
        lead=by,
        in_forward_plan=False,
        districts=list(source.districts.all()),
        **{name: getattr(source, name) for name in SAME},
    )
    made = create_commission(details, by=by, council=source.council)
    made.copied_from = source
    made.save(update_fields=["copied_from"])
    _copy_requirements(kept, _copy_outcomes(kept, made, by), by)
    sentence = f"started {made.reference} from {source.reference}"
    record("copy", sentence, by=by, about=[made, source], council=source.council)
    return made


def _copy_outcomes(kept: Kept, made: Commission, by) -> dict[int, SoughtOutcome]:
    """The new outcomes by the keys of the old ones."""
    return {
        old.pk: seek_outcome(made, by=by, wording=old.wording, category=old.category, outcome=outcome)
        for old, outcome in kept.outcomes
    }


def _copy_requirements(kept: Kept, outcomes: dict[int, SoughtOutcome], by) -> list[Requirement]:
    return [
        require(
            outcomes[old.sought_id], RequirementDetails(measure=measure, **{name: getattr(old, name) for name in ASKED}), by=by
        )
        for old, measure in kept.requirements
    ]
