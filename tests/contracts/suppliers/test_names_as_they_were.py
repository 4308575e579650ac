"""A supplier is renamed: every page and file goes on saying the name under which a contract was made."""

from datetime import UTC, datetime

import pytest
from django.urls import reverse
from lxml import html

from contracts.overview.pages.record import summary_rows
from contracts.register.models import Contract
from contracts.returns.models import Return
from measurement.dashboards.selectors.delivery import overdue_by_supplier
from measurement.reports.documents.sections.stories import _story
from socialvalue.accounts.models import Organisation
from socialvalue.common import clock
from socialvalue.suppliers.models import OrganisationName
from socialvalue.suppliers.services.details import decide_change, edit_organisation
from tests.builders import contracts as build
from tests.builders import people
from tests.reading import as_read

pytestmark = pytest.mark.django_db
THEN, NOW = "Weald Carers CIC", "Grand New Care Ltd"


@pytest.fixture
def who():
    """A contract with one return verified below its minimum and others overdue; then its supplier got another name."""
    with clock.at(datetime(2026, 3, 10, 9, tzinfo=UTC)):
        parties = build.parties(supplier=people.supplier(THEN, fictional=False))
        contract, _ = build.active_contract(parties, reference="CON-1", title="Short breaks")
        build.verified_return(build.first_due(contract), parties, "1")
        (asked,) = edit_organisation(parties.supplier, by=parties.reporter, name=NOW)
        decide_change(asked, by=parties.manager, accept=True, reason="Companies House shows the new name since May")
        yield parties


def said(response) -> str:
    return as_read(html.fromstring(response.content).text_content())


@pytest.mark.parametrize("name", ["contracts", "returns", "home", "contracts-export", "open-data-csv"])
def test_lists_home_and_files(client, who, name):
    client.force_login(who.manager)
    response = client.get(reverse(name))
    content = b"".join(response.streaming_content) if response.streaming else response.content
    text = content.decode()
    assert (THEN in text, NOW in text) == (True, False)


def test_what_is_owed_by_whom(who):
    assert [row.supplier for row in overdue_by_supplier(people.fresh(who.manager))] == [THEN]


def test_the_contracts_page_says_both(client, who):
    client.force_login(who.manager)
    contract = Contract.objects.get()
    assert summary_rows(contract)[0] == {"key": "Supplier", "value": f"{THEN} (now called {NOW})"}
    assert f"{THEN} (now called {NOW})" in said(client.get(reverse("contract", args=[contract.pk])))


def test_the_suppliers_own_page_says_what_it_was_called(client, who):
    client.force_login(who.manager)
    page = said(client.get(reverse("supplier", args=[who.supplier.pk])))
    assert f"{NOW} Formerly {THEN}" in page
    listed = said(client.get(reverse("suppliers")))
    assert f"{NOW} formerly {THEN}" in listed
    assert OrganisationName.objects.get().name == THEN


def test_found_by_either_name(client, who):
    client.force_login(who.manager)
    for word in ("Weald", "Grand"):
        rows = client.get(reverse("contracts"), {"search": word}).context["page"]
        assert [row.reference for row in rows] == ["CON-1"], word


def test_a_story_says_who_delivered_it_then(who):
    done = Return.objects.select_related("due__kpi__obligation__contract").get()
    story = done.stories.create(title="A day out", text="It helped.", use="public", told_by=who.reporter)
    assert _story(story)["supplier"] == THEN


def test_a_contract_made_since_has_the_new_name(who):
    later, _ = build.draft_contract(who, reference="CON-2", suppliers=[Organisation.objects.get(pk=who.supplier.pk)])
    assert later.suppliers_on() == [NOW]
