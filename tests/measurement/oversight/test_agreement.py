"""The contract list, the page of a contract, contracts side by side, home and the file say the same of one contract."""

import json
import re
from collections import Counter

import pytest
from django.urls import reverse
from django.utils.html import strip_tags

from contracts.performance.enums import Standing
from socialvalue.accounts.enums import Role
from socialvalue.common import clock
from tests.builders import measurement as build
from tests.builders import people
from tests.measurement.figures import steps
from tests.reading import tables_in

pytestmark = pytest.mark.django_db
LABELS = [s.label for s in Standing]


@pytest.fixture
def made():
    return steps.hand()


@pytest.fixture
def look(made, client):
    client.force_login(people.person(made.council, Role.MEMBER))

    def look(url: str) -> str:
        with clock.at(build.NOW):
            return client.get(url).content.decode()

    return look


def words_of(html: str) -> str:
    return re.sub(r"\s+", " ", strip_tags(html)).strip()


def row_of(page: str, text: str) -> str:
    return words_of(next(row for row in re.findall(r"<tr[^>]*>.*?</tr>", page, re.S) if text in row).replace("</t", " </t"))


def test_one_contract_stands_alike_everywhere(made, look):
    """Without from and to each shows the last twelve whole months: two quarters are in them, as in the scene's own span."""
    found = json.loads(look(reverse("oversight-export", args=["json"])))
    assert found["from"] == "2024-11-01"
    total = found["total"]
    late = sum(k["late"] for k in found["kpis"])
    assert (total["below_minimum"], total["below_target"], late, total["reported"], total["expected"]) == (1, 5, 4, 17, 22)

    listed = row_of(look(reverse("contracts")), "Home care")
    assert listed.endswith("17 of 22 4 late 1 below minimum 5 below target")

    side = row_of(look(reverse("oversight-contracts")), "Home care")
    assert "2 on target, 5 below target, 1 below minimum, 1 not reported, 1 no target, 2 nothing due yet" in side
    assert "17 of 22" in side
    assert "Below minimum 1 of 12 KPIs below minimum Late 4 returns late, the oldest due on 20 July 2025" in side

    # The page of the contract: a row a KPI, and what is the council's own duty in a table of its own
    of_page = tables_in(look(reverse("contract", args=[made.contract.pk])))
    rows = [row for caption, rows in of_page.items() if "with what was delivered" in caption for row in rows]
    cards = [(row[0].removeprefix("KPI ").partition(":")[0], next(w for w in LABELS if row[3].startswith(w))) for row in rows]
    by_file = {k["kpi"]: Standing(k["standing"]).label for k in [*found["kpis"], *found["client_side"]]}
    agreed = {int(number): tag for number, tag in cards if int(number) in by_file}
    assert agreed == by_file
    # What nobody agreed yet is on that page, and in no figure
    assert {int(number): tag for number, tag in cards if int(number) not in by_file} == {12: "Nothing due yet"}

    counted = Counter(Standing(k["standing"]).label for k in found["kpis"])
    assert [counted[label] for label in LABELS] == [total[s.value] for s in Standing] == [2, 5, 1, 1, 1, 2]

    home = words_of(look(reverse("home")))
    oversight = words_of(look(reverse("oversight")))
    begin = home[home.index("In the 12 months to") : home.index("Promised and delivered,")].strip()
    assert begin.startswith(
        "In the 12 months to 31 October 2025, 2 of the 8 KPIs with a target and a verified return were on target."
    )
    assert begin in oversight


def test_the_filter_of_the_list_finds_what_the_page_of_oversight_counts(made, look):
    build.contract(made.scene, {"values": ["3", "3"]}, title="Fine and well")
    for attention in ("late", "below_minimum"):
        page = look(f"{reverse('contracts')}?attention={attention}")
        assert ("Home care" in page, "Fine and well" in page) == (True, False)
