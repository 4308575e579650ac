"""People and the bodies they act for."""

from functools import cached_property

from django.contrib.auth.models import AbstractBaseUser, PermissionsMixin
from django.db import models
from django.db.models import Q

from socialvalue.accounts.enums import ROLE_PERMISSIONS, OrganisationKind, Permission, Role
from socialvalue.accounts.querysets import OrganisationQuerySet, UserManager
from socialvalue.common import clock
from socialvalue.common.errors import NotAllowed
from socialvalue.notifications.enums import Delivery


class Organisation(models.Model):
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=20, choices=OrganisationKind.choices)
    fictional = models.BooleanField(default=False, help_text="Made up for the demonstration, and marked so.")
    # Companies House, charity or other register number
    registration_number = models.CharField(max_length=40, blank=True)
    address = models.TextField(blank=True)
    postcode = models.CharField(max_length=10, blank=True)
    email = models.EmailField(blank=True)
    sme = models.BooleanField(null=True, help_text="Small or medium-sized; empty is not known.")
    vcse = models.BooleanField(null=True, help_text="Voluntary, community or social enterprise; empty is not known.")
    gss_code = models.CharField(max_length=9, blank=True, help_text="A council's code in the national geography.")
    created_at = models.DateTimeField(default=clock.now, editable=False)

    objects = OrganisationQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        indexes = [models.Index(fields=["kind", "name"])]

    def __str__(self):
        return f"{self.name} (fictional)" if self.fictional else self.name


class Directorate(models.Model):
    council = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="directorates")
    name = models.CharField(max_length=120)
    code = models.CharField(max_length=12)

    class Meta:
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["council", "code"], name="directorate_code_once_a_council")]

    def __str__(self):
        return self.name


class User(AbstractBaseUser, PermissionsMixin):
    email = models.EmailField(unique=True)
    name = models.CharField(max_length=150)
    job_title = models.CharField(max_length=150, blank=True)
    is_active = models.BooleanField(default=True)
    is_staff = models.BooleanField(default=False)
    date_joined = models.DateTimeField(default=clock.now, editable=False)
    # True from registering until the link in our e-mail is followed: nobody signs in with an address that is not theirs
    address_unconfirmed = models.BooleanField(default=False, editable=False)
    # How they hear of what asks nothing of them; what does is always sent at once
    news = models.CharField(max_length=8, choices=Delivery.choices, default=Delivery.AT_ONCE)
    # A shortcut of one key can be in the way of somebody who dictates, so everybody may switch it off (WCAG 2.1.4)
    search_shortcut = models.BooleanField(default=True, help_text="The key / goes to the search box.")

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
        """Memberships that have not ended, organisations loaded; one query a request."""
        if not self.is_active:
            return []
        return list(self.memberships.filter(ended_at=None).select_related("organisation", "directorate"))

    @cached_property
    def council(self) -> Organisation | None:
        """The council this person works for or sits on, if any."""
        return next((m.organisation for m in self.current_memberships if m.organisation.kind == OrganisationKind.COUNCIL), None)

    @cached_property
    def supplier(self) -> Organisation | None:
        """The supplier this person acts for, if any."""
        return next((m.organisation for m in self.current_memberships if m.organisation.kind == OrganisationKind.SUPPLIER), None)

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
            raise NotAllowed(f"Your role does not include: {label[0].lower()}{label[1:]}")


class Membership(models.Model):
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="memberships")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=30, choices=Role.choices)
    directorate = models.ForeignKey(Directorate, on_delete=models.PROTECT, null=True, blank=True)
    started_at = models.DateTimeField(default=clock.now, editable=False)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "organisation", "role"], condition=Q(ended_at=None), name="role_once_while_it_lasts"
            )
        ]
        indexes = [models.Index(fields=["organisation", "role"])]

    def __str__(self):
        return f"{self.user}: {self.get_role_display()}, {self.organisation}"


class Invitation(models.Model):
    """A supplier's colleague invited by e-mail. The link in the e-mail is signed and works once, for a week."""

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
