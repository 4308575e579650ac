"""Who reads whose scores at which step: the whole tables."""

import pytest
from django.contrib.auth.models import AnonymousUser

from procurement.evaluation import services
from procurement.evaluation.models import Score
from procurement.panel import services as panel_services
from procurement.panel.selectors import without_panellist
from socialvalue.accounts.enums import Permission as P
from socialvalue.accounts.enums import Role
from socialvalue.accounts.models import Membership
from tests.builders import evaluation, people
from tests.fixtures import truth

pytestmark = pytest.mark.django_db
WHY = "Their sister works there, which is close."

OF_FIRST = """
                     drafts  final  moderating  second barred  first set aside  closed
commissioner         no
procurement_officer  no
evaluator            no
evaluation_lead      no      no     no          no             no               yes
contract_manager     no
lead_director        no
member               no
supplier             no
partner              no
administrator        no
elsewhere            no
left                 no
inactive             no
nobody signed in     no
lead                 no      no     yes         yes            yes              yes
lead, barred         no
leads too, declared  no      no     yes         yes            yes              yes
first                yes
second, leads        no      no     yes         no             yes              yes
"""

OF_SECOND = """
                     drafts  final  moderating  second barred  first set aside  closed
commissioner         no
procurement_officer  no
evaluator            no
evaluation_lead      no      no     no          no             no               yes
contract_manager     no
lead_director        no
member               no
supplier             no
partner              no
administrator        no
elsewhere            no
left                 no
inactive             no
nobody signed in     no
lead                 no      no     yes         yes            yes              yes
lead, barred         no
leads too, declared  no      no     yes         yes            yes              yes
first                no
second, leads        yes
"""


def on_the_way(users):
    """The second panellist leads evaluations as well."""
    council = people.council()
    users |= {**truth.cast(council), truth.NOBODY: AnonymousUser()}
    scene = evaluation.scoring(bids=1, panellists=2, tender=evaluation.opened(1, council=council))
    users["lead"], users["lead, barred"] = scene.lead, people.person(council, Role.EVALUATION_LEAD)
    users["leads too, declared"] = people.person(council, Role.EVALUATION_LEAD)
    users["first"], users["second, leads"] = scene.place(0).user, scene.place(1).user
    Membership.objects.create(user=users["second, leads"], organisation=council, role=Role.EVALUATION_LEAD)
    barred = panel_services.declare_as_lead(scene.evaluation, by=users["lead, barred"], has_interest=True, interest=WHY)
    services.decide_interest(barred, by=scene.lead, may_score=False, reason=WHY)
    panel_services.declare_as_lead(scene.evaluation, by=users["leads too, declared"], has_interest=False)
    evaluation.score_all(scene, 0, final=False)
    evaluation.score_all(scene, 1, final=False)
    yield "drafts", scene
    for number in (0, 1):
        services.finalise_scores(scene.place(number), by=scene.place(number).user)
    yield "final", scene
    services.start_moderation(scene.evaluation, by=scene.lead)
    scene.reload()
    yield "moderating", scene
    second = scene.place(1)
    panel_services.declare(second, by=second.user, has_interest=True, interest=WHY)
    yield "second barred", scene
    services.decide_interest(scene.place(1), by=scene.lead, may_score=True, reason=WHY)
    first = scene.place(0)
    panel_services.declare(first, by=first.user, has_interest=True, interest=WHY)
    services.decide_interest(scene.place(0), by=scene.lead, may_score=False, reason=WHY)
    yield "first set aside", scene
    for key in ("q1", "q2", "q3", "q4"):
        criterion = scene.criterion(key)
        if criterion in without_panellist(scene.evaluation):
            services.name_scorer(scene.evaluation, by=scene.lead, user=users["second, leads"], criterion=criterion)
    evaluation.moderate_all(scene)
    services.close(scene.evaluation, by=scene.lead)
    yield "closed", scene


@pytest.fixture(scope="module")
def story(module_database):
    users: dict = {}
    tables: dict[str, truth.Table] = {"first": {}, "second, leads": {}}
    for step, now in on_the_way(users):
        scene = now
        fresh = {name: people.fresh(user) if user.is_authenticated else user for name, user in users.items()}
        for whose, table in tables.items():
            score = Score.objects.filter(panellist__user=users[whose]).order_by("pk").first()
            for name, cells in truth.seen(Score.objects.visible_to, fresh, {step: score}).items():
                table.setdefault(name, {}).update(cells)
    return tables, scene


def test_whose_scores_are_read_by_whom(story):
    tables, _ = story
    truth.says(OF_FIRST, tables["first"])
    truth.says(OF_SECOND, tables["second, leads"])


def test_only_leading_evaluations_opens_the_others_scores(story):
    _, scene = story
    scores = Score.objects.filter(panellist__evaluation=scene.evaluation)
    assert truth.enough(scene.council, lambda user: scores.visible_to(user).exists()) == {P.LEAD_EVALUATION}


def test_which_scores_were_set_aside(story):
    _, scene = story
    scores = Score.objects.filter(panellist__evaluation=scene.evaluation)
    assert set(scores.set_aside()) == set(scores.filter(panellist=scene.panel[0]))
    assert scores.set_aside().count() == 4
