"""What each role finds, and that nothing is found that its page would not open: the whole table."""

import pytest
from django.contrib.auth.models import AnonymousUser

from contracts.obligations.models import Kpi
from measurement.search.calculations.asking import asked
from measurement.search.pages.rows import HEADINGS
from measurement.search.selectors.finding import find
from measurement.search.selectors.kinds import KINDS, kinds_for
from procurement.bidding.models import Bid
from socialvalue.framework.models import Measure
from tests.builders import chain, engagement, framework, people, pipeline, tendering
from tests.builders import measurement as reporting
from tests.fixtures import truth

pytestmark = pytest.mark.django_db
# What is in the text of each kind of the things below
WORDS = {
    "postings": "cleaning", "kpis": "KPI", "obligations": "o", "suppliers": "supplier", "reports": "report",
    "measures": "people", "people": "person",
}  # fmt: skip


class Scene:
    def __init__(self):
        done = chain.journey()
        self.council = council = done.commission.council
        tender, contract = done.award.tender, done.contract
        winner = done.award.bid
        rival = Bid.objects.filter(tender=tender).exclude(pk=winner.pk).get()
        self.users = truth.cast(council, winner.supplier) | {
            "the rival": rival.supplier.memberships.first().user,
            "on the panel": tender.evaluation.panel.exclude(user=tender.evaluation.lead).first().user,
            "its lead": tender.evaluation.lead,
            "without a role": people.person(council),
            truth.NOBODY: AnonymousUser(),
        }
        planned = pipeline.commission(council)
        told = reporting.scene(council)
        posting = pipeline.published_posting(council=council, body=pipeline.partner("A partner of nobody"))
        kpi = Kpi.objects.filter(obligation__contract=contract).first()
        editor = framework.editor(council)
        self.things = {
            "commission": ("commissions", done.commission),
            "their plan": ("plans", done.commission),
            "tender": ("tenders", tender),
            "draft tender": ("tenders", tendering.draft(tendering.commission(council=council))),
            "posting": ("postings", posting),
            "unseen posting": ("postings", pipeline.posting(council=council, body=pipeline.partner("Another of nobody"))),
            "winning bid": ("bids", winner),
            "losing bid": ("bids", rival),
            "evaluation": ("evaluations", tender.evaluation),
            "award": ("awards", done.award),
            "contract": ("contracts", contract),
            "KPI": ("kpis", kpi),
            "obligation": ("obligations", kpi.obligation),
            "supplier": ("suppliers", winner.supplier),
            "losing supplier": ("suppliers", rival.supplier),
            "report": ("reports", reporting.approved(told)),
            "draft report": ("reports", reporting.frozen(told, kind="scrutiny")),
            "event": ("events", engagement.advertised_event(planned)),
            "inner event": ("events", engagement.event(planned)),
            "idea": ("ideas", engagement.idea(planned, by=people.fresh(done.supplier_user))),
            "measure": ("measures", Measure.objects.filter(outcome__priority__version=framework.published(editor)).get()),
            "draft measure": ("measures", Measure.objects.filter(outcome__priority__version=framework.draft(editor)).get()),
            "person": ("people", done.manager),
        }

        self.found = {
            name: self._found(people.fresh(user) if user.is_authenticated else user) for name, user in self.users.items()
        }

    def _found(self, user) -> dict[tuple[str, int], str]:
        """(kind, key) → where it leads, of everything that this person finds."""
        return {
            (kind.name, row.pk): HEADINGS[kind.name].say(row, user).url
            for kind in kinds_for(user)
            for one in find([kind], asked(WORDS.get(kind.name, "short")), user).found
            for row in one.rows
        }


@pytest.fixture(scope="module")
def scene(module_database):
    return Scene()


FINDS = """
                     commission  their plan  tender  draft tender  posting  unseen posting  winning bid  losing bid  evaluation  award  contract  KPI  obligation  supplier  losing supplier  report  draft report  event  inner event  idea  measure  draft measure  person
commissioner         yes         no          yes     yes           yes      no              no           no          no          no     yes       yes  yes         yes       no               yes     no            yes    yes          no    yes      yes            no
procurement_officer  yes         no          yes     yes           yes      yes             yes          yes         yes         yes    yes       yes  yes         yes       no               yes     no            yes    yes          no    yes      yes            no
evaluator            no          yes         yes     no            yes      no              no           no          no          no     no        no   no          no        no               no      no            yes    no           no    yes      no             no
evaluation_lead      yes         no          yes     yes           yes      no              yes          yes         yes         yes    no        no   no          no        no               no      no            yes    yes          no    yes      no             no
contract_manager     yes         no          yes     yes           yes      no              no           no          no          yes    yes       yes  yes         yes       no               yes     yes           yes    yes          no    yes      no             no
lead_director        yes         no          yes     yes           yes      no              yes          yes         yes         yes    yes       yes  yes         yes       no               yes     yes           yes    yes          no    yes      no             no
member               no          yes         yes     no            yes      no              no           no          no          no     yes       yes  yes         yes       no               yes     no            yes    no           no    yes      no             no
supplier             no          yes         yes     no            yes      no              yes          no          no          no     yes       yes  yes         yes       no               no      no            yes    no           yes   yes      no             no
partner              no          yes         yes     no            yes      no              no           no          no          no     no        no   no          no        no               no      no            yes    no           no    yes      no             no
administrator        no          yes         yes     no            yes      no              no           no          no          no     no        no   no          no        no               yes     no            yes    no           no    yes      yes            yes
elsewhere            no          yes         yes     no            yes      no              no           no          no          no     no        no   no          no        no               no      no            yes    no           no    yes      no             no
left                 no          yes         yes     no            yes      no              no           no          no          no     no        no   no          no        no               no      no            yes    no           no    yes      no             no
inactive             no          yes         yes     no            yes      no              no           no          no          no     no        no   no          no        no               no      no            yes    no           no    yes      no             no
the rival            no          yes         yes     no            yes      no              no           yes         no          no     no        no   no          no        no               no      no            yes    no           no    yes      no             no
on the panel         no          yes         yes     no            yes      no              no           no          yes         no     no        no   no          no        no               no      no            yes    no           no    yes      no             no
its lead             yes         no          yes     yes           yes      no              yes          yes         yes         yes    no        no   no          no        no               no      no            yes    yes          no    yes      no             no
without a role       no          yes         yes     no            yes      no              no           no          no          no     no        no   no          no        no               no      no            yes    no           no    yes      no             no
nobody signed in     no          yes         yes     no            yes      no              no           no          no          no     no        no   no          no        no               no      no            yes    no           no    yes      no             no
"""


def test_who_finds_what(scene):
    table = {
        name: {word: "yes" if (kind, thing.pk) in rows else "no" for word, (kind, thing) in scene.things.items()}
        for name, rows in scene.found.items()
    }
    truth.says(FINDS, table)


def test_everything_that_is_found_opens(client, scene):
    """Once for everybody who finds something else than the people before."""
    things = {(kind, thing.pk) for kind, thing in scene.things.values()}
    before: list[set] = []
    for name, user in scene.users.items():
        urls = {url for key, url in scene.found[name].items() if key in things}
        if urls in before:
            continue
        before.append(urls)
        client.logout()
        if user.is_authenticated:
            client.force_login(people.fresh(user))
        assert {url: status for url in sorted(urls) if (status := client.get(url.split("#")[0]).status_code) != 200} == {}, name
    assert len(before) == 11


def test_a_permission_that_is_not_asked_for_opens_nothing(scene):
    """Which kinds are asked for is decided by permissions, which rows by ``visible_to``: the first hides nothing of the second."""
    for name, user in scene.users.items():
        asks = people.fresh(user) if user.is_authenticated else user
        left_out = [kind for kind in KINDS if kind not in kinds_for(asks)]
        assert {kind.name: list(kind.rows(asks)) for kind in left_out if asks.is_authenticated and kind.rows(asks)} == {}, name


def test_every_kind_is_said_and_stands_in_the_table(scene):
    assert [kind.name for kind in KINDS] == list(HEADINGS)
    assert {kind.name for kind in KINDS} - {kind for kind, _ in scene.things.values()} == {"frameworks", "priorities", "outcomes"}
