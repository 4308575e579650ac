"""Home: what each role came for, then what waits for this person. Which rows they see is decided below, by the rooms.

The roles choose parts of a page and nothing else. A person with several roles gets the parts of all of them, in this order.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime

from measurement.dashboards.pages import parts
from measurement.dashboards.pages.parts import Asked, Part
from measurement.dashboards.selectors import waiting
from measurement.dashboards.selectors.mine import Mine, mine
from measurement.dashboards.selectors.waiting import Group
from socialvalue.accounts.enums import Role
from socialvalue.accounts.models import User

Builder = Callable[[Asked], list[Part]]

# The parts of a role: the first opens the page, the others follow what waits
PARTS: tuple[tuple[frozenset[str], Builder], ...] = (
    (frozenset({Role.SUPPLIER}), parts.for_supplier),
    (frozenset({Role.PARTNER}), parts.for_partner),
    (frozenset({Role.EVALUATOR}), parts.for_evaluator),
    (frozenset({Role.EVALUATION_LEAD}), parts.for_lead),
    (frozenset({Role.LEAD_DIRECTOR, Role.PROCUREMENT_OFFICER}), parts.for_decider),
    (frozenset({Role.CONTRACT_MANAGER}), parts.for_manager),
    (frozenset({Role.COMMISSIONER}), parts.for_commissioner),
    (frozenset({Role.MEMBER}), parts.for_member),
    (frozenset({Role.ADMINISTRATOR}), parts.for_administrator),
)


@dataclass(frozen=True)
class Home:
    """``openings``: what each role came for; ``groups``: what else waits; ``following``: the rest of each role's parts."""

    openings: list[Part] = field(default_factory=list)
    groups: list[Group] = field(default_factory=list)
    following: list[Part] = field(default_factory=list)
    mine: list[Mine] = field(default_factory=list)

    @property
    def parts(self) -> list[Part]:
        return [*self.openings, *self.following]

    @property
    def waiting(self) -> int:
        return sum(len(group.items) for group in self.groups)


def home_of(user: User, now: datetime) -> Home:
    """The home of somebody who is signed in. What a part says already is not said again among what waits."""
    needs = waiting.everything(user, now)
    roles = {m.role for m in user.current_memberships}
    built = [build(Asked(user, now, needs)) for wanted, build in PARTS if wanted & roles]
    openings = [found[0] for found in built if found]
    following = [part for found in built for part in found[1:]]
    said = _said([*openings, *following])
    left = [need for need in needs if need.url not in said]
    return Home(openings, waiting.grouped(left), following, mine(user))


def _said(found: Iterable[Part]) -> frozenset[str]:
    return frozenset(url for part in found for url in part.says)
