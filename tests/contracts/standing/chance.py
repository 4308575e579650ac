"""KPIs, due rows and returns of every kind and fate, as chance says, written straight into the tables.

What services can and cannot make is tested elsewhere; chance must reach the rest.
"""

from datetime import date, datetime, timedelta
from decimal import Decimal as D

from hypothesis import strategies as st

from contracts.obligations.models import Kpi, Obligation
from contracts.performance.enums import Kind
from contracts.returns.models import Return
from contracts.schedule.models import DueReturn
from socialvalue.common import clock

START = date(2025, 4, 1)
SIGNED = datetime(2025, 3, 20, 9, tzinfo=clock.LONDON)
numbers = st.one_of(st.none(), st.decimals(min_value=0, max_value=12, places=1))
moments = st.integers(min_value=-20, max_value=260)
fates = st.sampled_from(["none", "draft", "submitted", "queried", "resubmitted", "verified", "verified", "corrected", "no cases"])
row = st.fixed_dictionaries(
    {
        "days": st.sampled_from([10, 30, 31, 91]),
        "target": numbers,
        "minimum": numbers,
        "value": st.decimals(min_value=0, max_value=12, places=1),
        "cases": st.decimals(min_value=0, max_value=9, places=1),
        "fate": fates,
        "at": moments,
        "waived": st.sampled_from([False, False, False, True]),
    }
)
kpi = st.fixed_dictionaries(
    {
        "kind": st.sampled_from(list(Kind)),
        "direction": st.sampled_from(["higher", "lower"]),
        # On which day; 0 is never
        "agreed": st.sampled_from([1, 1, 1, 60, 0]),
        "client_side": st.sampled_from([False, False, True]),
        "from": st.sampled_from([None, None, 40]),
        "rows": st.lists(row, max_size=5),
    }
)


def moment(days: int) -> datetime:
    """Half past eleven in the evening of London's summer: the next day in no other place that matters."""
    return datetime(2025, 4, 1, 23, 30, tzinfo=clock.LONDON) + timedelta(days=days)


def make(contract, who, specs) -> list[Kpi]:
    """The KPIs and their rows as chance says."""
    made = []
    for number, spec in enumerate(specs, start=1):
        body = Obligation.objects.create(contract=contract, code=f"O{number}", basis="required", wording="It")
        one = Kpi.objects.create(
            obligation=body,
            number=number,
            wording="It",
            unit="%" if spec["kind"] == Kind.RATIO else "people",
            kind=spec["kind"],
            direction=spec["direction"],
            frequency="month",
            client_side=spec["client_side"],
            milestone_on=START if spec["kind"] == Kind.MILESTONE else None,
            agreed_at=moment(spec["agreed"]) if spec["agreed"] else None,
            reported_from=None if spec["from"] is None else START + timedelta(days=spec["from"]),
        )
        day = START
        for told in spec["rows"]:
            day = _row(one, told, day, who)
        made.append(one)
    return made


def _row(one, told, day, who):
    ends = day + timedelta(days=told["days"] - 1)
    waived = {"waived_at": moment(told["at"] + 12), "waived_reason": "It is"} if told["waived"] else {}
    due = DueReturn.objects.create(
        kpi=one,
        starts_on=day,
        ends_on=ends,
        due_on=ends + timedelta(days=20),
        target=told["target"],
        minimum=told["minimum"],
        **waived,
    )
    _returns(due, told, who)
    return ends + timedelta(days=1)


def _returns(due, told, who):
    fate, at = told["fate"], told["at"]
    if fate == "none":
        return
    amount = _amount(due.kpi.kind, told, none=fate == "no cases")
    common = {"due": due, "created_by": who.reporter, "submitted_by": who.reporter}
    if fate == "draft":
        Return.objects.create(due=due, created_by=who.reporter, status="draft")
        return
    sent = {"first_submitted_at": moment(at), "submitted_at": moment(at)}
    if fate == "submitted":
        Return.objects.create(**common, **amount, **sent, status="submitted")
    elif fate == "queried":
        back = {"sent_back_at": moment(at + 5), "decided_at": moment(at + 5), "decided_by": who.manager}
        Return.objects.create(**common, **amount, **sent, **back, status="queried")
    elif fate == "resubmitted":
        sent |= {"submitted_at": moment(at + 9), "sent_back_at": moment(at + 5)}
        Return.objects.create(**common, **amount, **sent, status="submitted")
    else:
        decided = {"decided_at": moment(at + 8), "decided_by": who.manager}
        if fate == "corrected":
            old = _amount(due.kpi.kind, told | {"value": told["value"] + 1})
            Return.objects.create(**common, **old, **sent, **decided, status="replaced", replaced_at=moment(at + 30))
            decided["decided_at"] = moment(at + 30)
            sent = {"first_submitted_at": moment(at + 20), "submitted_at": moment(at + 20)}
            common["number"] = 2
        Return.objects.create(**common, **amount, **sent, **decided, status="verified")


def _amount(kind, told, none=False):
    if none or kind == Kind.RATIO and not told["cases"]:
        return {"no_cases": True}
    if kind == Kind.RATIO:
        return {
            "numerator": told["value"],
            "denominator": told["cases"],
            "value": (100 * told["value"] / told["cases"]).quantize(D("0.0001")),
        }
    return {"value": told["value"]}
