"""People and the bodies they act for."""

from collections.abc import Iterable
from datetime import datetime, time
from functools import cached_property

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser
from django.db import models
from django.db.models import Exists, F, OuterRef, Q

from socialvalue.accounts.enums import DUTY_PERMISSIONS, ROLE_PERMISSIONS, Duty, OrganisationKind, Permission, Role
from socialvalue.accounts.querysets import (
    DelegationQuerySet,
    MembershipQuerySet,
    OrganisationQuerySet,
    SupplierTieQuerySet,
    UserManager,
)
from socialvalue.common import clock
from socialvalue.common.compiled import once_a_day
from socialvalue.common.errors import NotAllowed
from socialvalue.notifications.enums import Delivery


class Organisation(models.Model):
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=20, choices=OrganisationKind.choices)
    fictional = models.BooleanField(default=False, help_text="Made up for the demonstration, and marked so.")
    # Of a supplier, as lists and files show it: written by ``suppliers.services`` alone, from its ``numbers``
    registration_number = models.CharField(max_length=40, blank=True, editable=False)
    address = models.TextField(blank=True)
    postcode = models.CharField(max_length=10, blank=True)
    email = models.EmailField(blank=True)
    # Of a council: who answers questions, beside the address and the email address above
    contact_team = models.CharField(max_length=120, blank=True)
    contact_phone = models.CharField(max_length=40, blank=True)
    contact_hours = models.CharField(max_length=120, blank=True)
    sme = models.BooleanField(null=True, help_text="Small or medium-sized; empty is not known.")
    vcse = models.BooleanField(null=True, help_text="Voluntary, community or social enterprise; empty is not known.")
    # Of a council: its main and second colour, "#rrggbb"; empty is the service's own (common/colours.py)
    brand_colour = models.CharField(max_length=7, blank=True)
    accent_colour = models.CharField(max_length=7, blank=True)
    gss_code = models.CharField(max_length=9, blank=True, help_text="A council's code in the national geography.")
    created_at = models.DateTimeField(default=clock.now, editable=False)
    # Of a supplier: until an officer of a council says how they know who it is, it has only declared itself
    confirmed_at = models.DateTimeField(null=True, editable=False)
    confirmed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", editable=False)
    confirmed_how = models.TextField(blank=True, editable=False)
    # Of a supplier: the one it turned out to be, while the two are joined. Written by ``suppliers.services`` alone
    part_of = models.ForeignKey("self", models.PROTECT, null=True, related_name="parts", editable=False)

    objects = OrganisationQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        indexes = [models.Index(fields=["kind", "name"])]
        constraints = [
            models.CheckConstraint(
                condition=Q(confirmed_at=None, confirmed_how="") | (Q(confirmed_at__isnull=False) & ~Q(confirmed_how="")),
                name="organisation_confirmed_somehow",
            ),
            models.CheckConstraint(condition=Q(part_of=None) | ~Q(part_of=F("id")), name="organisation_part_of_another"),
        ]

    def __str__(self):
        return f"{self.name} (fictional)" if self.fictional else self.name

    @property
    def is_confirmed(self) -> bool:
        return self.confirmed_at is not None


class Directorate(models.Model):
    council = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="directorates")
    name = models.CharField(max_length=120)
    code = models.CharField(max_length=12)

    class Meta:
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["council", "code"], name="directorate_code_once_a_council")]

    def __str__(self):
        return self.name


class User(AbstractBaseUser):
    email = models.EmailField(unique=True)
    name = models.CharField(max_length=150)
    job_title = models.CharField(max_length=150, blank=True)
    is_active = models.BooleanField(default=True)
    date_joined = models.DateTimeField(default=clock.now, editable=False)
    # True from registering until the link in our email is followed: nobody signs in with an address that is not theirs
    address_unconfirmed = models.BooleanField(default=False, editable=False)
    # How they hear of what asks nothing of them; what does is always sent at once
    news = models.CharField(max_length=8, choices=Delivery.choices, default=Delivery.AT_ONCE)
    # A shortcut of one key can be in the way of somebody who dictates, so everybody may switch it off (WCAG 2.1.4)
    search_shortcut = models.BooleanField(default=True, help_text="The key / goes to the search box.")
    # Of the councils they have a role in, the one they work for now; empty is the first by name
    works_for = models.ForeignKey(Organisation, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    # When they were here before this visit, for what has changed since; ``last_login`` is this visit
    previous_visit_at = models.DateTimeField(null=True, editable=False)
    # When they finished the tour or said “not now”; until then the home page offers it
    tour_ended_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = UserManager()
    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        ordering = ["name", "email"]

    def __str__(self):
        return self.name or self.email

    @cached_property
    def current_memberships(self) -> list["Membership"]:
        """Memberships that have not ended, organisations loaded; one query a request. Each says whether somebody stands in."""
        if not self.is_active:
            return []
        return list(memberships_of([self]))

    @cached_property
    def ties(self) -> frozenset[int]:
        """Ids of the suppliers and partners they are with, or were with within two years, by membership or by their own word.

        A supplier that is joined with another counts with it. No query where there is nothing but what lasts.
        """
        ids = {m.organisation_id for m in self.current_memberships if m.organisation.kind != OrganisationKind.COUNCIL}
        if any(getattr(m, "tied", True) for m in self.current_memberships):
            outside = self.memberships.over_lately().exclude(organisation__kind=OrganisationKind.COUNCIL)
            ids |= set(outside.values_list("organisation", flat=True))
            ids |= set(self.supplier_ties.counting().values_list("supplier", flat=True))
        if ids and any(getattr(m, "tied", True) or self._is_joined(m) for m in self.current_memberships):
            ids |= set(Organisation.objects.one_with(ids).values_list("pk", flat=True))
        return frozenset(ids)

    @staticmethod
    def _is_joined(membership: "Membership") -> bool:
        return getattr(membership, "has_parts", True) or membership.organisation.part_of_id is not None

    @cached_property
    def delivers_as(self) -> list[int]:
        """Ids of the suppliers on whose contracts they act: their own, and those that were joined to it.

        Of bids there is nothing in it: they stay with who sent them. No query where nothing is joined.
        """
        own = self.organisations_where(Permission.BID)
        if own and any(getattr(m, "has_parts", True) for m in self.current_memberships):
            return sorted({*own, *Organisation.objects.filter(part_of__in=own).values_list("pk", flat=True)})
        return own

    @cached_property
    def _delegations_today(self) -> list["Delegation"]:
        """Of today, also those that were ended early. No query where there is none."""
        if not any(getattr(m, "passed_on", False) for m in self.current_memberships):
            return []
        return list(Delegation.objects.of_today().of(self).select_related("absent", "delegate", "council").order_by("pk"))

    @property
    def delegations_now(self) -> list["Delegation"]:
        """In force today: what this person passed on, and what they took on."""
        return [d for d in self._delegations_today if d.ended_at is None]

    def stands_in(self, duty: str = "") -> list["Delegation"]:
        """What they took on today, as far as they hold the permissions themselves; of one ``duty``, or all."""
        mine = [d for d in self.delegations_now if d.delegate_id == self.pk and d.duty in {duty or d.duty, Duty.EVERYTHING}]
        return [d for d in mine if d.is_held_by(self)]

    def replaced_by(self, duty: str, council: "Organisation") -> list["Delegation"]:
        """Who stands in for this person in ``duty`` in this council today, holding the permissions themselves."""
        mine = [d for d in self.delegations_now if d.absent_id == self.pk and d.duty in (duty, Duty.EVERYTHING)]
        return [d for d in mine if d.council_id == council.pk and d.is_held_by(d.delegate)]

    def acts_for(self, duty: str) -> list[int]:
        """Whose own records count as this person's in ``duty``: the one rule of what a delegate does for somebody."""
        return [self.pk, *(d.absent_id for d in self.stands_in(duty))]

    @cached_property
    def one_hand(self) -> frozenset[int]:
        """The people who count as one where a different person has to sign off: both sides of what is passed on.

        Until its last day, also where it was ended before: otherwise one press would make two people of them.
        """
        return frozenset({self.pk}.union(*({d.absent_id, d.delegate_id} for d in self._delegations_today)))

    def signing(self, duty: str, owners: Iterable[int | None], council: "Organisation | None") -> str:
        """How the record names them for an act on what belongs to ``owners``: “B”, or “B (for A)” while A is away."""
        for delegation in self.stands_in(duty) if self.pk not in set(owners) else ():
            if delegation.absent_id in set(owners) and council is not None and delegation.council_id == council.pk:
                return f"{self} (for {delegation.absent})"
        return str(self)

    @cached_property
    def councils(self) -> list[Organisation]:
        """The councils this person has a role in, by name."""
        found = {m.organisation_id: m.organisation for m in self.current_memberships}
        councils = [one for one in found.values() if one.kind == OrganisationKind.COUNCIL]
        return sorted(councils, key=lambda one: (one.name, one.pk))

    @property
    def council(self) -> Organisation | None:
        """The council this person works for or sits on, if any: of several the one they chose, else the first by name."""
        chosen = next((one for one in self.councils if one.pk == self.works_for_id), None)
        return chosen or next(iter(self.councils), None)

    @cached_property
    def supplier(self) -> Organisation | None:
        """The supplier this person acts for, if any; of two that are joined the one that goes on."""
        found = [m.organisation for m in self.current_memberships if m.organisation.kind == OrganisationKind.SUPPLIER]
        return next((one for one in found if one.part_of_id is None), next(iter(found), None))

    def can(self, permission: str, organisation: Organisation | int | None = None) -> bool:
        """Whether a role of theirs gives ``permission`` in ``organisation`` (any organisation when None)."""
        wanted = organisation.pk if isinstance(organisation, Organisation) else organisation
        return any(
            permission in ROLE_PERMISSIONS[m.role] and (wanted is None or m.organisation_id == wanted)
            for m in self.current_memberships
        )

    def organisations_where(self, permission: str) -> list[int]:
        """Ids of the organisations in which this person holds ``permission``; for ``visible_to`` filters."""
        return sorted({m.organisation_id for m in self.current_memberships if permission in ROLE_PERMISSIONS[m.role]})

    def must_have(self, permission: str, organisation: Organisation | int | None = None) -> None:
        """Raise NotAllowed, naming what is missing, unless ``can`` says yes."""
        if not self.can(permission, organisation):
            label = Permission(permission).label
            raise NotAllowed(f"Your role does not include: {label[0].lower()}{label[1:]}", permissions=[permission])


class Membership(models.Model):
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="memberships")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=30, choices=Role.choices)
    directorate = models.ForeignKey(Directorate, on_delete=models.PROTECT, null=True, blank=True)
    started_at = models.DateTimeField(default=clock.now, editable=False)
    ended_at = models.DateTimeField(null=True, blank=True)
    # The last day of a role given for a time: ``administration/timed.py`` ends it, and everything else asks ``ended_at``
    until = models.DateField(null=True, blank=True)
    # Who gave the role, and who confirmed it where that takes a second person; empty by the command line, and from before
    granted_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, editable=False, related_name="+")
    confirmed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, editable=False, related_name="+")

    objects = MembershipQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "organisation", "role"], condition=Q(ended_at=None), name="role_once_while_it_lasts"
            ),
            models.CheckConstraint(
                condition=Q(confirmed_by=None) | (~Q(confirmed_by=F("granted_by")) & ~Q(confirmed_by=F("user"))),
                name="role_confirmed_by_somebody_else",
            ),
        ]
        indexes = [models.Index(fields=["organisation", "role"])]

    def __str__(self):
        return f"{self.user}: {self.get_role_display()}, {self.organisation}"


class SupplierTie(models.Model):
    """Somebody of a council works or worked for a supplier: said by themselves, or entered by an administrator."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="supplier_ties")
    supplier = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    until = models.DateField(null=True, blank=True, help_text="The last day; empty while it lasts.")
    note = models.CharField(max_length=300, blank=True)
    entered_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    entered_at = models.DateTimeField(default=clock.now, editable=False)
    withdrawn_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_because = models.CharField(max_length=300, blank=True)

    objects = SupplierTieQuerySet.as_manager()

    class Meta:
        ordering = ["-entered_at", "-id"]
        indexes = [models.Index(fields=["user", "until"])]
        constraints = [
            # Nobody takes back what they said of themselves
            models.CheckConstraint(
                condition=Q(withdrawn_by=None, withdrawn_at=None)
                | (Q(withdrawn_by__isnull=False, withdrawn_at__isnull=False) & ~Q(withdrawn_by=F("user"))),
                name="supplier_tie_taken_back_by_somebody_else",
            ),
        ]

    def __str__(self):
        return f"{self.user}: {self.supplier}"


class Delegation(models.Model):
    """While somebody is away, a colleague of the same council acts for them, as far as they hold the permissions themselves."""

    absent = models.ForeignKey(User, on_delete=models.PROTECT, related_name="delegations")
    delegate = models.ForeignKey(User, on_delete=models.PROTECT, related_name="taken_on")
    council = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="delegations")
    duty = models.CharField(max_length=12, choices=Duty.choices, default=Duty.EVERYTHING)
    # Both days count
    starts_on = models.DateField()
    ends_on = models.DateField()
    made_at = models.DateTimeField(default=clock.now, editable=False)
    declined_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")

    objects = DelegationQuerySet.as_manager()

    class Meta:
        ordering = ["-starts_on", "-id"]
        indexes = [models.Index(fields=["delegate", "ends_on"]), models.Index(fields=["absent", "ends_on"])]
        constraints = [
            models.CheckConstraint(condition=~Q(absent=F("delegate")), name="delegation_to_somebody_else"),
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="delegation_days_in_order"),
            models.CheckConstraint(
                condition=Q(ended_at=None, ended_by=None) | Q(ended_at__isnull=False, ended_by__isnull=False),
                name="delegation_ended_by_somebody",
            ),
        ]

    def __str__(self):
        return f"{self.absent}, by {self.delegate}"

    @property
    def needed(self) -> frozenset[str]:
        """What the duty takes of what the person who is away holds in the council."""
        here = [m for m in self.absent.current_memberships if m.organisation_id == self.council_id]
        return DUTY_PERMISSIONS[self.duty] & {permission for m in here for permission in ROLE_PERMISSIONS[m.role]}

    def lacking(self, delegate: User) -> list[Permission]:
        """What the delegate does not hold of it, in the order of the list."""
        needed = self.needed
        return [p for p in Permission if p in needed and not delegate.can(p, self.council_id)]

    def is_held_by(self, delegate: User) -> bool:
        """Whether something of the duty is left, and the delegate holds all that it takes."""
        return bool(self.needed) and not self.lacking(delegate)

    def as_passed_on(self) -> User:
        """The person who is away, with those of their roles alone that the duty is about."""
        person = User.objects.get(pk=self.absent_id)
        here = [m for m in person.current_memberships if m.organisation_id == self.council_id]
        vars(person)["current_memberships"] = [m for m in here if DUTY_PERMISSIONS[self.duty] & ROLE_PERMISSIONS[m.role]]
        return person

    @property
    def is_over(self) -> bool:
        return self.ends_on < clock.today()

    @property
    def is_open(self) -> bool:
        """It holds, or will; it can still be ended or declined."""
        return self.declined_at is None and self.ended_at is None and not self.is_over

    @property
    def state_words(self) -> str:
        if self.declined_at:
            return "Declined"
        if self.ended_at:
            return "Ended early"
        if self.is_over:
            return "Over"
        return "Now" if self.starts_on <= clock.today() else "Not begun"


class Invitation(models.Model):
    """A supplier's colleague invited by email. The link in the email is signed and works once, for a week."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="invitations")
    email = models.EmailField()
    invited_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    invited_at = models.DateTimeField(default=clock.now, editable=False)
    accepted_at = models.DateTimeField(null=True, blank=True)
    accepted_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    cancelled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-invited_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(accepted_at=None, accepted_by=None) | Q(accepted_at__isnull=False, accepted_by__isnull=False),
                name="invitation_accepted_by_somebody_at_some_time",
            )
        ]

    def __str__(self):
        return f"{self.email} → {self.organisation}"


@once_a_day
def _beside_memberships() -> models.QuerySet:
    """What a request needs to know of every person, lest it asks further where there is nothing to hear."""
    user = OuterRef("user")
    # As the day begins: somebody who leaves the two years in the course of it is asked about once more, by ``ties`` itself
    with clock.at(datetime.combine(clock.today(), time())):
        tied = Exists(SupplierTie.objects.counting().filter(user=user)) | Exists(
            Membership.objects.over_lately().filter(user=user)
        )
    return Membership.objects.annotate(
        passed_on=Exists(Delegation.objects.of_today().of(user)),
        tied=tied,
        has_parts=Exists(Organisation.objects.filter(part_of=OuterRef("organisation"))),
    )


def memberships_of(people: Iterable[User | int]) -> models.QuerySet[Membership]:
    """What these people hold now, organisations loaded; each says whether somebody stands in and whether there are ties."""
    rows = Membership.objects.filter(user__in=people, ended_at=None).select_related("organisation", "directorate")
    return rows.annotate(**_beside_memberships())
