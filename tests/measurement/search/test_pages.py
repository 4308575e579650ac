"""The box and the page of results: what it says, where it leads, and that it costs a constant number of queries."""

import re

import pytest
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.urls import reverse
from lxml import html

from measurement.search.selectors.kinds import KINDS
from procurement.bidding import services as bids
from procurement.bidding.selectors import bids_of, list_rows
from procurement.commissioning.models import Commission
from procurement.tendering.models import Tender
from socialvalue.accounts.enums import Role
from socialvalue.audit.models import AuditEvent
from socialvalue.common import clock
from tests.builders import bidding, contracts, people, pipeline, tendering
from tests.fixtures.writes import writes_listed
from tests.reading import as_read

pytestmark = pytest.mark.django_db


class Scene:
    def __init__(self):
        self.council = people.council("Kent Test Council")
        self.commissioner = people.person(self.council, Role.COMMISSIONER)
        self.member = people.person(self.council, Role.MEMBER)
        self.commissions = [pipeline.commission(self.council, by=self.commissioner, title=f"Home care {n:02d}") for n in range(9)]
        self.secret = pipeline.commission(people.council("Another"), title="Home care elsewhere")
        self.tender = tendering.published_tender(council=self.council)
        who = contracts.parties(self.council, people.supplier("Brightwater Care"))
        self.contract = contracts.active_contract(who, reference="KCC-0005", title="Meals <at> home")[0]


@pytest.fixture(scope="module")
def scene(module_database):
    return Scene()


def read(response) -> str:
    """The words of the page, without its elements."""
    return as_read(str(html.fromstring(response.content).text_content()))


def ask(client, user=None, **query):
    client.logout()
    if user:
        client.force_login(people.fresh(user))
    return client.get(reverse("search"), query)


def test_the_page_says_what_was_asked_and_how_much_was_found(client, scene):
    response = ask(client, scene.commissioner, q="home care")
    page = read(response)
    assert as_read(str(html.fromstring(response.content).findtext(".//title"))).startswith("“home care” – Search – ")
    assert 'value="home care"' in response.content.decode()
    assert response.context["total"] == "10 results in 2 groups"
    assert [(g.heading, g.counted, g.place, len(g.lines)) for g in response.context["groups"]] == [
        ("Commissions", "9 commissions", "", 6),
        ("Forward plan", "1 entry", "Plan", 1),
    ]
    assert "See all 9 commissions" in page
    line = response.context["groups"][0].lines[0]
    assert line.title == "<mark>Home</mark> <mark>care</mark> 08"
    assert line.facts == f"{scene.commissions[8].reference} · {scene.commissions[8].directorate}"
    assert line.said.state == "Analyse"


def test_all_of_a_kind_in_pages(client, scene):
    response = ask(client, scene.commissioner, q="home care", kind="commissions")
    assert (response.context["counted"], len(response.context["lines"])) == ("9 commissions", 9)
    assert response.context["everything_url"] == f"{reverse('search')}?q=home+care&all=1"
    assert "Search: Commissions" in read(response)
    assert ask(client, scene.commissioner, q="nowhere", kind="commissions").context["lines"] == []


def test_a_kind_that_is_not_for_this_person_is_everything(client, scene):
    """Nor does the page say that there is such a kind."""
    for kind in ("commissions", "people", "no-such-kind"):
        response = ask(client, scene.member, q="home care", kind=kind)
        assert response.status_code == 200
        assert [g.heading for g in response.context["groups"]] == ["Forward plan"]


def test_nobody_hears_how_many_there_are_of_what_they_may_not_see(client, scene):
    for user in (None, scene.member):
        page = ask(
            client, user, q=scene.contract.suppliers.get().name if user is None else "brightwater nothing"
        ).content.decode()
        assert "Nothing found for “" in page
    hidden = Commission.objects.create(
        reference="COM-9999", council=scene.secret.council, title="Lighthouse", summary="x", lead=scene.secret.lead, people="x",
        directorate=scene.secret.directorate, category="x", estimated_value=1, term_months=1, in_forward_plan=False,
        created_by=scene.secret.lead,
    )  # fmt: skip
    for user in (None, scene.commissioner, scene.member):
        for typed in ("lighthouse", hidden.reference, "lighthousse"):
            response = ask(client, user, q=typed)
            assert (response.status_code, response.context["groups"], response.context["total"]) == (200, [], "")
    assert "Lighthouse" in read(ask(client, hidden.lead, q="lighthouse"))


@pytest.mark.parametrize("typed", ["KCC-0005", "kcc0005", "kcc 5", "Kcc-05"])
def test_a_reference_goes_straight_to_its_page_with_a_way_back(client, scene, typed):
    response = ask(client, scene.member, q=typed)
    page = reverse("contract", args=[scene.contract.pk])
    assert (response.status_code, response["Location"]) == (302, page)
    told = client.get(page).content.decode()
    everything = f"{reverse('search')}?q={typed.replace(' ', '+')}&amp;all=1"
    assert f"Showing KCC-0005, found for “{typed}”." in told
    assert f'href="{everything}">See everything found</a>' in told
    response = client.get(everything.replace("&amp;", "&"))
    assert (response.status_code, response.context["groups"][0].lines[0].title) == (200, "Meals &lt;at&gt; home")


def test_a_reference_leads_everybody_to_their_own_page_of_it(client, scene):
    reference = scene.tender.reference
    assert ask(client, None, q=reference)["Location"] == reverse("opportunity", args=[reference])
    assert ask(client, scene.commissioner, q=reference.lower())["Location"] == reverse("tender", args=[reference])
    plan = scene.commissions[0].reference
    assert ask(client, None, q=plan)["Location"] == reverse("forward-plan-entry", args=[plan])
    assert ask(client, scene.commissioner, q=plan)["Location"] == reverse("commission", args=[plan])


def test_two_records_of_one_reference_are_a_choice(client, scene):
    """Two councils may each have a contract of this reference, for a supplier of both."""
    supplier = scene.contract.suppliers.get()
    other = contracts.active_contract(contracts.parties(supplier=supplier), reference="KCC-0005", title="Another")[0]
    response = ask(client, people.person(supplier, Role.SUPPLIER), q="kcc5")
    assert response.status_code == 200
    assert {line.said.url for group in response.context["groups"] for line in group.lines} >= {
        reverse("contract", args=[contract.pk]) for contract in (scene.contract, other)
    }


def test_a_supplier_leads_to_the_list_of_its_contracts(client, scene):
    response = ask(client, scene.member, q="brightwater")
    (group,) = response.context["groups"]
    assert (group.heading, response.context["total"]) == ("Suppliers", "1 result")
    listed = client.get(group.lines[0].said.url)
    assert re.findall(r'href="/contracts/(\d+)/"', listed.content.decode()) == [str(scene.contract.pk)]


def test_what_is_alike_says_so(client, scene):
    response = ask(client, scene.member, q="Brightwatter")
    assert "Nothing has these words as you typed them. These have words like them." in read(response)
    assert response.context["groups"][0].lines[0].title == "<mark>Brightwater</mark> Care (fictional)"


@pytest.mark.parametrize("typed", ["", " ", "a", "%", "_", "\\", "\x00", "%%%%"])
def test_too_little_finds_nothing_and_says_what_to_do(client, scene, typed):
    page = read(ask(client, scene.commissioner, q=typed))
    assert ("Type at least 2 letters or digits to search." in page) is bool(typed.replace("\x00", "").strip())
    assert "Nothing found" not in page
    assert "Commissions by reference and title" in page


@pytest.mark.parametrize(
    "typed", ["x" * 10_000, "ab " * 500, "a\x00b c", "'; DROP TABLE x; --", "%a_%b\\", "\ud83d\ude00 aa", "<script>aa"]
)
def test_odd_input_is_only_text(client, scene, typed):
    response = ask(client, scene.commissioner, q=typed.encode("utf-8", "replace").decode())
    assert response.status_code == 200
    assert "Nothing found for “" in response.content.decode()
    assert "<script>aa" not in response.content.decode()
    assert ("only its first 100 characters and 10 words" in read(response)) is (len(typed) > 100)


def test_what_can_be_searched_is_what_this_person_may_open(client, scene):
    everything = {kind.name for kind in KINDS}
    for user, number in ((None, 8), (scene.member, 13), (scene.commissioner, 14), (people.person(scene.council), 8)):
        response = ask(client, user)
        assert len(response.context["searchable"]) == number
        assert number < len(everything)
    assert "Sign in" in read(ask(client, None))


@pytest.mark.parametrize("query", [{}, {"q": "home care"}, {"q": "home care", "kind": "commissions"}, {"q": "nowhere"}])
def test_what_is_searched_is_folded_beneath_what_was_found(client, scene, query):
    main = html.fromstring(ask(client, scene.commissioner, **query).content).find(".//main")
    [folded] = main.findall(".//details")
    assert (folded.find("summary/span").text, "open" in folded.attrib) == ("What is searched", False)
    assert folded.findall(".//ul/li")
    parts = list(folded.getparent())
    assert parts[-1] is folded


@pytest.mark.parametrize(("who", "number"), [(None, 8), ("member", 16), ("commissioner", 17)])
def test_each_kind_is_one_query_whatever_there_is(client, scene, django_assert_num_queries, who, number):
    user = getattr(scene, who) if who else None
    ask(client, user)
    for typed in ("home care", "o1", "nil"):
        with django_assert_num_queries(number):
            client.get(reverse("search"), {"q": typed})


def test_words_that_may_be_misspelt_cost_each_kind_a_second_one(client, scene, django_assert_num_queries):
    ask(client)
    with django_assert_num_queries(16):
        client.get(reverse("search"), {"q": "nothing like it"})
    ask(client, scene.commissioner)
    with django_assert_num_queries(4):
        client.get(reverse("search"), {"q": "home", "kind": "commissions"})


def test_searching_writes_nothing(client, scene):
    client.force_login(people.fresh(scene.commissioner))
    events, wrote = AuditEvent.objects.count(), []
    with writes_listed(wrote):
        for query in (
            {},
            {"q": "home"},
            {"q": "KCC-0005"},
            {"q": "misspeltword"},
            {"q": "home", "kind": "commissions", "page": "x"},
        ):
            client.get(reverse("search"), query)
    assert (wrote, AuditEvent.objects.count()) == ([], events)
    assert client.post(reverse("search"), {"q": "home"}).status_code == 405


def drawn(user, **context) -> str:
    request = RequestFactory().get("/")
    request.user = user
    return " ".join(render_to_string("components/search.html", context, request=request).split())


def test_the_box_of_the_header(scene):
    box = drawn(scene.member)
    assert '<form class="sv-search" role="search" method="get" action="/search/" data-search-key="/">' in box
    assert '<label class="govuk-visually-hidden" for="search-box">Search</label>' in box
    assert '<a class="sv-search-link" href="/search/">' in box
    scene.member.search_shortcut = False
    assert "/>" not in drawn(scene.member).split("<input")[1].split(">")[0]
    assert "data-search-key" not in drawn(scene.member)
    # The page of results has its own box
    assert drawn(scene.member, searched=object()) == ""


def test_own_bids_are_called_what_my_bids_calls_them(client):
    """Begun, sent, withdrawn, and begun but never sent."""
    user = bidding.bidder()
    tenders = [tendering.published_tender(title=f"Lantern {n}") for n in range(4)]
    for tender in (tenders[0], tenders[3]):
        bids.start_bid(tender, by=user, supplier=user.supplier)
    bidding.submitted_bid(tenders[1], user)
    bids.withdraw(bidding.submitted_bid(tenders[2], user), by=user)
    Tender.objects.filter(pk=tenders[3].pk).update(deadline=clock.now())
    listed = {row["bid"].tender.title: row["state"] for row in list_rows(bids_of(user), clock.now())}
    assert listed == {"Lantern 0": "Draft", "Lantern 1": "Sent", "Lantern 2": "Withdrawn", "Lantern 3": "Not sent"}
    lines = ask(client, user, q="lantern", kind="bids").context["lines"]
    assert {re.sub("^Bid of .* for ", "", line.said.title): line.said.state for line in lines} == listed
