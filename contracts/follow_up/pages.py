"""The list to follow up: a sentence a row, with whose it is."""

from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

from contracts.follow_up.enums import Question
from contracts.follow_up.models import FollowUp
from socialvalue.common.lists import Column, Kind, Listing, linked, with_under
from socialvalue.common.templatetags.formats import day, plain_day
from socialvalue.common.templatetags.govuk import tag

NOBODY = mark_safe('<span class="sv-muted">Nobody yet</span>')
SHORT = {
    Question.CORRECT: ("Correct?", "red"),
    Question.COMPLETE: ("Complete?", "yellow"),
    Question.CONSISTENT: ("Consistent?", "purple"),
    Question.IN_TIME: ("In time?", "orange"),
}


def question_tag(item: FollowUp) -> tuple[str, str]:
    return SHORT[Question(item.question)]


def _sentence(item: FollowUp) -> SafeString:
    back = f"Came back {'once' if item.returned == 1 else f'{item.returned} times'}" if item.returned else ""
    return linked(
        reverse("follow-up-item", args=[item.pk]),
        f"{item.sentence}.",
        f"KPI {item.due.kpi.number}: {item.due.kpi.wording}",
        *filter(None, [back]),
    )


def _contract(item: FollowUp) -> SafeString:
    return linked(reverse("contract", args=[item.contract_id]), item.contract.title, item.contract.reference)


def _whose(item: FollowUp) -> SafeString | str:
    if item.done_at:
        return with_under(f"Done by {item.done_by}", plain_day(item.done_at), item.done_words)
    return str(item.assigned_to) if item.assigned_to else NOBODY


FOLLOW_UPS = Listing(
    key="follow-up",
    name="Returns to follow up",
    one="thing to follow up",
    many="things to follow up",
    order=("found_on", "pk"),
    order_words="when they were found, oldest first",
    columns=(
        Column(
            key="sentence",
            heading="What is to be followed up",
            read=lambda item: item.sentence,
            draw=_sentence,
            parts=(
                ("What", lambda item: item.sentence),
                ("KPI", lambda item: item.due.kpi.wording),
                ("Period starts", lambda item: item.due.starts_on),
                ("Period ends", lambda item: item.due.ends_on),
                ("Came back", lambda item: item.returned),
            ),
        ),
        Column(
            key="question",
            heading="Question",
            read=lambda item: item.get_question_display(),
            draw=lambda item: tag(*question_tag(item)),
            sort="question",
        ),
        Column(
            key="contract",
            heading="Contract",
            read=lambda item: item.contract.title,
            draw=_contract,
            sort="contract__title",
            parts=(
                ("Contract reference", lambda item: item.contract.reference),
                ("Contract", lambda item: item.contract.title),
            ),
        ),
        Column(
            key="found",
            heading="Found",
            said="the day it was found",
            read=lambda item: item.found_on,
            draw=lambda item: day(item.found_on),
            kind=Kind.DAY,
            sort="found_on",
        ),
        Column(
            key="whose",
            heading="Whose",
            read=lambda item: str(item.assigned_to or ""),
            draw=_whose,
            parts=(
                ("Given to", lambda item: str(item.assigned_to or "")),
                ("Done by", lambda item: str(item.done_by or "")),
                ("What was done", lambda item: item.done_words),
            ),
        ),
    ),
)
