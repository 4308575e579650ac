"""Who outside the council's administration keeps the heads of the record, and what they are sent."""

from collections.abc import Iterable
from datetime import date

from django.conf import settings
from django.db import transaction
from django.urls import reverse

from socialvalue.accounts.enums import OrganisationKind, Permission
from socialvalue.accounts.models import Organisation, User
from socialvalue.accounts.selectors import people_who
from socialvalue.audit.services import record
from socialvalue.common import clock
from socialvalue.common.counting import many
from socialvalue.common.errors import Refused
from socialvalue.common.reading import AS_READ
from socialvalue.common.reasons import check_reason
from socialvalue.common.saving import locked, save_changes
from socialvalue.common.templatetags.formats import plain_day
from socialvalue.ledger.models import RecordCheck, Witness
from socialvalue.ledger.permissions import check_can_add_witness, check_can_end_witness
from socialvalue.ledger.selectors import ALARM_AFTER, Head, head, is_late
from socialvalue.notifications.services import tell_all, write_to

OUTSIDE = "Say how this office stands outside the council’s administration"
WHY_END = "Say why this office is to be sent no more heads"


@transaction.atomic
def add_witness(council: Organisation, *, by: User, name: str, email: str, reason: str) -> Witness:
    """From its next morning on this office is sent the head of the record every day. Every director is told.

    Raises NotAllowed, or Refused beside the field: a reason that says nothing, somebody who administers the service, an
    address that is sent it already.
    """
    check_can_add_witness(by, council)
    check_reason(reason, OUTSIDE)
    name, email = name.strip(), email.strip()
    if any(person.email.lower() == email.lower() for person in people_who(Permission.ADMINISTER, council)):
        raise Refused("Choose somebody who does not administer this service, whose record it is they are to keep", "email")
    if Witness.objects.standing().filter(council=council, email__iexact=email).exists():
        raise Refused("This address is sent the head already", "email")
    witness = Witness.objects.create(council=council, name=name, email=email, reason=reason, added_by=by)
    record("added a witness", f"added {name} as a witness of the record", by=by, about=witness, council=council, reason=reason)
    _tell_directors(witness, "added", f"{name} is sent the head of the record every day from now on.", reason)
    return witness


@transaction.atomic
def end_witness(witness: Witness, *, by: User, reason: str) -> Witness:
    """This office is sent no more heads, and keeps those it has. Every director is told.

    Raises NotAllowed, WrongState where it has ended already, Refused for a reason that says nothing.
    """
    witness = locked(witness, AS_READ)
    check_can_end_witness(by, witness)
    check_reason(reason, WHY_END)
    save_changes(witness, ended_at=clock.now(), ended_by=by, ended_reason=reason)
    sentence = f"ended {witness.name} as a witness of the record"
    record("ended a witness", sentence, by=by, about=witness, council=witness.council, reason=reason)
    _tell_directors(witness, "ended", f"{witness.name} is sent no more heads of the record, and keeps those it has.", reason)
    return witness


def _tell_directors(witness: Witness, verb: str, words: str, reason: str) -> None:
    tell_all(
        people_who(Permission.DECIDE_AWARDS, witness.council),
        key=f"witness:{verb}:{witness.pk}",
        subject=f"A witness of the record was {verb}",
        body=words,
        private=reason,
        url=reverse("record-check"),
        action="See what a head of the record is for",
        why="You get this because you are a director: whom the record is shown to is not an administrator’s affair alone.",
        council=witness.council,
        for_information=True,
    )


def send_heads(day: date) -> int:
    """Send the head to every witness that has none of ``day`` yet; how many. Nothing where nothing is linked yet."""
    waiting = Witness.objects.standing().exclude(sent_on=day).select_related("council")
    if not waiting or (last := head()).is_nothing:
        return 0
    return sum(_send(witness, last, day) for witness in waiting)


@transaction.atomic
def _send(witness: Witness, last: Head, day: date) -> bool:
    sent = write_to(
        witness.email,
        key=f"record-head:{witness.pk}:{day}",
        subject=f"Keep this: the record on {plain_day(day)}",
        body=(
            f"{witness.council} keeps a record of who did what. It had {many(last.number, 'entry', 'entries')} when this was "
            f"written. Its digest was:\n\n{last.digest}\n\n"
            "Please keep this email where nobody who runs the council’s service can change it. You need do nothing else. If "
            "one of these entries is ever changed or removed, the digest no longer fits.\n\n"
            f"To see whether it still fits, open {settings.SITE_URL}{reverse('record-check')} and type the number {last.number} "
            "and the digest."
        ),
        council=witness.council,
    )
    Witness.objects.filter(pk=witness.pk).update(sent_on=day)
    return sent


def alarm(day: date) -> int:
    """Tell the administrators of every council, once a ``day``, that entries wait too long for their link; how many were told."""
    if not is_late():
        return 0
    minutes = ALARM_AFTER.seconds // 60
    return sum(
        tell_all(
            people_who(Permission.ADMINISTER, council),
            key=f"record-late:{council.pk}:{day}",
            subject="The record is not being linked",
            body=f"Entries have waited for more than {minutes} minutes. The program that links them has stopped or is too slow. "
            "Ask the people who run the service to look at it. Nothing is lost: what waits is linked when it runs again.",
            url=reverse("administration-record"),
            action="See how many wait",
            why="You get this because you administer this service.",
            council=council,
        )
        for council in _councils()
    )


@transaction.atomic
def tell_of_fault(check: RecordCheck) -> None:
    """Tell administrators, directors and witnesses of every council what a check found, once a check."""
    for council in _councils():
        people = {one.pk: one for one in _who(council)}
        tell_all(
            people.values(),
            key=f"record-fault:{check.pk}",
            subject="The record is not as it was linked",
            body="Somebody changed or removed what the record had said, or its chain. Do not let the database be repaired before "
            "it has been copied and looked at by somebody outside the service.",
            url=reverse("record-check"),
            action="See what was found",
            why="You get this because you administer this service, or are a director.",
            council=council,
        )
        for witness in Witness.objects.standing().filter(council=council):
            write_to(
                witness.email,
                key=f"record-fault:{check.pk}:witness:{witness.pk}",
                subject=f"{council}: the record is not as it was linked",
                body="A check of the whole record found that an entry or its link was changed or removed. The heads that you "
                "keep show up to which entry the record is still right. The council’s directors have been told.",
                council=council,
            )


def _who(council: Organisation) -> Iterable[User]:
    return [*people_who(Permission.ADMINISTER, council), *people_who(Permission.DECIDE_AWARDS, council)]


def _councils() -> Iterable[Organisation]:
    return Organisation.objects.filter(kind=OrganisationKind.COUNCIL)
