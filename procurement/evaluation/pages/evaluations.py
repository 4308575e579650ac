"""The list of evaluations: its columns, and what each says to the person who asks."""

from django.db.models import Case, Value, When
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

from procurement.evaluation.pages.listing import ListRow, list_rows
from procurement.panel.enums import EvaluationStatus
from socialvalue.accounts.models import User
from socialvalue.common.lists import Column, Kind, Listing, linked
from socialvalue.common.templatetags.formats import day
from socialvalue.common.templatetags.govuk import tag

ALONG_THE_WAY = Case(*(When(status=status, then=Value(number)) for number, status in enumerate(EvaluationStatus.values)))
NO_DATE = mark_safe('<span class="sv-muted">No date</span>')
NONE_GIVEN = mark_safe('<span aria-hidden="true">–</span><span class="govuk-visually-hidden">none given to you</span>')


def listing(user: User) -> Listing:
    return EVALUATIONS.prepared(lambda evaluations: list_rows(user, evaluations))


def _tender(row: ListRow) -> SafeString:
    tender = row.evaluation.tender
    return linked(reverse("evaluation", args=[tender.reference]), tender.title, tender.reference)


def _status(row: ListRow) -> SafeString:
    one = row.evaluation
    return tag(one.get_status_display(), "blue" if one.is_scoring or one.is_moderating else None)


def _place(row: ListRow) -> str:
    if row.place:
        return "Lead and panellist" if row.leading else "Panellist"
    return "Lead" if row.leading else "Reader"


def _mine(row: ListRow) -> str:
    return str(row.mine) if row.mine and row.mine.total else ""


EVALUATIONS = Listing(
    key="evaluations",
    name="Evaluations",
    one="evaluation",
    many="evaluations",
    order=("-created_at", "-pk"),
    order_words="when they were set up, latest first",
    columns=(
        Column(
            key="tender",
            heading="Tender",
            read=lambda row: row.evaluation.tender.title,
            draw=_tender,
            sort="tender__title",
            parts=(
                ("Reference", lambda row: row.evaluation.tender.reference),
                ("Tender", lambda row: row.evaluation.tender.title),
            ),
        ),
        Column(
            key="status",
            heading="Status",
            read=lambda row: row.evaluation.get_status_display(),
            draw=_status,
            kind=Kind.STEP,
            sort=ALONG_THE_WAY,
        ),
        Column(key="you", heading="You", read=_place),
        Column(
            key="by",
            heading="Scores by",
            read=lambda row: row.evaluation.score_by,
            draw=lambda row: day(row.evaluation.score_by) if row.evaluation.score_by else NO_DATE,
            kind=Kind.DAY,
            sort="score_by",
        ),
        Column(key="mine", heading="Your scores", read=_mine, draw=lambda row: _mine(row) or NONE_GIVEN, kind=Kind.NUMBER),
        Column(key="final", heading="Panel final", read=lambda row: f"{row.final} of {row.panel}", kind=Kind.NUMBER),
    ),
)
