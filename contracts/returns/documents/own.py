"""What a supplier takes out of its returns: every version with its history, the evidence it names, and whose work it was."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from contracts.benefits.calculations.parts import UNKNOWN
from contracts.benefits.selectors import amounts, breakdown_of
from contracts.evidence.models import Attribution, LineAnswer, NamedEvidence
from contracts.performance.composing import read
from contracts.register.documents.own import belongs_to
from contracts.returns.calculations.answering import filled
from contracts.returns.models import Return
from contracts.schedule.documents import own as periods
from contracts.schedule.enums import ReturnStatus
from socialvalue.accounts.models import User
from socialvalue.common import clock
from socialvalue.exports.documents import Belongs, Files, Part, at, name_of, part_of, uploads_of

CONTRACT = "due__kpi__obligation__contract__council"
# The first ones as a file of past returns and as the template of returns have them, so that they can be read there
RETURNS = [
    "contract", "kpi", "start date", "end date", "value", "numerator", "denominator", "target", "minimum", "status",
    "sent on",
    "verified on", "narrative", "evidence note", "sub-scores", "no cases", "estimated",
    "council", "kpi wording", "unit", "version", "side", "direct result", "would have happened anyway", "first sent at",
    "sent at",
    "sent by", "decided at", "decided by", "comment", "sent back at", "replaced at", "reason for the correction",
    "reason for a change after it was sent", "final early because", "begun at", "begun by", "from earlier records",
]  # fmt: skip
FIRST = [*periods.FIRST, "version"]
BENEFITED = [*FIRST, "by", "group", "how many"]
ATTRIBUTION = [
    *FIRST, "would have happened anyway (%)", "would have happened anyway, known from", "brought about by others (%)",
    "brought about by others, known from",
    "moved from elsewhere (%)", "moved from elsewhere, known from", "said by", "said at",
]  # fmt: skip
LINES = [*FIRST, "sub-score", "answered", "the evidence shows it", "why it does not", "said at", "said by"]
NAMED = [*FIRST, "sub-score", "evidence", "words", "number", "dated on", "file", "named at", "named by"]
# In the words of a file of past returns, as far as it has them
STATUS = {
    ReturnStatus.DRAFT: "draft", ReturnStatus.SUBMITTED: "sent", ReturnStatus.QUERIED: "sent back",
    ReturnStatus.VERIFIED: "verified", ReturnStatus.REPLACED: "replaced",
}  # fmt: skip


def parts(user: User) -> list[Part]:
    seen = Return.objects.visible_to(user)
    order = ("due__kpi__obligation__contract", "due__kpi__number", "due__kpi", "due__starts_on", "number")
    rows = seen.select_related(CONTRACT, "submitted_by", "decided_by", "created_by").order_by(*order)
    benefited = seen.exclude(benefited={}).select_related(CONTRACT, "due__kpi__breakdown__by_list").order_by(*order)
    of_them = {"kpi_return__in": seen.order_by().values("pk")}
    shares = Attribution.objects.filter(**of_them).select_related(f"kpi_return__{CONTRACT}", "set_by")
    named = NamedEvidence.objects.visible_to(user).select_related(f"kpi_return__{CONTRACT}", "named_by", "document")
    answered = LineAnswer.objects.visible_to(user).select_related(f"kpi_return__{CONTRACT}", "said_by")
    behind = [f"kpi_return__{step}" for step in order]
    return [
        part_of(
            "returns/returns.csv",
            "Every version of every return: the figure and its words, who sent it and who decided it, when, with the comment "
            "and the reason for each change. A version that was replaced stays, so a verified figure has its whole history.",
            RETURNS, rows, _return,
        ),
        part_of(
            "returns/who-benefited.csv", "Who benefited, by the groups for which the council asks, of each version.",
            BENEFITED,
            benefited, _benefited,
        ),
        part_of(
            "returns/attribution.csv",
            "How much of a figure would have happened anyway, or was the work of others, as you said.",
            ATTRIBUTION, shares.order_by(*behind), _attribution,
        ),
        part_of(
            "returns/named-evidence.csv",
            "The evidence that the levels of a scorecard need, as it was named with each version.", NAMED,
            named.order_by(*behind, "sub", "pk"), _named,
        ),
        part_of(
            "returns/line-answers.csv",
            "What the person who verified a scorecard, or sent it back, said of the evidence of each line. Your own answer "
            "stays beside it; the value in returns.csv is the one that counts.",
            LINES,
            answered.order_by(*behind, "said_at", "sub"), _line,
        ),
    ]  # fmt: skip


def files(user: User) -> Files:
    """The evidence of returns."""
    return uploads_of(user, Return.objects.visible_to(user).select_related(CONTRACT), belongs)


def belongs(one: Return) -> Belongs:
    contract, due = one.due.kpi.obligation.contract, one.due
    words = f"KPI {due.kpi.number}, {due.starts_on} to {due.ends_on}, version {one.number}"
    return belongs_to(contract, words)


def first(one: Return) -> list[Any]:
    """Under ``FIRST``: which version of which return."""
    return [*periods.first(one.due), one.number]


def _return(one: Return) -> Iterator[list[Any]]:
    due, kpi = one.due, one.due.kpi
    contract = kpi.obligation.contract
    verified = one.decided_at if one.is_verified or one.replaced_at else None
    yield [
        contract.reference, kpi.number, due.starts_on, due.ends_on, one.value, one.numerator, one.denominator, due.target,
        due.minimum, STATUS[ReturnStatus(one.status)], one.sent_on if one.brought_over else _day(one.submitted_at),
        one.verified_on if one.brought_over else _day(verified), one.narrative, one.evidence_note,
        filled(read(due.sub_scores), one.answers), one.no_cases, one.estimated,
        str(contract.council), kpi.wording, kpi.unit, one.number, one.get_side_display(), one.direct_result, one.anyway,
        at(one.first_submitted_at), at(one.submitted_at), name_of(one.submitted_by), at(one.decided_at), name_of(one.decided_by),
        one.decision_comment, at(one.sent_back_at), at(one.replaced_at), one.correction_reason, one.change_reason,
        one.early_reason, at(one.created_at), name_of(one.created_by), one.brought_over,
    ]  # fmt: skip


def _benefited(one: Return) -> Iterator[list[Any]]:
    asked = breakdown_of(one.due.kpi)
    names = {group.key: group.name for group in asked.by_list.parts} if asked else {}
    by = asked.by_list.name if asked else ""
    for key, amount in amounts(one.benefited).items():
        yield [*first(one), by, "not known" if key == UNKNOWN else names.get(key, key), amount]


def _attribution(one: Attribution) -> Iterator[list[Any]]:
    yield [
        *first(one.kpi_return), one.anyway, one.anyway_source, one.others, one.others_source, one.displaced,
        one.displaced_source,
        name_of(one.set_by), at(one.set_at),
    ]  # fmt: skip


def _line(one: LineAnswer) -> Iterator[list[Any]]:
    answer = (one.kpi_return.answers or {}).get(one.sub, "")
    yield [*first(one.kpi_return), _wording(one), answer, one.shows, one.why, at(one.said_at), name_of(one.said_by)]


def _wording(one: LineAnswer | NamedEvidence) -> str:
    """The words of its sub-score."""
    return next((sub.wording for sub in read(one.kpi_return.due.sub_scores) if sub.key == one.sub), one.sub)


def _named(one: NamedEvidence) -> Iterator[list[Any]]:
    yield [
        *first(one.kpi_return), _wording(one), one.rule.name, one.words, one.number, one.dated_on,
        one.document.name if one.document else "",
        at(one.named_at), name_of(one.named_by),
    ]  # fmt: skip


def _day(moment: datetime | None) -> date | None:
    return moment.astimezone(clock.LONDON).date() if moment else None
