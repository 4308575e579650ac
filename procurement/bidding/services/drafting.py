"""Write the draft. Each part of it (an answer, its commitments, the price) may be written by another colleague.

``expected_version`` is the bid's version when the page was shown. It is a conflict only when the same part was saved
since then: two people who answer two questions do not get in each other's way. ``page`` names the opened page that
saves (``saving.check_overwrites_nothing``).
"""

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from django.db import transaction

from procurement.bidding import selectors
from procurement.bidding.calculations import deadline, document
from procurement.bidding.calculations.completeness import amount
from procurement.bidding.models import Bid, Receipt
from procurement.bidding.permissions import check_can_bid_for, check_can_write
from procurement.bidding.selectors.proxies import pinned_for
from procurement.commissioning.enums import Period
from procurement.tendering.models import PinnedProxy, Question, Tender
from procurement.tendering.permissions import check_invited
from socialvalue.accounts.models import Organisation, User
from socialvalue.audit.services import record
from socialvalue.common import clock
from socialvalue.common.errors import Conflict, Refused
from socialvalue.common.fields import over_limit
from socialvalue.common.reading import NOTHING_READ, AsRead, Shown
from socialvalue.common.saving import check_overwrites_nothing, locked
from socialvalue.framework.models import Measure

MOST_CHARACTERS = 50_000
MOST_COMMITMENTS = 30
MOST_IN_A_COMMITMENT = {
    "outcome_text": 2000,
    "measure_text": 300,
    "unit": 60,
    "place": 200,
    "evidence": 5000,
    "involvement": 5000,
}


@transaction.atomic
def start_bid(tender: Tender, *, by: User, supplier: Organisation) -> Bid:
    """The supplier's bid for the tender, begun now; the one a colleague began already, if there is one.

    Raises NotAllowed, or WrongState when the tender is not open for bids.
    """
    check_can_bid_for(by, supplier)
    tender = locked(tender, NOTHING_READ)
    check_invited(tender, supplier)
    existing = Bid.objects.filter(tender=tender, supplier=supplier).first()
    if existing:
        return existing
    deadline.check_open(tender, clock.now())
    bid = Bid.objects.create(tender=tender, supplier=supplier, started_by=by)
    record_bid("start", "started a bid", bid, by)
    return bid


def record_bid(verb: str, sentence: str, bid: Bid, by: User | None, *, receipt: Receipt | None = None, **details) -> None:
    """Before the opening even the name of a bidder is a secret: confidential, and about nothing but the bid and its receipt."""
    record(verb, sentence, by=by, about=[bid, receipt] if receipt else bid, confidential=True, **details)


def change_draft(
    bid: Bid, *, by: User, part: str, expected_version: Shown, change: Callable[[dict], None], page: str = ""
) -> tuple[Bid, bool]:
    """Lock the bid, check person, state, time and version, and seal the draft as ``change`` leaves it.

    Returns (bid, whether anything changed). For this room's services only.
    """
    bid = locked(bid, NOTHING_READ)
    check_can_write(by, bid)
    deadline.check_open(bid.tender, clock.now())
    draft = selectors.draft_of(bid)
    last = selectors.last_save(draft, part)
    # A part is no newer than the page when the page was shown a later version of the bid
    shown = expected_version if isinstance(expected_version, AsRead) else min(int(expected_version), last.version)
    before = document.canonical(draft)
    change(draft)
    changed = document.canonical(draft) != before
    if changed:
        check_overwrites_nothing(last, by=by, expected_version=shown, page=page)
        bid.version += 1
        draft["versions"][part] = {"version": bid.version, "by": by.pk, "at": clock.now().isoformat(), "page": page}
    elif last.is_of(by, page):
        draft["versions"][part]["page"] = page
    else:
        return bid, False
    bid.sealed_draft = bid.seal(document.canonical(draft), "draft")
    bid.save(update_fields=["version", "sealed_draft"])
    return bid, changed


def answer_in(draft: dict, key: str) -> dict:
    """The answer inside the draft, there to be changed."""
    draft["answers"][key] = document.answer(draft, key)
    return draft["answers"][key]


def check_question(bid: Bid, question: Question) -> None:
    if question.criterion.tender_id != bid.tender_id:
        raise Refused("This question belongs to another tender")


@transaction.atomic
def save_answer(
    bid: Bid,
    *,
    by: User,
    question: Question,
    text: str = "",
    passed: bool | None = None,
    expected_version: Shown = NOTHING_READ,
    page: str = "",
) -> Bid:
    """Keep the answer to one question. Too many words are kept (and refused when the bid is sent), absurdly many are not."""
    check_question(bid, question)
    text = document.tidy(text)
    if too_long := over_limit("The answer", len(text), MOST_CHARACTERS, "character"):
        raise Refused(too_long, "text")

    def change(draft):
        if text or passed is not None or question.criterion.key in draft["answers"]:
            answer_in(draft, question.criterion.key).update(text=text, passed=passed)

    bid, changed = change_draft(
        bid, by=by, part=question.criterion.key, expected_version=expected_version, change=change, page=page
    )
    if changed:
        record_bid("save answer", f"saved the answer to “{question.criterion.title}”", bid, by)
    return bid


def clean_commitment(bid: Bid, given: dict[str, Any], pinned: Mapping[int, PinnedProxy] | None = None) -> dict[str, Any]:
    """One commitment as it is kept: texts tidied, the number readable, a measure's own words and unit beside its id.

    ``pinned``: values that mark the question, by measure. What is missing stays empty until the bid is sent. Raises Refused
    beside the field.
    """
    unknown = set(given) - set(document.COMMITMENT_KEYS)
    if unknown:
        raise Refused(f"A commitment has no {', '.join(sorted(unknown))}")
    kept: dict[str, Any] = {name: document.tidy(_text(given.get(name))) for name in document.COMMITMENT_TEXTS}
    kept["measure_id"] = given.get("measure_id") or None
    problems = [*_measured(kept, bid, pinned or {}), *_counted(kept)]
    if kept["per"] and kept["per"] not in Period.values:
        problems.append(("per", "Choose over what time"))
    for name, most in MOST_IN_A_COMMITMENT.items():
        if too_long := over_limit("This", len(kept[name]), most, "character"):
            problems.append((name, too_long))
    if problems:
        raise Refused(problems)
    return kept


def _measured(kept: dict[str, Any], bid: Bid, pinned: Mapping[int, PinnedProxy]) -> list[tuple[str, str]]:
    """Write the measure's own words and unit where it has one and the bidder gave none."""
    if kept["measure_id"] is None:
        return []
    of_framework = Measure.objects.filter(outcome__priority__version=bid.tender.commission.framework_id)
    measure = of_framework.filter(pk=kept["measure_id"]).first()
    if measure is None:
        return [("measure_id", "Choose a measure from this tender’s framework, or describe your own")]
    if measure.pk in pinned:
        return _as_pinned(kept, pinned)
    kept["measure_text"] = kept["measure_text"] or measure.name
    kept["unit"] = kept["unit"] or measure.unit
    return []


def _counted(kept: dict[str, Any]) -> list[tuple[str, str]]:
    """Write the quantity, where one was given, as a plain number."""
    if not kept["quantity"]:
        return []
    number = amount(kept["quantity"])
    if number is None:
        return [("quantity", "How many must be a number, like 12 or 2.5")]
    if number <= 0:
        return [("quantity", "How many must be more than 0")]
    if number >= 10**10 or number != round(number, 4):
        return [("quantity", "How many must be less than 10,000,000,000, with 4 decimal places or fewer")]
    kept["quantity"] = f"{number:f}"
    return []


def _as_pinned(kept: dict[str, Any], pinned: Mapping[int, PinnedProxy]) -> list[tuple[str, str]]:
    """A pinned value is pounds for one of the pinned unit, so nothing else can be counted under it."""
    own = pinned[kept["measure_id"]]
    problems = []
    for name, theirs, what in (("measure_text", "wording", "measure"), ("unit", "unit", "unit")):
        # What another of these measures left in the form is nobody's own words
        if kept[name] and kept[name] not in {getattr(proxy, theirs) for proxy in pinned.values()}:
            problems.append(
                (
                    name,
                    f"The value you chose belongs to the {what} “{getattr(own, theirs)}”. Leave this blank, or choose “something "
                    "else” above, which earns no marks here.",
                )
            )
        else:
            kept[name] = getattr(own, theirs)
    return problems


def _text(value) -> str:
    return "" if value is None else str(value)


@transaction.atomic
def save_commitments(
    bid: Bid, *, by: User, question: Question, commitments: list[dict], expected_version: Shown = NOTHING_READ
) -> Bid:
    """Replace the commitments offered with one question. Each has the keys ``document.COMMITMENT_KEYS``."""
    return _change_commitments(
        bid,
        by=by,
        question=question,
        expected_version=expected_version,
        sentence="saved the commitments for",
        change=lambda _: commitments,
    )


@transaction.atomic
def add_commitment(bid: Bid, *, by: User, question: Question, commitment: dict, expected_version: Shown = NOTHING_READ) -> Bid:
    """Add one commitment at the end; never a conflict, since nothing of anybody's is overwritten."""
    return _change_commitments(
        bid,
        by=by,
        question=question,
        expected_version=NOTHING_READ,
        sentence="added a commitment to",
        change=lambda kept: [*kept, commitment],
    )


@transaction.atomic
def change_commitment(
    bid: Bid, *, by: User, question: Question, index: int, commitment: dict, expected_version: Shown = NOTHING_READ
) -> Bid:
    """Change the commitment at ``index`` (from 0)."""
    return _change_commitments(
        bid,
        by=by,
        question=question,
        expected_version=expected_version,
        sentence="changed a commitment of",
        change=lambda kept: [*kept[:index], commitment, *kept[_there(kept, index) + 1 :]],
    )


@transaction.atomic
def remove_commitment(bid: Bid, *, by: User, question: Question, index: int, expected_version: Shown = NOTHING_READ) -> Bid:
    """Take away the commitment at ``index`` (from 0)."""
    return _change_commitments(
        bid,
        by=by,
        question=question,
        expected_version=expected_version,
        sentence="removed a commitment from",
        change=lambda kept: [*kept[:index], *kept[_there(kept, index) + 1 :]],
    )


def _there(kept: list, index: int) -> int:
    if not 0 <= index < len(kept):
        raise Conflict("This commitment is no longer there: a colleague removed it")
    return index


def _change_commitments(bid: Bid, *, by: User, question: Question, expected_version, sentence: str, change) -> Bid:
    check_question(bid, question)
    if not question.asks_commitments:
        raise Refused("This question does not ask for commitments")

    pinned = pinned_for(question)

    def apply(draft):
        wanted = change(document.answer(draft, question.criterion.key)["commitments"])
        if len(wanted) > MOST_COMMITMENTS:
            raise Refused(f"Offer {MOST_COMMITMENTS} commitments or fewer with one answer")
        answer_in(draft, question.criterion.key)["commitments"] = [clean_commitment(bid, one, pinned) for one in wanted]

    part = f"{question.criterion.key}/commitments"
    bid, changed = change_draft(bid, by=by, part=part, expected_version=expected_version, change=apply)
    if changed:
        record_bid("save commitments", f"{sentence} “{question.criterion.title}”", bid, by)
    return bid


@transaction.atomic
def save_price(bid: Bid, *, by: User, price: Decimal | None, note: str = "", expected_version: Shown = NOTHING_READ) -> Bid:
    """Keep the price, pounds over the whole term (None: not decided yet), with a note on how it is made up."""
    note = document.tidy(note)
    if price is not None:
        if price <= 0:
            raise Refused("The price must be more than £0", "price")
        if price >= 10**12 or price != round(price, 2):
            raise Refused("The price must be less than £1,000,000,000,000, in pounds and pence", "price")
    if too_long := over_limit("The note", len(note), MOST_CHARACTERS, "character"):
        raise Refused(too_long, "note")

    def change(draft):
        draft.update(price=None if price is None else f"{price:.2f}", price_note=note)

    bid, changed = change_draft(bid, by=by, part="price", expected_version=expected_version, change=change)
    if changed:
        record_bid("save price", "saved the price", bid, by)
    return bid
