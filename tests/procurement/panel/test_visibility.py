"""Who sees an evaluation at which step: the whole table; and which places on a panel count."""

import pytest
from django.contrib.auth.models import AnonymousUser

from procurement.evaluation import services as evaluating
from procurement.panel import services
from procurement.panel.models import Evaluation, Panellist
from socialvalue.accounts.administration.services import end_access
from socialvalue.accounts.enums import Permission as P
from socialvalue.accounts.enums import Role
from tests.builders import evaluation, people
from tests.fixtures import truth
from tests.procurement.panel.tables import cast, steps

pytestmark = pytest.mark.django_db
WHY = "Their sister works there, which is close."

SEES = """
                     preparing  scoring  moderating  closed  bidders told
commissioner         no
procurement_officer  yes
evaluator            no
evaluation_lead      yes
contract_manager     no
lead_director        yes
member               no
supplier             no
partner              no
administrator        no
elsewhere            no
left                 no
inactive             no
lead, declared       yes
lead, barred         yes
scores               yes
sat, then left       no
nobody signed in     no
"""


@pytest.fixture(scope="module")
def story(module_database):
    """The table, and the evaluation as it is in the end."""
    council, users = cast()
    users["sat, then left"], users[truth.NOBODY] = people.person(council, Role.EVALUATOR), AnonymousUser()
    table: truth.Table = {}
    for step, scene in steps(council, {name: user for name, user in users.items() if name != truth.NOBODY}):
        if step == "preparing":
            gone = users["sat, then left"]
            place = evaluating.add_panellist(scene.evaluation, by=scene.lead, user=gone, criteria=[scene.criterion("q1")])
            services.declare(place, by=gone, has_interest=True, interest=WHY)
            evaluating.decide_interest(place, by=scene.lead, may_score=False, reason=WHY)
            end_access(gone, council, by=users["administrator"], reason="They left the council.")
            users["sat, then left"] = people.fresh(gone)
        for name, cells in truth.seen(Evaluation.objects.visible_to, users, {step: scene.evaluation}).items():
            table.setdefault(name, {}).update(cells)
    return table, scene.evaluation


def test_who_sees_an_evaluation(story):
    truth.says(SEES, story[0])


def test_which_permission_alone_is_enough(story):
    """Whoever scores bids sees those on whose panel they sit."""
    found = story[1]
    ask = Evaluation.objects.filter(pk=found.pk).visible_to
    assert truth.enough(found.tender.council, lambda user: ask(user).exists()) == {
        P.LEAD_EVALUATION,
        P.DECIDE_AWARDS,
        P.CHECK_TENDERS,
    }


def test_an_evaluation_of_which_the_bidders_were_told(story):
    told, closed = story[1], evaluation.closed(1, 1).evaluation
    assert list(Evaluation.objects.filter(pk__in=[told.pk, closed.pk]).told()) == [told]


def test_which_places_are_undecided_barred_and_counting():
    scene = evaluation.prepared(bids=1, panellists=5)
    for number, interest in enumerate(("", WHY, WHY, WHY)):
        place = scene.place(number)
        services.declare(place, by=place.user, has_interest=bool(interest), interest=interest)
    evaluating.decide_interest(scene.place(2), by=scene.lead, may_score=True, reason=WHY)
    evaluating.decide_interest(scene.place(3), by=scene.lead, may_score=False, reason=WHY)
    names = {
        place.pk: name for place, name in zip(scene.panel, ("none", "undecided", "let in", "kept out", "silent"), strict=True)
    }
    places = Panellist.objects.filter(pk__in=names)

    def among(found) -> list[str]:
        return [names[place.pk] for place in found]

    assert among(places.undecided()) == ["undecided"]
    assert among(places.barred()) == ["undecided", "kept out"]
    assert among(places.counting()) == ["none", "let in", "silent"]
