"""What everybody sees of three bids, at every step from the sealed bid to the contract: the whole tables.

A sends and wins, B sends and loses, C withdraws and is never opened. The panel is given q4, the only question with commitments.
In a cell stand the bids that are seen: “A” all of it, “A4” only what belongs to q4.
"""

from collections.abc import Iterator

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.files.uploadedfile import SimpleUploadedFile

from procurement.bidding import selectors, services
from procurement.bidding.models import Answer, Bid, OfferedCommitment, Opening, SealedFile, Submission
from procurement.evaluation import services as evaluating
from procurement.panel import services as panel_services
from procurement.panel.models import Panellist
from procurement.tendering.models import Tender
from socialvalue.accounts.administration.services import end_access
from socialvalue.accounts.enums import Permission as P
from socialvalue.accounts.enums import Role as R
from socialvalue.accounts.models import Membership
from tests.builders import award, bidding, evaluation, people, stages, tendering
from tests.fixtures import truth
from tests.procurement.bidding.test_opening import PNG

pytestmark = pytest.mark.django_db
WHY = "Their sister works there, which is close."
# Model → how it hangs on its bid, and on the criterion that it answers
MODELS = {
    Bid: ("pk", None),
    Submission: ("bid", None),
    Answer: ("bid", "question__criterion__key"),
    OfferedCommitment: ("bid", "answer__question__criterion__key"),
    SealedFile: ("bid", "question__criterion__key"),
}


class Story:
    """The people, and one tender that goes all the way."""

    def __init__(self):
        self.council = council = people.council()
        self.people = truth.cast(council) | {
            "rival": bidding.bidder(),
            "withdraws": bidding.bidder(),
            "scores": people.person(council, R.EVALUATOR),
            "scores and checks": people.person(council, R.EVALUATOR, R.PROCUREMENT_OFFICER),
            "scores and leads": people.person(council, R.EVALUATOR, R.EVALUATION_LEAD),
            "let in, checks": people.person(council, R.EVALUATOR, R.PROCUREMENT_OFFICER),
            "barred, checks": people.person(council, R.EVALUATOR, R.PROCUREMENT_OFFICER),
            "let in late, checks": people.person(council, R.EVALUATOR, R.PROCUREMENT_OFFICER),
            "named late, checks": people.person(council, R.EVALUATOR, R.PROCUREMENT_OFFICER),
            "scored, then moved": people.person(council, R.EVALUATOR),
            "lead": people.person(council, R.EVALUATION_LEAD),
            "barred late, checks": people.person(council, R.EVALUATOR, R.PROCUREMENT_OFFICER),
            "lead, barred": people.person(council, R.EVALUATION_LEAD),
            "led first, decides": people.person(council, R.EVALUATION_LEAD, R.LEAD_DIRECTOR),
        }
        self.bids: dict[str, Bid] = {}
        # Model → who saw what of it at each step; "own" and the record of the opening beside them
        self.tables: dict[object, truth.Table] = {}

    def on_the_way(self) -> Iterator[str]:
        yield from self.until_opened()
        yield from self.until_scored()
        yield from self.until_moderated()
        yield from self.until_contracted()

    def until_opened(self) -> Iterator[str]:
        self.tender = tendering.published_tender(council=self.council)
        for letter, name in {"A": "supplier", "B": "rival", "C": "withdraws"}.items():
            by = self.people[name]
            bid = bidding.filled_bid(self.tender, by)
            for question in selectors.questions(self.tender):
                if question.criterion.key in ("q1", "q4"):
                    services.attach(bid, by=by, question=question, upload=SimpleUploadedFile("plan.png", PNG))
            services.submit(Bid.objects.get(pk=bid.pk), by=by)
            self.bids[letter] = bid
        services.withdraw(Bid.objects.get(pk=self.bids["C"].pk), by=self.people["withdraws"])
        yield "sealed"
        one, two = bidding.openers(self.tender)
        with bidding.opening_time(self.tender):
            opening = services.begin_opening(self.tender, by=one)
        yield "one opened"
        with bidding.opening_time(self.tender):
            services.complete_opening(opening, by=two)
        yield "opened"

    def until_scored(self) -> Iterator[str]:
        tender, lead = Tender.objects.get(pk=self.tender.pk), self.people["lead"]
        made = panel_services.set_up(tender, by=lead, lead=self.people["led first, decides"])
        panel_services.edit_evaluation(made, by=lead, lead=lead)
        panel_services.declare_as_lead(made, by=lead, has_interest=False)
        self.scene = evaluation.Scene(made, lead)
        self.scene.reload()
        barred = ("let in, checks", "let in late, checks", "barred, checks")
        for name in ("scores", "scores and checks", "scores and leads", "scored, then moved", *barred):
            self.scene.panel.append(self.give(self.people[name]))
        for name in barred:
            self.place(name, declares=WHY)
        self.place("lead, barred", declares=WHY)
        yield "preparing"
        self.decide("let in, checks", may_score=True)
        self.decide("barred, checks", may_score=False)
        self.decide("let in late, checks", may_score=False)
        self.decide("lead, barred", may_score=False)
        for name in ("scores", "scores and checks", "scores and leads", "scored, then moved"):
            self.place(name, declares="")
        rest = [criterion for criterion in self.scene.criteria if criterion.key != "q4"]
        sister = self.people["barred late, checks"]
        evaluating.add_panellist(self.scene.evaluation, by=lead, user=sister, criteria=rest)
        self.place("barred late, checks", declares="")
        evaluating.start_scoring(self.scene.evaluation, by=lead)
        self.scene.reload()
        yield "scoring"

    def give(self, user) -> Panellist:
        q4 = [self.scene.criterion("q4")]
        return evaluating.add_panellist(self.scene.evaluation, by=self.scene.lead, user=user, criteria=q4)

    def place(self, name: str, *, declares: str) -> None:
        user = people.fresh(self.people[name])
        told = {"has_interest": bool(declares), "interest": declares}
        place = Panellist.objects.filter(evaluation=self.scene.evaluation, user=user).first()
        if place is None:
            panel_services.declare_as_lead(self.scene.evaluation, by=user, **told)
        else:
            panel_services.declare(place, by=user, **told)

    def decide(self, name: str, *, may_score: bool) -> None:
        place = Panellist.objects.get(evaluation=self.scene.evaluation, user=self.people[name])
        evaluating.decide_interest(place, by=self.scene.lead, may_score=may_score, reason=WHY)

    def score(self, user) -> None:
        place = Panellist.objects.get(evaluation=self.scene.evaluation, user=user)
        for bid in self.scene.bids:
            for given in place.assignments.all():
                evaluating.save_score(place, by=user, bid=bid, criterion=given.criterion, value=3, reason=evaluation.REASON)
        evaluating.finalise_scores(place, by=user)

    def until_moderated(self) -> Iterator[str]:
        others = ("scores and checks", "scores and leads", "let in, checks", "scored, then moved", "barred late, checks")
        for name in ("scores", *others):
            self.score(people.fresh(self.people[name]))
        end_access(
            self.people["scored, then moved"], self.council, by=self.people["administrator"], reason="They left the council."
        )
        Membership.objects.create(user=self.people["scored, then moved"], organisation=people.council(), role=R.EVALUATOR)
        evaluating.start_moderation(self.scene.evaluation, by=self.scene.lead)
        self.scene.reload()
        yield "moderating"
        self.place("barred late, checks", declares=WHY)
        self.decide("barred late, checks", may_score=False)
        late = self.people["named late, checks"]
        for key in ("q1", "q2", "q3"):
            evaluating.name_scorer(self.scene.evaluation, by=self.scene.lead, user=late, criterion=self.scene.criterion(key))
        self.place("named late, checks", declares="")
        yield "named late"
        self.score(people.fresh(late))
        yield "all final"

    def until_contracted(self) -> Iterator[str]:
        order = ["A" if bid.pk == self.bids["A"].pk else "B" for bid in self.scene.bids]
        points = [5 if letter == "A" else 3 for letter in order]
        evaluation.moderate_all(self.scene, {key: points for key in ("q1", "q2", "q3", "q4")})
        evaluating.close(self.scene.evaluation, by=self.scene.lead)
        self.scene.reload()
        yield "closed"
        self.decide("let in late, checks", may_score=True)
        yield "let in late"
        told = award.tell(award.decided(self.scene))
        yield "told"
        stages.contract(told)
        yield "contracted"

    def sees(self, user, model) -> str:
        """The letters of the bids of which ``user`` sees something; with the questions' numbers where it is not everything."""
        words = []
        for letter, (mine, everything) in self.rows(model.objects.visible_to(user), model).items():
            if mine == everything:
                words += [letter] * bool(mine)
            elif mine:
                words.append(letter + "".join(sorted(key[1:] for _, key in mine)))
        return " ".join(words) or "-"

    def rows(self, seen, model) -> dict[str, tuple[list, list]]:
        """{letter: what is seen of the bid's rows, all there are}; a row as (its key, its question's key)."""
        bid, key = MODELS[model]
        found = {one.pk: ([], []) for one in self.bids.values()}
        for number, rows in enumerate((seen, model.objects.all())):
            for pk, of, question in rows.filter(**{f"{bid}__in": list(found)}).order_by().values_list("pk", bid, key or "pk"):
                found[of][number].append((pk, question))
        return {letter: tuple(map(sorted, found[one.pk])) for letter, one in self.bids.items()}

    def look(self, step: str) -> None:
        for name, person in {**self.people, truth.NOBODY: None}.items():
            user = people.fresh(person) if person else AnonymousUser()
            own = Bid.objects.own(user)
            letters = [letter for letter, bid in self.bids.items() if bid in own]
            opening = Opening.objects.visible_to(user).filter(tender=self.tender).exists()
            seen = {model: self.sees(user, model) for model in MODELS}
            seen |= {Opening: "yes" if opening else "no", "own": " ".join(letters) or "-"}
            for what, cell in seen.items():
                self.tables.setdefault(what, {}).setdefault(name, {})[step] = cell


@pytest.fixture(scope="module")
def story(module_database):
    told = Story()
    for step in told.on_the_way():
        told.look(step)
    return told


BIDS = """
                     sealed  one opened  opened  preparing  scoring  moderating  named late  all final  closed  let in late  told  contracted
commissioner         -
procurement_officer  -       -           A B     A B        A B      A B         A B         A B        A B     A B          A B   A B
evaluator            -
evaluation_lead      -       -           A B     A B        A B      A B         A B         A B        A B     A B          A B   A B
contract_manager     -
lead_director        -       -           A B     A B        A B      A B         A B         A B        A B     A B          A B   A B
member               -
supplier             A
partner              -
administrator        -
elsewhere            -
left                 -
inactive             -
rival                B
withdraws            C
scores               -       -           -       -          A B      A B         A B         A B        A B     A B          A B   A B
scores and checks    -       -           A B     A B        A B      A B         A B         A B        A B     A B          A B   A B
scores and leads     -       -           A B     A B        A B      A B         A B         A B        A B     A B          A B   A B
let in, checks       -       -           A B     A B        A B      A B         A B         A B        A B     A B          A B   A B
barred, checks       -       -           A B     A B        A B      A B         A B         A B        A B     A B          A B   A B
let in late, checks  -       -           A B     A B        A B      A B         A B         A B        A B     A B          A B   A B
named late, checks   -       -           A B     A B        A B      A B         A B         A B        A B     A B          A B   A B
scored, then moved   -       -           -       -          A B      -           -           -          -       -            -     -
lead                 -       -           A B     A B        A B      A B         A B         A B        A B     A B          A B   A B
barred late, checks  -       -           A B     A B        A B      A B         A B         A B        A B     A B          A B   A B
lead, barred         -       -           A B     A B        A B      A B         A B         A B        A B     A B          A B   A B
led first, decides   -       -           A B     A B        A B      A B         A B         A B        A B     A B          A B   A B
nobody signed in     -
"""

SUBMISSIONS = """
                     sealed  one opened  opened  preparing  scoring  moderating  named late  all final  closed  let in late  told  contracted
commissioner         -
procurement_officer  -       -           A B     A B        A B      A B         A B         A B        A B     A B          A B   A B
evaluator            -
evaluation_lead      -       -           A B     A B        A B      A B         A B         A B        A B     A B          A B   A B
contract_manager     -
lead_director        -       -           A B     A B        A B      A B         A B         A B        A B     A B          A B   A B
member               -
supplier             A
partner              -
administrator        -
elsewhere            -
left                 -
inactive             -
rival                B
withdraws            C
scores               -
scores and checks    -       -           A B     A B        A B      A B         A B         A B        A B     A B          A B   A B
scores and leads     -       -           A B     A B        A B      A B         A B         A B        A B     A B          A B   A B
let in, checks       -       -           A B     A B        A B      A B         A B         A B        A B     A B          A B   A B
barred, checks       -       -           A B     A B        A B      A B         A B         A B        A B     A B          A B   A B
let in late, checks  -       -           A B     A B        A B      A B         A B         A B        A B     A B          A B   A B
named late, checks   -       -           A B     A B        A B      A B         A B         A B        A B     A B          A B   A B
scored, then moved   -
lead                 -       -           A B     A B        A B      A B         A B         A B        A B     A B          A B   A B
barred late, checks  -       -           A B     A B        A B      A B         A B         A B        A B     A B          A B   A B
lead, barred         -       -           A B     A B        A B      A B         A B         A B        A B     A B          A B   A B
led first, decides   -       -           A B     A B        A B      A B         A B         A B        A B     A B          A B   A B
nobody signed in     -
"""

ANSWERS = """
                     sealed  one opened  opened  preparing  scoring    moderating  named late  all final  closed  let in late  told   contracted
commissioner         -       -           -       -          -          -           -           -          -       -            -      A
procurement_officer  -       -           A B     A B        A B        A B         A B         A B        A B     A B          A B    A B
evaluator            -
evaluation_lead      -       -           -       -          -          -           -           -          A B     A B          A B    A B
contract_manager     -       -           -       -          -          -           -           -          -       -            -      A
lead_director        -       -           A B     A B        A B        A B         A B         A B        A B     A B          A B    A B
member               -
supplier             -       -           A       A          A          A           A           A          A       A            A      A
partner              -
administrator        -
elsewhere            -
left                 -
inactive             -
rival                -       -           B       B          B          B           B           B          B       B            B      B
withdraws            -
scores               -       -           -       -          A4 B4      A4 B4       A4 B4       A4 B4      A4 B4   A4 B4        A4 B4  A4 B4
scores and checks    -       -           A B     -          A4 B4      A B         A B         A B        A B     A B          A B    A B
scores and leads     -       -           -       -          A4 B4      A B         A B         A B        A B     A B          A B    A B
let in, checks       -       -           A B     -          A4 B4      A B         A B         A B        A B     A B          A B    A B
barred, checks       -       -           A B     -          -          -           -           -          -       -            -      -
let in late, checks  -       -           A B     -          -          -           -           -          -       A B          A B    A B
named late, checks   -       -           A B     A B        A B        A B         A123 B123   A B        A B     A B          A B    A B
scored, then moved   -       -           -       -          A4 B4      -           -           -          -       -            -      -
lead                 -       -           -       A B        A B        A B         A B         A B        A B     A B          A B    A B
barred late, checks  -       -           A B     A B        A123 B123  A B         -           -          -       -            -      -
lead, barred         -
led first, decides   -       -           A B     A B        A B        A B         A B         A B        A B     A B          A B    A B
nobody signed in     -
"""

COMMITMENTS = """
                     sealed  one opened  opened  preparing  scoring  moderating  named late  all final  closed  let in late  told  contracted
commissioner         -       -           -       -          -        -           -           -          -       -            -     A
procurement_officer  -       -           A B     A B        A B      A B         A B         A B        A B     A B          A B   A B
evaluator            -
evaluation_lead      -       -           -       -          -        -           -           -          A B     A B          A B   A B
contract_manager     -       -           -       -          -        -           -           -          -       -            -     A
lead_director        -       -           A B     A B        A B      A B         A B         A B        A B     A B          A B   A B
member               -
supplier             -       -           A       A          A        A           A           A          A       A            A     A
partner              -
administrator        -
elsewhere            -
left                 -
inactive             -
rival                -       -           B       B          B        B           B           B          B       B            B     B
withdraws            -
scores               -       -           -       -          A B      A B         A B         A B        A B     A B          A B   A B
scores and checks    -       -           A B     -          A B      A B         A B         A B        A B     A B          A B   A B
scores and leads     -       -           -       -          A B      A B         A B         A B        A B     A B          A B   A B
let in, checks       -       -           A B     -          A B      A B         A B         A B        A B     A B          A B   A B
barred, checks       -       -           A B     -          -        -           -           -          -       -            -     -
let in late, checks  -       -           A B     -          -        -           -           -          -       A B          A B   A B
named late, checks   -       -           A B     A B        A B      A B         -           A B        A B     A B          A B   A B
scored, then moved   -       -           -       -          A B      -           -           -          -       -            -     -
lead                 -       -           -       A B        A B      A B         A B         A B        A B     A B          A B   A B
barred late, checks  -       -           A B     A B        -        A B         -           -          -       -            -     -
lead, barred         -
led first, decides   -       -           A B     A B        A B      A B         A B         A B        A B     A B          A B   A B
nobody signed in     -
"""

FILES = """
                     sealed  one opened  opened  preparing  scoring  moderating  named late  all final  closed  let in late  told   contracted
commissioner         -       -           -       -          -        -           -           -          -       -            -      A
procurement_officer  -       -           A B     A B        A B      A B         A B         A B        A B     A B          A B    A B
evaluator            -
evaluation_lead      -       -           -       -          -        -           -           -          A B     A B          A B    A B
contract_manager     -       -           -       -          -        -           -           -          -       -            -      A
lead_director        -       -           A B     A B        A B      A B         A B         A B        A B     A B          A B    A B
member               -
supplier             A
partner              -
administrator        -
elsewhere            -
left                 -
inactive             -
rival                B
withdraws            C
scores               -       -           -       -          A4 B4    A4 B4       A4 B4       A4 B4      A4 B4   A4 B4        A4 B4  A4 B4
scores and checks    -       -           A B     -          A4 B4    A B         A B         A B        A B     A B          A B    A B
scores and leads     -       -           -       -          A4 B4    A B         A B         A B        A B     A B          A B    A B
let in, checks       -       -           A B     -          A4 B4    A B         A B         A B        A B     A B          A B    A B
barred, checks       -       -           A B     -          -        -           -           -          -       -            -      -
let in late, checks  -       -           A B     -          -        -           -           -          -       A B          A B    A B
named late, checks   -       -           A B     A B        A B      A B         A1 B1       A B        A B     A B          A B    A B
scored, then moved   -       -           -       -          A4 B4    -           -           -          -       -            -      -
lead                 -       -           -       A B        A B      A B         A B         A B        A B     A B          A B    A B
barred late, checks  -       -           A B     A B        A1 B1    A B         -           -          -       -            -      -
lead, barred         -
led first, decides   -       -           A B     A B        A B      A B         A B         A B        A B     A B          A B    A B
nobody signed in     -
"""

OPENING = """
                     sealed  one opened  opened  preparing  scoring  moderating  named late  all final  closed  let in late  told  contracted
commissioner         no
procurement_officer  no      yes         yes     yes        yes      yes         yes         yes        yes     yes          yes   yes
evaluator            no
evaluation_lead      no      yes         yes     yes        yes      yes         yes         yes        yes     yes          yes   yes
contract_manager     no
lead_director        no      yes         yes     yes        yes      yes         yes         yes        yes     yes          yes   yes
member               no
supplier             no
partner              no
administrator        no
elsewhere            no
left                 no
inactive             no
rival                no
withdraws            no
scores               no
scores and checks    no      yes         yes     yes        yes      yes         yes         yes        yes     yes          yes   yes
scores and leads     no      yes         yes     yes        yes      yes         yes         yes        yes     yes          yes   yes
let in, checks       no      yes         yes     yes        yes      yes         yes         yes        yes     yes          yes   yes
barred, checks       no      yes         yes     yes        yes      yes         yes         yes        yes     yes          yes   yes
let in late, checks  no      yes         yes     yes        yes      yes         yes         yes        yes     yes          yes   yes
named late, checks   no      yes         yes     yes        yes      yes         yes         yes        yes     yes          yes   yes
scored, then moved   no
lead                 no      yes         yes     yes        yes      yes         yes         yes        yes     yes          yes   yes
barred late, checks  no      yes         yes     yes        yes      yes         yes         yes        yes     yes          yes   yes
lead, barred         no      yes         yes     yes        yes      yes         yes         yes        yes     yes          yes   yes
led first, decides   no      yes         yes     yes        yes      yes         yes         yes        yes     yes          yes   yes
nobody signed in     no
"""

OWN = """
                     sealed  one opened  opened  preparing  scoring  moderating  named late  all final  closed  let in late  told  contracted
commissioner         -
procurement_officer  -
evaluator            -
evaluation_lead      -
contract_manager     -
lead_director        -
member               -
supplier             A
partner              -
administrator        -
elsewhere            -
left                 -
inactive             -
rival                B
withdraws            C
scores               -
scores and checks    -
scores and leads     -
let in, checks       -
barred, checks       -
let in late, checks  -
named late, checks   -
scored, then moved   -
lead                 -
barred late, checks  -
lead, barred         -
led first, decides   -
nobody signed in     -
"""


SEEN = {
    Bid: BIDS,
    Submission: SUBMISSIONS,
    Answer: ANSWERS,
    OfferedCommitment: COMMITMENTS,
    SealedFile: FILES,
    Opening: OPENING,
    "own": OWN,
}


@pytest.mark.parametrize("what", SEEN, ids=[getattr(one, "__name__", one) for one in SEEN])
def test_who_sees_what_when(story, what):
    truth.says(SEEN[what], story.tables[what])


READERS = {P.LEAD_EVALUATION, P.DECIDE_AWARDS, P.CHECK_TENDERS}


@pytest.mark.parametrize(
    ("model", "enough"),
    [
        (Bid, READERS),
        (Submission, READERS),
        (Opening, READERS | {P.OPEN_BIDS}),
        (Answer, READERS | {P.VIEW_COMMISSIONS, P.EDIT_CONTRACTS}),
        (OfferedCommitment, READERS | {P.VIEW_COMMISSIONS, P.EDIT_CONTRACTS}),
        (SealedFile, READERS | {P.VIEW_COMMISSIONS, P.EDIT_CONTRACTS}),
    ],
)
def test_which_permission_alone_is_enough_once_there_is_a_contract(story, model, enough):
    tender = "tender" if model in (Bid, Opening) else "bid__tender"
    rows = model.objects.filter(**{tender: story.tender})
    assert truth.enough(story.council, lambda user: rows.visible_to(user).exists()) == enough
