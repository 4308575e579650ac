"""Two years of one contract of a small charity, from its first return to its end: every page and file says the same figures.

A return that is sent back, one that is late, a period that locks and is opened, a correction after the lock, an independent
check; spending of two years with one corrected; and at the end the supplier takes out its data.
"""

import csv
import io
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal as D

import pytest
from django.urls import reverse
from lxml import html

from contracts.independent import services as independent
from contracts.obligations.models import Kpi
from contracts.obligations.services.baseline import Before, set_baseline
from contracts.register.models import Contract
from contracts.returns import services as returns
from contracts.returns.models import Return
from contracts.schedule import services as schedule
from contracts.schedule.models import DueReturn
from contracts.spend.services import Paid, say_spent
from measurement.clockwork.timed import poll
from socialvalue.accounts.enums import Role
from socialvalue.common import clock
from tests.builders import contracts as build
from tests.builders import measurement, people
from tests.contracts.draws.steps import WHOLE
from tests.contracts.own_data import steps as own
from tests.reading import as_read

pytestmark = pytest.mark.django_db
ILL = "Our only administrator was ill from January to March."
LEFT = "One of the seven had left after a week."
CLOSED = "The ledger of the year is closed: invoices of the autumn are in it."
# People a quarter; the first is sent as nine, sent back, sent as seven, and corrected to six after its period had locked
PEOPLE = [7, 7, 10, 10, 11, 11, 11, 11]


def on(year: int, month: int, day: int):
    return clock.at(datetime(year, month, day, 10, tzinfo=clock.LONDON))


@dataclass
class Life:
    scene: measurement.Scene
    contract: Contract
    kpi: Kpi

    @property
    def who(self) -> build.Parties:
        return self.scene.who

    @property
    def fresh(self) -> Contract:
        return Contract.objects.get(pk=self.contract.pk)

    def due(self, quarter: int) -> DueReturn:
        return list(DueReturn.objects.filter(kpi=self.kpi).order_by("starts_on"))[quarter]

    def send(self, quarter: int, many: int, **more) -> Return:
        draft = returns.save_return(self.due(quarter), by=self.who.reporter, value=D(many), **WHOLE)
        return returns.submit_return(draft, by=self.who.reporter, **more)

    def verify(self, version: Return) -> Return:
        return returns.verify_return(version, by=self.who.manager, comment=build.SEEN)

    def open(self, ends_on: date, why: str, until: date) -> None:
        asked = schedule.ask_to_open(self.fresh, ends_on, by=self.who.reporter, reason=why, side="supplier")
        schedule.grant(asked, by=self.who.manager, until=until)

    def spend(self, year: int, amount: int, up_to: date, reason: str = "") -> None:
        paid = Paid(year=year, amount=D(amount), up_to=up_to, source="ledger")
        say_spent(self.fresh, paid, by=self.who.manager, reason=reason)


def begun() -> Life:
    scene = measurement.scene()
    admin = people.person(scene.council, Role.ADMINISTRATOR)
    with on(2025, 3, 28):
        schedule.set_lock(
            scene.council, by=admin, from_day=date(2025, 3, 28), days=60, reason="Figures stand before the report is made."
        )
    promised = {"measure": "LE1.1", "target": D(10), "minimum": D(8), "wording": "People in a job kept for six months"}
    contract = measurement.contract(
        scene, promised, title="Befriending in Swale", reference="WN-1", total_value=D(90_000), ends_on=date(2027, 3, 31)
    )
    return Life(scene, contract, build.kpi_of(contract))


def first_year(life: Life) -> None:
    who = life.who
    with on(2025, 4, 2):
        before = Before(
            basis="counted", source="Annual report 2024 of the provider before, page 4", value=D(8),
            starts_on=date(2024, 4, 1), ends_on=date(2025, 3, 31),
        )  # fmt: skip
        set_baseline(life.kpi, before, by=who.manager)
    with on(2025, 7, 8):
        sent = life.send(0, 9)
    with on(2025, 7, 12):
        returns.query_return(sent, by=who.manager, comment="Two of the nine on the list began in July. Are they counted here?")
    with on(2025, 7, 15):
        life.verify(life.send(0, PEOPLE[0], change_reason="Two began in July and are taken out."))
    with on(2025, 11, 3):
        life.verify(life.send(1, PEOPLE[1]))
    with on(2026, 3, 25):
        poll(clock.now())
        life.open(date(2025, 12, 31), ILL, date(2026, 4, 10))
    with on(2026, 4, 2):
        life.verify(life.send(2, PEOPLE[2]))
    with on(2026, 4, 15):
        life.verify(life.send(3, PEOPLE[3]))
        life.open(date(2025, 6, 30), LEFT, date(2026, 4, 30))
        draft = returns.correct_return(life.due(0), by=who.reporter, reason=LEFT)
        draft = returns.save_return(life.due(0), by=who.reporter, value=D(6), expected_version=draft.version, **WHOLE)
        corrected = life.verify(returns.submit_return(draft, by=who.reporter))
        outside = people.person(who.council, Role.LEAD_DIRECTOR)
        asked = independent.ask_for_confirmation(corrected, by=who.manager, of=outside)
        look = independent.Look(finding="agrees", how="files", looked_at="The corrected list of six.")
        independent.confirm(asked, look, by=outside)
        life.spend(2025, 38_000, date(2026, 3, 31))
        life.spend(2025, 41_000, date(2026, 3, 31), CLOSED)


def second_year(life: Life) -> None:
    for quarter in range(4, 8):
        due_on = life.due(quarter).due_on
        with on(due_on.year, due_on.month, due_on.day):
            poll(clock.now())
            life.verify(life.send(quarter, PEOPLE[quarter]))
    with on(2027, 4, 19):
        life.spend(2026, 47_500, date(2027, 3, 31))


@pytest.fixture
def look(client):
    def look(user, name: str, *args, **query) -> str:
        client.force_login(people.fresh(user))
        answer = client.get(reverse(name, args=args), query)
        assert answer.status_code == 200
        body = (b"".join(answer.streaming_content) if answer.streaming else answer.content).decode("utf-8-sig")
        if not answer["Content-Type"].startswith("text/html"):
            return body
        return as_read(html.fromstring(body).text_content())

    return look


def everywhere(life: Life, look, *, year: str, total: str, oversight: str) -> None:
    """The last twelve months of the KPI, wherever they stand, as each person reads them."""
    for user in (life.who.manager, life.who.director, life.who.member, life.who.reporter):
        assert total in look(user, "kpi", life.kpi.pk)
        assert total in look(user, "contract", life.contract.pk)
    for user in (life.who.manager, life.who.director, life.who.member):
        assert oversight in look(user, "oversight-contracts")
    rows = list(csv.DictReader(io.StringIO(look(life.who.member, "oversight-export", "csv"))))
    [row] = [one for one in rows if one["part"].startswith("measure of")]
    assert f"{row['delivered']} of the {row['agreed for the same periods']} people promised" == total
    assert (row["returns due"], row["returns verified"], row["returns late"], row["period to"]) == ("4", "4", "0", year)


def test_two_years_say_the_same_everywhere(look, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    life = begun()
    first_year(life)
    with on(2026, 4, 16):
        everywhere(life, look, year="2026-03-31", total="33 of the 40 people promised", oversight="1 below target")
        page = look(life.who.member, "kpi", life.kpi.pk)
        # 33 in four quarters are 8.25 a quarter, of 8 before
        assert "8.25 people: 3 % more than before, which is better" in page
        assert "Independently verified: 1 of 4 returns." in page
        # Sent in time and corrected after nine months: that is no lateness. The second came on 3 November, the third on 2 April
        assert [days for days in (14, 72, 269) if f"Submitted {days} days late" in page] == [14, 72]
        assert "£41,000 of £90,000 is spent (45 %) by 31 March 2026, after 50 % of the term." in look(
            life.who.member, "contract", life.contract.pk
        )
    second_year(life)
    with on(2027, 4, 20):
        poll(clock.now())
        assert life.fresh.status == "ended"
        everywhere(life, look, year="2027-03-31", total="44 of the 40 people promised", oversight="1 on target")
        since = "77 of the 80 people promised"
        assert since in look(life.who.member, "kpi", life.kpi.pk)
        said = look(life.who.reporter, "contract", life.contract.pk)
        assert "£88,500 of £90,000 is spent (98 %) by 31 March 2027, after 100 % of the term." in said
    taken = own.archive(life.who.reporter, datetime(2027, 4, 20, 11, tzinfo=clock.LONDON))
    rows = taken.table("returns/returns.csv")
    counted = [D(row["value"]) for row in rows if row["status"] == "verified"]
    assert (counted, sum(counted)) == ([6, *PEOPLE[1:]], 77)
    assert [(row["version"], row["value"]) for row in rows if row["status"] == "replaced"] == [("1", "7.0000")]
    assert [row["spent (£)"] for row in taken.table("contracts/spent.csv")] == ["41000.00", "47500.00"]
    assert [row["value"] for row in taken.table("contracts/kpis-before.csv")] == ["8.0000"]
    [check] = taken.table("returns/independent-checks.csv")
    assert check["version"] == "2"
