"""The people and the evaluation that the tables of panel and evaluation ask about, and the reasons they give."""

from procurement.evaluation import services
from procurement.panel import services as panel_services
from procurement.panel.models import Evaluation, Panellist
from procurement.panel.workflow import EVALUATION
from procurement.tendering.enums import TenderStatus
from socialvalue.accounts.enums import Permission, Role
from socialvalue.common.errors import NotAllowed, Tied, WrongState
from tests.builders import award, evaluation, people
from tests.fixtures import truth

REASONS = {
    "must-lead": truth.lacks(Permission.LEAD_EVALUATION),
    "must-score": truth.lacks(Permission.SCORE_BIDS),
    "barred": Tied("You declared an interest in this tender, so somebody else has to lead its evaluation"),
    "declare": NotAllowed("Declare first whether you have an interest in this tender. The lead declares like the panel."),
    "declare-first": NotAllowed("Declare first whether you have an interest in this tender"),
    "panel-fixed": WrongState("The panel stays as it is once moderation has begun"),
    "told": WrongState("The bidders were told of the award, so interests are neither declared nor decided here any more"),
    "not-theirs": NotAllowed("This is another panellist’s place"),
    "own-interest": NotAllowed("This is your own interest. Somebody else has to decide on it."),
    "barred-result": Tied(
        "You declared an interest in this tender, so it goes on without you. Its prices, ranks and award are closed to you."
    ),
    "own-too": Tied("You declared an interest in this tender yourself. Somebody without one decides on this."),
    "no-interest": WrongState("No interest was declared"),
    "undecided": NotAllowed("You declared an interest. You can score once somebody else has decided on it."),
    "decided-no": NotAllowed("You declared an interest, and it was decided that you do not score this tender"),
    "before": WrongState("Scoring has not started yet"),
    "over": WrongState("Scoring has ended"),
    "reopen-in-scoring": WrongState("A final score can be reopened only while scoring goes on, before moderation begins"),
    "name-in-moderation": WrongState("Another scorer is named during moderation. Before it the panel itself is changed."),
    "unmoderated": WrongState("Moderation has not started yet"),
    "stays": WrongState("The evaluation is closed. Its scores stay as they are."),
    "no-result": WrongState("There is no result before the evaluation is closed"),
    **{
        f"no-panel-{status.value}": WrongState(f"A panel can be set up once a tender is published. This one is “{status.label}”.")
        for status in TenderStatus
    },
    **truth.not_now(EVALUATION),
}


def cast():
    """The cast, two leads of whom one is barred, and an evaluator on the panel; all of them of the same council."""
    council = people.council()
    users = truth.cast(council)
    users["lead, declared"], users["lead, barred"] = (people.person(council, Role.EVALUATION_LEAD) for _ in range(2))
    users["scores"] = people.person(council, Role.EVALUATOR)
    return council, users


def read(model, pk):
    path = {Evaluation: "tender__commission", Panellist: "evaluation__tender__commission"}[model]
    return model.objects.select_related(path).get(pk=pk)


def steps(council, users):
    """An evaluation, moved on after each answer: (its status, the scene)."""
    scene = evaluation.prepared(tender=evaluation.opened(council=council), panellists=0, lead=users["lead, declared"])
    place = services.add_panellist(scene.evaluation, by=scene.lead, user=users["scores"], criteria=scene.criteria)
    scene.panel.append(place)
    barred = panel_services.declare_as_lead(
        scene.evaluation, by=users["lead, barred"], has_interest=True, interest="My sister works there."
    )
    services.decide_interest(barred, by=scene.lead, may_score=False, reason="A sister who works there is too close.")
    scene.panel.append(barred)
    yield "preparing", scene
    panel_services.declare(place, by=place.user, has_interest=False)
    services.start_scoring(scene.evaluation, by=scene.lead)
    yield "scoring", scene
    scene.reload()
    evaluation.score_all(scene, 0)
    services.start_moderation(scene.evaluation, by=scene.lead)
    yield "moderating", scene
    scene.reload()
    evaluation.moderate_all(scene)
    services.close(scene.evaluation, by=scene.lead)
    yield "closed", scene
    scene.reload()
    award.told(scene)
    yield "bidders told", scene


def evaluations(council, users, *more):
    for status, scene in steps(council, users):
        yield status, (read(Evaluation, scene.evaluation.pk), *more)


def places(council, users, number: int):
    for status, scene in steps(council, users):
        yield status, (read(Panellist, scene.panel[number].pk),)
