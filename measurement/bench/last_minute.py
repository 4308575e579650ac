"""The last minute before a deadline: so many suppliers sign in, check their bid, send it and see the receipt.

Each is a browser of its own at a network address of its own, behind the one proxy that a deployment has. Nobody waits for
anybody else: they begin at moments spread over most of the minute, and whoever is served slowly presses late.
Only to this machine.
"""

import statistics
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.urls import reverse

from measurement.bench.rows import PASSWORD, Crowd
from measurement.bench.tenders import Staff, complete_drafts, open_tender, suppliers
from measurement.bench.visitor import REDIRECTS, Answer, Visitor
from procurement.bidding.models import Bid, Submission
from procurement.tendering.models import Tender
from socialvalue.accounts.models import User
from socialvalue.common import clock

TITLE = "A deadline to measure with"
SUPPLIERS, QUESTIONS = 500, 4
MINUTE, BEGIN_WITHIN = 60.0, 50.0
# From the last draft to the first second of the minute
READY = timedelta(seconds=5)
DAYS_OPEN = timedelta(days=40)
THIS_MACHINE = "127.0.0.1"
NINETY_FIVE = 0.95


@dataclass
class Press:
    """What one supplier met: when the button was pressed (the machine's clock), and how each page was answered."""

    pressed: float = 0.0
    accepted: bool = False
    seconds: list[float] = field(default_factory=list)
    problem: str = ""


@dataclass(frozen=True)
class Crowded:
    """Everything that is ready for the minute: the tender, and each supplier's person and bid."""

    tender: Tender
    bids: Sequence[tuple[User, Bid]]


def prepare(staff: Staff, crowd: Crowd, count: int = SUPPLIERS, *, name: str = "Last minute") -> Crowded:
    """A tender with so many complete drafts; its deadline is set when the minute begins."""
    with clock.at(clock.now() - DAYS_OPEN):
        tender = open_tender(staff, TITLE, questions=QUESTIONS, deadline=clock.now() + 2 * DAYS_OPEN)
        bidders = suppliers(crowd, name, count)
        drafts = complete_drafts(tender, bidders)
    return Crowded(tender, [(user, bid) for (_, user), bid in zip(bidders, drafts, strict=True)])


def run(ready: Crowded, port: int, *, host: str = THIS_MACHINE, minute: float = MINUTE, within: float = BEGIN_WITHIN) -> dict:
    """Let the minute pass; what came of it, with the load generator's own processor time. ``within``: the last one begins."""
    if host not in (THIS_MACHINE, "localhost"):
        raise ValueError(f"{host} is another machine, and would be flooded")
    deadline = clock.source() + READY + timedelta(seconds=minute)
    # As if it had been published with this moment: a council can only move a deadline back, and measuring must not wait for it
    Tender.objects.filter(pk=ready.tender.pk).update(deadline=deadline)
    begins = deadline.timestamp() - minute
    own = time.process_time()
    visitors = [Visitor(port, host, address_of(number)) for number in range(len(ready.bids))]
    moments = [begins + within * number / len(ready.bids) for number in range(len(ready.bids))]
    with ThreadPoolExecutor(max_workers=len(ready.bids)) as pool:
        presses = list(pool.map(sent, *zip(*ready.bids, strict=True), visitors, moments))
    return summed_up(presses, deadline, Submission.objects.filter(bid__tender=ready.tender).count()) | {
        "generator_ms": round((time.process_time() - own) * 1000, 1)
    }


def sent(user: User, bid: Bid, visitor: Visitor, at: float) -> Press:
    """One supplier's minute, from ``at`` on."""
    press = Press()
    time.sleep(max(at - clock.source().timestamp(), 0))
    try:
        _through(visitor, user, bid, press)
    except (RuntimeError, OSError) as error:
        press.problem = str(error) or type(error).__name__
    finally:
        press.seconds = visitor.seconds
        visitor.close()
    return press


def _through(visitor: Visitor, user: User, bid: Bid, press: Press) -> None:
    visitor.sign_in(user.email, PASSWORD)
    check = reverse("bid-check", args=[bid.pk])
    page = _shown(visitor.get(check), check)
    press.pressed = clock.source().timestamp()
    answer = visitor.post(check, {"declared": "on"}, page)
    press.accepted = answer.status in REDIRECTS and "submissions/" in answer.to
    if not press.accepted:
        raise RuntimeError(f"not accepted: {answer.status} {answer.to}".strip())
    _shown(visitor.get(answer.to), answer.to)


def _shown(answer: Answer, path: str) -> Answer:
    if answer.status != 200:
        raise RuntimeError(f"{path} answers {answer.status}")
    return answer


def address_of(number: int) -> str:
    """A network address each, of the block set aside for measuring (RFC 2544)."""
    return f"198.18.{number // 250}.{number % 250 + 1}"


def summed_up(presses: Sequence[Press], deadline: datetime, kept: int) -> dict:
    """``kept``: submissions that the database has. Whoever pressed before the deadline must be accepted, and nobody after it."""
    ends = deadline.timestamp()
    seconds = sorted(second for press in presses for second in press.seconds)
    return {
        "suppliers": len(presses),
        "accepted": sum(press.accepted for press in presses),
        "kept": kept,
        "late": sum(press.pressed >= ends or not press.pressed for press in presses),
        "refused_in_time": sum(0 < press.pressed < ends and not press.accepted for press in presses),
        "p95_ms": round(percentile(seconds, NINETY_FIVE) * 1000, 1),
        "median_ms": round(statistics.median(seconds) * 1000, 1) if seconds else 0.0,
        "problems": sorted({press.problem for press in presses if press.problem})[:5],
    }


def percentile(ordered: Sequence[float], share: float) -> float:
    """The smallest value that so large a share of them reaches at most; 0 of none."""
    return ordered[max(-(-len(ordered) * round(share * 100) // 100) - 1, 0)] if ordered else 0.0
