"""Who hears that two suppliers may be one, or are one, or are two after all."""

from django.urls import reverse

from socialvalue.accounts.enums import Permission
from socialvalue.accounts.models import Organisation, User
from socialvalue.accounts.selectors import people_who
from socialvalue.notifications.services import tell, tell_all
from socialvalue.suppliers.models import Joining
from socialvalue.suppliers.querysets.concern import councils_of


def tell_of_proposal(made: Joining, what: str) -> None:
    """Whoever may decide it: other officers, of another council where several deal with the two."""
    tell_all(
        who_may_decide(made),
        key=f"joining:{made.pk}:waits",
        subject=f"{made.get_doing_display()} {made}?",
        body=f"{made.asked_by} proposes that {made} {what}. Nothing changes until another officer agrees.",
        url=reverse("supplier-joining", args=[made.pk]),
        action="Compare the two, and decide",
        why="You get this because you confirm who suppliers are.",
    )


def who_may_decide(joining: Joining) -> list[User]:
    """Other officers than who proposed it; of another council, where the two concern another one."""
    concerned = councils_of(joining.kept) | councils_of(joining.joined)
    asked = concerned - {joining.council_id} or {joining.council_id}
    return [one for one in people_who(Permission.CONFIRM_SUPPLIERS, asked) if one.pk != joining.asked_by_id]


def tell_decided(joining: Joining) -> None:
    """Who proposed it; and, where something changed, the other officers and both suppliers’ people, as news."""
    kept, joined = joining.kept, joining.joined
    what = f"{joined} and {kept} were {'joined' if joining.joins else 'separated'}"
    tell(
        joining.asked_by,
        key=f"joining:{joining.pk}:decided",
        subject=what if joining.accepted else f"Refused: to {joining.get_doing_display().lower()} {joined} and {kept}",
        body=f"{joining.decided_by} decided on what you proposed.",
        private=joining.decision,
        url=reverse("supplier", args=[kept.pk]),
        action="See the supplier",
        why="You get this because you proposed it.",
        for_information=True,
    )
    if not joining.accepted:
        return
    officers = people_who(Permission.CONFIRM_SUPPLIERS, councils_of(kept) | councils_of(joined) | {joining.council_id})
    tell_all(
        [one for one in officers if one.pk not in (joining.asked_by_id, joining.decided_by_id)],
        key=f"joining:{joining.pk}:officers",
        subject=what,
        body=f"{joining.asked_by} proposed it and {joining.decided_by} agreed.",
        url=reverse("supplier", args=[kept.pk]),
        action="See the supplier",
        why="You get this because you confirm who suppliers are.",
        for_information=True,
    )
    for one, other in ((kept, joined), (joined, kept)):
        tell_all(
            people_who(Permission.BID, one),
            key=f"joining:{joining.pk}:{one.pk}",
            subject=what,
            body=_news(joining, one, other),
            url=reverse("account"),
            action="See your account",
            why=f"You get this because you act for {one}.",
            for_information=True,
        )


def _news(joining: Joining, one: Organisation, other: Organisation) -> str:
    if not joining.joins:
        return f"The council found that {one} and {other} are two suppliers after all. Each sees its own contracts again."
    if one == joining.kept:
        return f"The council found that {other} is one supplier with {one}. You see the contracts of {other} too, from now on."
    return (
        f"The council found that {one} is one supplier with {other}, which goes on. You keep what you see and report on now. The "
        f"people of {other} decide whether you act for it as well."
    )
