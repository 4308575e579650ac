"""The pages of returns behind a figure: read on by key, they add up to the kept figure, whichever it is and however it is filtered."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from contracts.kept.enums import SupplierKind
from contracts.kept.services import keep, roll
from contracts.obligations.models import Obligation
from contracts.performance.enums import Kind
from contracts.performance.rows import Counts
from contracts.register.models import Contract, ContractSupplier
from contracts.schedule.models import DueReturn
from measurement.figures.calculations.tally import Tally
from measurement.figures.selectors import Achievement, achievement
from measurement.figures.selectors.behind import Behind, Place, due_rows
from measurement.figures.selectors.recomputed import differences
from measurement.figures.selectors.scope import Scope, usual_scope
from measurement.figures.selectors.sources import sources
from measurement.figures.selectors.subjects import ALL, Narrower, Subject
from measurement.figures.selectors.totals import total_of
from socialvalue.accounts.enums import Role
from socialvalue.accounts.models import Directorate
from socialvalue.common import clock
from socialvalue.places.models import District
from tests.builders import contracts as builders
from tests.builders import measurement as build
from tests.builders import people
from tests.contracts.standing.chance import kpi, make, moment

pytestmark = pytest.mark.django_db
STATUS = {"Verified": "reported", "Waiting to be verified": "waiting", "Late": "late"}
KINDS = [{"vcse": True}, {"vcse": False, "sme": True}, {"vcse": False, "sme": False}, {}]


def noon(day: date) -> datetime:
    return datetime.combine(day, datetime.min.time(), tzinfo=clock.LONDON) + timedelta(hours=12)


class Council:
    """Three contracts of two directorates, two districts and suppliers of other kinds, with whatever KPIs chance says."""

    def __init__(self, specs):
        self.scene = build.scene()
        self.body = self.scene.council
        self.member = people.person(self.body, Role.MEMBER)
        self.districts = [
            District.objects.get_or_create(gss_code=f"X0000000{n}", defaults={"name": f"D{n}", "county": "Nowhere"})[0]
            for n in (1, 2)
        ]
        other = Directorate.objects.create(council=self.body, name="Another", code="NEW")
        measures = [self.scene.measures["LE2.2"], self.scene.measures["CD2.1"], None]
        self.contracts, self.kpis = [], []
        for number, chosen in enumerate(specs):
            contract, who = builders.draft_contract(self.scene.who)
            Contract.objects.filter(pk=contract.pk).update(status="active")
            contract.parties.all().delete()
            supplier = people.supplier(**KINDS[number])
            ContractSupplier.objects.create(contract=contract, organisation=supplier, name_then=str(supplier))
            if number:
                Contract.objects.filter(pk=contract.pk).update(directorate=other)
                contract.districts.set(self.districts[:number])
            made = make(contract, who, chosen)
            for place, one in enumerate(made):
                measure = measures[place % 3]
                of = {"measure": measure, "priority": measure.outcome.priority} if measure else {}
                Obligation.objects.filter(pk=one.obligation_id).update(**of)
            self.contracts.append(contract)
            self.kpis += made

    def keep(self):
        keep(*[contract.pk for contract in self.contracts])

    def subjects(self, scope: Scope) -> list[tuple[str, int, Narrower]]:
        """Everything that has a page of returns."""
        found = achievement(scope)
        measures = [figure for line in found.priorities for figure in line.quantities]
        return [
            ("council", self.body.pk, ALL),
            *(("directorate", line.pk, ALL) for line in found.directorates),
            *(("priority", line.pk, ALL) for line in found.priorities if line.pk),
            *(("measure", min(figure.ids), narrower_of(figure.url)) for figure in measures),
            *(("contract", contract.pk, ALL) for contract in self.contracts),
            *(("kpi", one.pk, ALL) for one in self.kpis),
        ]


def narrower_of(url: str) -> Narrower:
    asked = {name: values[0] for name, values in parse_qs(urlsplit(url).query).items()}
    priority = int(asked["priority"]) if "priority" in asked else None
    return Narrower(asked["unit"], asked["counted"], asked["better"], priority)


def counts_of(rows: list[DueReturn], scope: Scope) -> Counts:
    said = [STATUS.get(one.status) for one in sources(rows, scope)]
    return Counts(len(said), *(said.count(name) for name in ("reported", "waiting", "late")))


def every(behind: Behind, size: int) -> list[DueReturn]:
    return [row for rows in behind.every(size) for row in rows]


def filters(council: Council) -> list[dict]:
    kinds = [{"supplier_kind": kind.value} for kind in SupplierKind]
    return [
        {},
        {},
        {"directorate_id": council.contracts[1].directorate_id if len(council.contracts) > 1 else None},
        {"district_id": council.districts[0].pk},
        *kinds,
    ]


def assert_alike(kept: Achievement, computed: Achievement) -> None:
    """What is kept and what the statement says, line by line; the kinds of supplier add up to the whole."""
    assert (kept.total, kept.supplier_kinds) == (computed.total, computed.supplier_kinds)
    assert (kept.priorities, kept.directorates) == (computed.priorities, computed.directorates)
    assert sum((line.tally for line in kept.supplier_kinds), Tally()) == kept.total.tally


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(
    st.lists(st.lists(kpi, min_size=1, max_size=3), min_size=1, max_size=3),
    st.integers(20, 500),
    st.sampled_from([3, 6, 12, 24]),
    st.integers(0, 9),
)
def test_the_rows_behind_any_figure_are_what_it_says(specs, day, months, chosen):
    council = Council(specs)
    with clock.at(noon(moment(day).date())):
        council.keep()
        narrowed = filters(council)
        kept = replace(usual_scope(council.body.pk, months), **narrowed[chosen % len(narrowed)])
        assert kept.window == f"m{months}"
        computed = replace(kept, window="")
        assert_alike(achievement(kept), achievement(computed))
        assert differences(computed)[1] == []
        for kind, pk, narrower in council.subjects(kept):
            what = Subject(kind, pk, "", council.body, "")
            total, case = total_of(what, kept, narrower), (kind, pk, kept)
            assert total == total_of(what, computed, narrower), case
            rows = every(Behind(what, kept, council.member, narrower), 2)
            assert counts_of(rows, kept) == total.counts, case
            assert rows == every(Behind(what, computed, council.member, narrower), 3), case
            assert rows == list(due_rows(what, computed, council.member, narrower)), case
        for figure in (figure for line in achievement(kept).priorities for figure in line.quantities if figure.kind == Kind.SUM):
            what = Subject("measure", min(figure.ids), "", council.body, "")
            rows = sources(every(Behind(what, kept, council.member, narrower_of(figure.url)), 50), kept)
            values = [one.value for one in rows if one.value is not None]
            assert figure.value == (sum(values) if values else None)


@pytest.fixture
def three():
    """Three contracts, two quarters each, of which every return is in: six rows behind the council's figure."""
    scene = build.scene()
    for number in range(3):
        build.contract(scene, {"values": ["3", "4"]}, title=f"Contract {number}")
    with clock.at(build.NOW):
        roll()
        scope = usual_scope(scene.council.pk)
        assert scope.window == "m12"
        yield Behind(Subject("council", scene.council.pk, "", scene.council, ""), scope, scene.who.member)


@pytest.mark.parametrize("window", ["m12", ""])
def test_pages_lead_forward_and_back(three, window):
    three = replace(three, scope=replace(three.scope, window=window))
    rows = every(three, 100)
    assert [row.kpi.obligation.contract.title[-1] for row in rows] == ["0", "0", "1", "1", "2", "2"]
    assert rows[0].ends_on > rows[1].ends_on
    first = three.page(size=4)
    assert (first.rows, first.earlier, first.later) == (rows[:4], None, Place(after=rows[3].pk))
    second = three.page(first.later, size=4)
    assert (second.rows, second.earlier, second.later) == (rows[4:], Place(before=rows[4].pk), None)
    back = three.page(second.earlier, size=4)
    assert (back.rows, back.earlier, back.later) == (rows[:4], None, Place(after=rows[3].pk))
    middle = three.page(Place(before=rows[4].pk), size=2)
    assert (middle.rows, middle.earlier, middle.later) == (rows[2:4], Place(before=rows[2].pk), Place(after=rows[3].pk))
    # As many as there are: no page beyond them
    assert three.page(size=6) == replace(first, rows=rows, later=None)


def test_a_place_that_is_gone_is_the_start(three):
    rows = every(three, 100)
    gone = max(row.pk for row in rows) + 1000
    for place in (Place(after=gone), Place(before=gone)):
        assert three.page(place, size=4) == three.page(size=4)


def test_the_last_row_is_followed_by_none(three):
    rows = every(three, 100)
    assert three.page(Place(after=rows[-1].pk)).rows == []
    assert three.page(Place(before=rows[0].pk)).rows == []


def test_an_administrator_is_shown_no_row_of_a_contract(three):
    admin = people.person(three.what.council, Role.ADMINISTRATOR)
    assert every(replace(three, user=admin), 100) == []


def test_a_page_of_many_rows_asks_as_often_as_one_of_few(three):
    # Who asks is read once
    asked, _ = [], three.page()
    for size in (1, 2, 5):
        with CaptureQueriesContext(connection) as queries:
            assert len(three.page(size=size).rows) == size
        asked.append(len(queries))
        # Read on by key: nothing is counted and nothing passed over
        assert not any("COUNT(" in q["sql"] or "OFFSET" in q["sql"] for q in queries)
    assert asked == [4, 4, 4]


def test_what_was_given_up_is_counted_beside_the_rows_it_belongs_to(three):
    rows = every(three, 100)
    DueReturn.objects.filter(pk=rows[0].pk).update(
        waived_at=build.NOW - timedelta(days=1), waived_reason="Closed", waived_by=three.user
    )
    with clock.at(build.NOW):
        keep(rows[0].kpi.obligation.contract_id)
    page = three.page()
    assert (len(page.rows), three.given_up(page.rows)) == (5, 1)
    # Of a page with other KPIs there is nothing to say
    assert three.given_up(page.rows[2:]) == 0
    one = replace(three, what=Subject("contract", rows[0].kpi.obligation.contract_id, "", three.what.council, ""))
    assert (len(one.page().rows), one.given_up([])) == (1, 1)
