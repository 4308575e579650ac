"""A lost second step is of the whole account: everybody who acts for a supplier of the person's hears of it, and can speak up."""

from django.urls import reverse

from socialvalue.accounts.administration.models import StepReset
from socialvalue.accounts.administration.selectors import suppliers_of
from socialvalue.accounts.enums import Permission
from socialvalue.accounts.models import Organisation, User
from socialvalue.accounts.selectors import people_who
from socialvalue.notifications.services import tell_all


def tell_colleagues_asked(reset: StepReset) -> None:
    """Before anything changes: who knows better calls the officer. Nobody is told of a council's own person."""
    for supplier in suppliers_of(reset):
        tell_all(
            _colleagues(reset, supplier),
            key=f"reset-asked-of:{reset.pk}:{supplier.pk}",
            subject=f"{reset.asked_by} asks to remove the second step of {reset.user}",
            body=(
                f"{reset.user}, who acts for {supplier} with you, is said to have lost their phone and recovery codes. A second "
                f"person of {reset.council} decides. Ask {reset.user} whether this is true. If it is not, tell {reset.asked_by} "
                f"({reset.asked_by.email}) now: somebody may be using their name."
            ),
            url=reverse("account"),
            action="See who acts for your organisation",
            why=f"You get this because you act for {supplier}.",
            council=reset.council,
        )


def tell_colleagues_done(reset: StepReset, *, by: User) -> None:
    """Once it has happened: until the person sets up a new one, their password alone opens what all of them see."""
    for supplier in suppliers_of(reset):
        tell_all(
            _colleagues(reset, supplier),
            key=f"reset-done-of:{reset.pk}:{supplier.pk}",
            subject=f"The second step of {reset.user} was removed",
            body=(
                f"{reset.asked_by} of {reset.council} asked for it and {by} confirmed it. {reset.user}, who acts "
                f"for {supplier} with you, signs in with their password now and may set up a new second step. If something that "
                f"you did not expect happens in the name of {supplier}, tell {by} ({by.email})."
            ),
            url=reverse("account"),
            action="See who acts for your organisation",
            why=f"You get this because you act for {supplier}.",
            council=reset.council,
        )


def _colleagues(reset: StepReset, supplier: Organisation) -> list[User]:
    return [one for one in people_who(Permission.BID, supplier) if one.pk != reset.user_id]
