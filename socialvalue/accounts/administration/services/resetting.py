"""A second step that is lost with everything that brings it back: one administrator asks, a second person confirms."""

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.db import transaction
from django.urls import reverse

from socialvalue.accounts.administration.models import StepReset
from socialvalue.accounts.administration.permissions import (
    check_can_ask_for_reset,
    check_can_confirm_reset,
    check_can_withdraw_reset,
)
from socialvalue.accounts.administration.selectors import suppliers_of, who_could_confirm
from socialvalue.accounts.administration.services.colleagues import tell_colleagues_asked, tell_colleagues_done
from socialvalue.accounts.models import Organisation, User
from socialvalue.audit.services import record
from socialvalue.common.errors import Refused
from socialvalue.common.reading import AS_READ
from socialvalue.common.reasons import check_reason
from socialvalue.common.saving import locked
from socialvalue.notifications.services import tell, tell_all, write_to
from socialvalue.second_word.services import settle, take_back
from socialvalue.sessions.services import end_sessions

ASKED, RESET = "asked to reset a second step", "reset a second step"
REFUSED, WITHDRAWN = "refused to reset a second step", "took back a reset of a second step"


@transaction.atomic
def ask(user: User, council: Organisation, *, by: User, how: str, reason: str) -> StepReset:
    """Ask that everything ``user``, who works for ``council``, shows as a second step is removed; as ``ask_for``."""
    check_can_ask_for_reset(by, council, user)
    return ask_for(user, council, by=by, how=how, reason=reason)


def ask_for(
    user: User, council: Organisation, *, by: User, how: str, reason: str, supplier: Organisation | None = None
) -> StepReset:
    """The same for anybody, inside the transaction of a caller who checked who may. ``council``: whose people decide.

    ``how``: how ``by`` knows that it is they who ask. ``supplier``: for whom they act, where an officer asks for it. The person
    is told by email at once, and who acts for the same suppliers: they can speak up before it happens. Raises Refused where
    there is nothing to remove, and where it was asked already.
    """
    Organisation.objects.select_for_update().get(pk=council.pk)
    check_reason(how, "Say how you checked who they are", "how")
    check_reason(reason, "Say what happened", "reason")
    if not Authenticator.objects.filter(user=user).exists():
        raise Refused(f"{user} has no second step: they set one up when they sign in")
    before = StepReset.objects.undecided().filter(user=user, council=council).first()
    if before is not None and before.is_open:
        raise Refused(f"{before.asked_by} asked for this already. A second person has to confirm it.")
    if before is not None:
        take_back(before)
    made = StepReset.objects.create(
        user=user, council=council, how=how.strip(), reason=reason.strip(), asked_by=by, supplier=supplier
    )
    about = [made, user, council, *suppliers_of(made)]
    why = f"{made.reason}\n\nHow they know who it is: {made.how}"
    record(ASKED, f"asked to reset the second step of {user}", by=by, about=about, council=council, reason=why)
    tell_all(
        who_could_confirm(made),
        key=f"reset-asked:{made.pk}",
        subject=f"Confirm: reset the second step of {user}",
        body=(
            f"{by} asks to remove the second step of {user} ({user.email}), who says that phone and recovery codes are lost. "
            "This takes effect once a second person confirms it. Speak to the person yourself before you do."
        ),
        url=reverse("step-reset", args=[made.pk]),
        action="Read how their identity was checked, and confirm or refuse",
        by=made.runs_out_at,
        why=f"You get this because you are an administrator or a lead director of {council}.",
        council=council,
    )
    write_to(
        user.email,
        key=f"reset-begun:{made.pk}",
        subject="Somebody asked to remove your second step",
        body=(
            f"Dear {user.name},\n\n{by} ({by.email}) asked to remove your passkeys, your app’s codes and your recovery codes "
            f"at {settings.SERVICE_NAME}, because they are lost. A second person decides. If you did not ask for it, tell {by} "
            "and another administrator now: somebody may be using your name."
        ),
        council=council,
    )
    tell_colleagues_asked(made)
    return made


def _in_turn(reset: StepReset) -> StepReset:
    """Under lock, the council's row before it, as whoever ends somebody's access holds them."""
    Organisation.objects.select_for_update().get(pk=reset.council_id)
    return locked(reset, AS_READ)


@transaction.atomic
def confirm(reset: StepReset, *, by: User) -> StepReset:
    """The second person: passkeys, app and codes go, every session ends, and the person is told at their own address.

    Signing in takes the password until they set up anew, which they must before anything else opens where their role needs it.
    """
    reset = _in_turn(reset)
    check_can_confirm_reset(by, reset)
    user, council = reset.user, reset.council
    User.objects.select_for_update().get(pk=user.pk)
    removed, _ = Authenticator.objects.filter(user=user).delete()
    settle(reset, by=by, accept=True)
    sentence = f"reset the second step of {user}, as {reset.asked_by} asked"
    about = [reset, user, council, *suppliers_of(reset)]
    record(RESET, sentence, by=by, about=about, council=council, changes={"second steps": [removed, 0]})
    end_sessions(user, by=by, council=council)
    write_to(
        user.email,
        key=f"reset-done:{reset.pk}",
        subject="Your second step was removed",
        body=(
            f"Dear {user.name},\n\n{reset.asked_by} asked for it and {by} confirmed it: your passkeys, your app’s codes and your "
            f"recovery codes at {settings.SERVICE_NAME} no longer work, and you are signed out everywhere. Sign in with your "
            "password and set up a new second step. If you did not ask for this, set a new password at once and call "
            f"{by} ({by.email}).\n\n{settings.SITE_URL}{reverse('account_login')}"
        ),
        action="Sign in and set up a new second step",
        council=council,
    )
    tell_colleagues_done(reset, by=by)
    return reset


@transaction.atomic
def refuse(reset: StepReset, *, by: User, reason: str) -> StepReset:
    """The second person says no, with a reason. Who asked is told."""
    reset = _in_turn(reset)
    check_can_confirm_reset(by, reset)
    check_reason(reason, "Say why the second step stays")
    settle(reset, by=by, accept=False, decision=reason)
    sentence = f"refused to reset the second step of {reset.user}"
    about = [reset, reset.user, reset.council, *suppliers_of(reset)]
    record(REFUSED, sentence, by=by, about=about, council=reset.council, reason=reason.strip())
    tell(
        reset.asked_by,
        key=f"reset-refused:{reset.pk}",
        subject=f"Not confirmed: the second step of {reset.user}",
        body=f"{by} did not confirm that the second step of {reset.user} is removed.",
        url=reverse("step-reset", args=[reset.pk]),
        action="Read why",
        why="You get this because you asked for it.",
        council=reset.council,
        private=f"{by} says why: {reset.decision}",
    )
    return reset


def decide(reset: StepReset, *, by: User, decision: str, reason: str = "") -> StepReset:
    """``decision`` as it is typed: “confirm”, or “refuse” with a reason."""
    return confirm(reset, by=by) if decision == "confirm" else refuse(reset, by=by, reason=reason)


@transaction.atomic
def withdraw(reset: StepReset, *, by: User) -> StepReset:
    """Who asked takes it back."""
    reset = _in_turn(reset)
    check_can_withdraw_reset(by, reset)
    take_back(reset)
    sentence = f"took back that the second step of {reset.user} is reset"
    about = [reset, reset.user, reset.council, *suppliers_of(reset)]
    record(WITHDRAWN, sentence, by=by, about=about, council=reset.council)
    return reset
