"""Who manages a supplier and who administers a council: the whole tables, reasons included."""

from datetime import date, datetime, time, timedelta

import pytest

from socialvalue.accounts import permissions
from socialvalue.accounts.administration import selectors
from socialvalue.accounts.administration import services as administration
from socialvalue.accounts.enums import OrganisationKind, Side
from socialvalue.accounts.models import SupplierTie
from socialvalue.accounts.services import delegating
from socialvalue.common import clock
from socialvalue.common.errors import NotAllowed, Refused, WrongState
from tests.builders import people
from tests.fixtures import truth

pytestmark = pytest.mark.django_db

REASONS = {
    "not-theirs": NotAllowed("Only people who act for this supplier may change it"),
    "no-administrator": NotAllowed("Only an administrator of this council may do this"),
}

MANAGE_SUPPLIER = """
                           council     another council  supplier  another
commissioner               not-theirs
procurement_officer        not-theirs
evaluator                  not-theirs
evaluation_lead            not-theirs
contract_manager           not-theirs
lead_director              not-theirs
member                     not-theirs
supplier                   not-theirs  not-theirs       yes       not-theirs
partner                    not-theirs
administrator              not-theirs
elsewhere                  not-theirs
left                       not-theirs
inactive                   not-theirs
bids, for the council      not-theirs
administers, the supplier  not-theirs
"""

ADMINISTER = """
                           council           another council   supplier          another
commissioner               no-administrator
procurement_officer        no-administrator
evaluator                  no-administrator
evaluation_lead            no-administrator
contract_manager           no-administrator
lead_director              no-administrator
member                     no-administrator
supplier                   no-administrator
partner                    no-administrator
administrator              yes               no-administrator  no-administrator  no-administrator
elsewhere                  no-administrator
left                       no-administrator
inactive                   no-administrator
bids, for the council      no-administrator
administers, the supplier  no-administrator
"""

TABLES = [
    (permissions.check_can_manage_supplier, permissions.can_manage_supplier, MANAGE_SUPPLIER),
    (permissions.check_can_administer, permissions.can_administer, ADMINISTER),
]


@pytest.fixture(scope="module")
def scene(module_database):
    """The cast, and two whose role was given by the wrong kind of body: a council’s supplier, a supplier’s administrator."""
    council = people.council()
    users = truth.cast(council)
    supplier = users["supplier"].supplier
    users["bids, for the council"] = people.person(council, "supplier")
    users["administers, the supplier"] = people.person(supplier, "administrator")
    states = {
        "council": (council,),
        "another council": (people.council(),),
        "supplier": (supplier,),
        "another": (people.supplier(),),
    }
    return users, states


@pytest.mark.parametrize("check, can, expected", TABLES, ids=[check.__name__ for check, *_ in TABLES])
def test_a_body_of_each_kind(scene, check, can, expected):
    users, states = scene
    truth.holds(check, can, expected, users, states, REASONS)


JOIN_SIDE = """
                           council    supplier  partner
commissioner               yes        councils  councils
procurement_officer        yes        councils  councils
evaluator                  yes        councils  councils
evaluation_lead            yes        councils  councils
contract_manager           yes        councils  councils
lead_director              yes        councils  councils
member                     yes        councils  councils
supplier                   suppliers  yes       yes
partner                    suppliers  yes       yes
administrator              yes        councils  councils
elsewhere                  suppliers  councils  councils
left                       suppliers  councils  councils
inactive                   suppliers  councils  councils
bids, for the council      yes        councils  councils
administers, the supplier  suppliers  yes       yes
nobody yet                 yes
"""


def test_on_which_side_an_account_is(scene):
    """By the body, not by the role; those who are on both sides join neither."""
    users, _ = scene
    users = users | {"nobody yet": people.person(people.council())}
    reasons = {
        "councils": Refused(permissions.WRONG_SIDE[Side.OUTSIDE]),
        "suppliers": Refused(permissions.WRONG_SIDE[Side.INSIDE]),
    }
    states = {kind.value: (kind,) for kind in OrganisationKind}
    truth.holds(permissions.check_can_join_side, permissions.can_join_side, JOIN_SIDE, users, states, reasons)


ENTER_TIE = """
                           oneself         a colleague     a supplier’s
commissioner               yes             not-theirs      no-council
procurement_officer        yes             not-theirs      no-council
evaluator                  yes             not-theirs      no-council
evaluation_lead            yes             not-theirs      no-council
contract_manager           yes             not-theirs      no-council
lead_director              yes             not-theirs      no-council
member                     yes             not-theirs      no-council
supplier                   no-council      not-theirs      no-council
partner                    no-council      not-theirs      no-council
administrator              yes             yes             no-council
elsewhere                  yes             not-theirs      no-council
left                       no-council      not-theirs      no-council
inactive                   no-council      not-theirs      no-council
bids, for the council      yes             not-theirs      no-council
administers, the supplier  no-council      not-theirs      no-council
"""

TAKE_BACK_TIE = """
                           oneself     a colleague  taken back
commissioner               own         not-theirs   not-theirs
procurement_officer        own         not-theirs   not-theirs
evaluator                  own         not-theirs   not-theirs
evaluation_lead            own         not-theirs   not-theirs
contract_manager           own         not-theirs   not-theirs
lead_director              own         not-theirs   not-theirs
member                     own         not-theirs   not-theirs
supplier                   own         not-theirs   not-theirs
partner                    own         not-theirs   not-theirs
administrator              own         yes          over
elsewhere                  own         not-theirs   not-theirs
left                       own         not-theirs   not-theirs
inactive                   own         not-theirs   not-theirs
bids, for the council      own         not-theirs   not-theirs
administers, the supplier  own         not-theirs   not-theirs
"""
TIE_REASONS = {
    "no-council": NotAllowed("Only people of a council say which suppliers they have worked for"),
    "not-theirs": NotAllowed(
        "Only the person, or an administrator of their council, can say for which supplier they have worked"
    ),
    "own": NotAllowed("Nobody takes this back for themselves. An administrator does it, with a reason."),
    "over": WrongState("This was taken back already"),
}


def _on_oneself(check, make):
    """``check`` of each person, with what ``make`` makes of a column’s word and that person."""
    return lambda user, word: check(user, make(user, word))


def test_whose_suppliers_somebody_says_and_takes_back(scene):
    users, states = scene
    council, supplier = states["council"][0], states["supplier"][0]
    colleague, bidder = people.person(council, "member"), people.person(supplier, "supplier")

    def whom(user, word):
        return {"a colleague": colleague, "a supplier’s": bidder}.get(word, user)

    def tie(user, word):
        over = clock.now() if word == "taken back" else None
        return SupplierTie(user=user if word == "oneself" else colleague, supplier=supplier, withdrawn_at=over)

    for check, can, table, make, columns in (
        (permissions.check_can_enter_tie, permissions.can_enter_tie, ENTER_TIE, whom, ("oneself", "a colleague", "a supplier’s")),
        (
            permissions.check_can_take_back_tie,
            permissions.can_take_back_tie,
            TAKE_BACK_TIE,
            tie,
            ("oneself", "a colleague", "taken back"),
        ),
    ):
        words = {column: (column,) for column in columns}
        truth.holds(_on_oneself(check, make), _on_oneself(can, make), table, users, words, TIE_REASONS)


UNDO_ACCESS = """
                           just done         done by another   undone            nothing done
commissioner               no-administrator
procurement_officer        no-administrator
evaluator                  no-administrator
evaluation_lead            no-administrator
contract_manager           no-administrator
lead_director              no-administrator
member                     no-administrator
supplier                   no-administrator
partner                    no-administrator
administrator              yes               not-theirs        nothing           nothing
elsewhere                  no-administrator
left                       no-administrator
inactive                   no-administrator
bids, for the council      no-administrator
administers, the supplier  no-administrator
"""


@pytest.fixture
def one_moment():
    with clock.fixed():
        yield


def test_undoing_a_change_of_access(scene, one_moment):
    users, states = scene
    council = states["council"][0]
    acts = []
    for by in (users["administrator"], people.person(council, "administrator")):
        person = administration.add_person(council, by=by, email=f"{by.pk}@example.org", name="X", roles=["member"])
        acts.append(selectors.last_act(person, council))
    administration.undo_access(person, council, by=by)
    states = {
        "just done": (council, acts[0]),
        "done by another": (council, acts[1]),
        "undone": (council, selectors.last_act(person, council)),
        "nothing done": (council, None),
    }
    reasons = REASONS | {
        "not-theirs": NotAllowed("Only the administrator who last changed this person’s access can undo it"),
        "nothing": WrongState("There is nothing to undo in this person’s access"),
    }
    truth.holds(permissions.check_can_undo_access, permissions.can_undo_access, UNDO_ACCESS, users, states, reasons)


END_DELEGATION = """
                           not begun  first day  last day  over    declined  ended
commissioner               not-of-the-two
procurement_officer        not-of-the-two
evaluator                  not-of-the-two
evaluation_lead            not-of-the-two
contract_manager           not-of-the-two
lead_director              not-of-the-two
member                     not-of-the-two
supplier                   not-of-the-two
partner                    not-of-the-two
administrator              not-of-the-two
elsewhere                  not-of-the-two
left                       not-of-the-two
inactive                   not-of-the-two
bids, for the council      not-of-the-two
administers, the supplier  not-of-the-two
is away                    yes        yes        yes       closed  closed    closed
stands in                  yes        yes        yes       closed  closed    closed
"""

DECLINE = """
                           not begun  first day  last day  over    declined  ended
commissioner               not-named
procurement_officer        not-named
evaluator                  not-named
evaluation_lead            not-named
contract_manager           not-named
lead_director              not-named
member                     not-named
supplier                   not-named
partner                    not-named
administrator              not-named
elsewhere                  not-named
left                       not-named
inactive                   not-named
bids, for the council      not-named
administers, the supplier  not-named
is away                    not-named
stands in                  yes        yes        yes       closed  closed    closed
"""

DELEGATION_REASONS = {
    "not-of-the-two": NotAllowed("Only the person who is away, or who stands in for them, can end this"),
    "not-named": NotAllowed("Only the person who was named to stand in can decline"),
    "closed": WrongState("This does not hold any more: it is declined, ended or over"),
}
BOTH = [
    (permissions.check_can_end_delegation, permissions.can_end_delegation, END_DELEGATION),
    (permissions.check_can_decline, permissions.can_decline, DECLINE),
]


def through_its_days(absent, delegate):
    """One that was made five days before, asked on the days around its first and last; then two that hold no longer."""
    first, last = date(2026, 3, 2), date(2026, 3, 13)
    days = {"starts_on": first, "ends_on": last}
    with clock.at(datetime(2026, 2, 25, 9)):
        made = delegating.pass_on(by=absent, delegate=delegate, **days)
    edges = {
        "not begun": first - timedelta(days=1),
        "first day": first,
        "last day": last,
        "over": last + timedelta(days=1),
    }
    for state, day in edges.items():
        with clock.at(datetime.combine(day, time(9))):
            yield state, (made,)
    with clock.at(datetime(2026, 2, 25, 9)):
        yield "declined", (delegating.decline(made, by=delegate),)
        again = delegating.pass_on(by=absent, delegate=delegate, **days)
        yield "ended", (delegating.end_delegation(again, by=absent),)


@pytest.mark.parametrize("check, can, expected", BOTH, ids=[check.__name__ for check, *_ in BOTH])
def test_ending_and_declining_a_delegation(scene, check, can, expected):
    users, states = scene
    council = states["council"][0]
    two = {name: people.person(council, "contract_manager") for name in ("is away", "stands in")}
    days = through_its_days(two["is away"], two["stands in"])
    truth.holds(check, can, expected, {**users, **two}, days, DELEGATION_REASONS)
