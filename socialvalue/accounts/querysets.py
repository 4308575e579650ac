"""Filters on people."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Generic, Self, TypeVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q

from socialvalue.accounts.enums import OrganisationKind, roles_with
from socialvalue.common import clock

P = TypeVar("P", bound=AbstractBaseUser)
M = TypeVar("M", date, datetime)


class OrganisationQuerySet(models.QuerySet):
    def councils(self) -> Self:
        return self.filter(kind=OrganisationKind.COUNCIL)

    def suppliers(self) -> Self:
        return self.filter(kind=OrganisationKind.SUPPLIER)

    def called(self, text: str) -> Self:
        """Those with just this name or register number; where there is none, those with every word of it in their name."""
        whole = self.filter(Q(name__iexact=text.strip()) | Q(registration_number__iexact=text.strip()))
        if whole.exists():
            return whole
        found = self
        for word in text.split():
            found = found.filter(name__icontains=word)
        return found

    def one_with(self, keys: Iterable[int]) -> Self:
        """These, what was joined to them, what they were joined to, and what else was joined to that."""
        wanted = list(keys)
        return self.filter(
            Q(pk__in=wanted) | Q(part_of__in=wanted) | Q(parts__in=wanted) | Q(part_of__parts__in=wanted)
        ).distinct()


class DelegationQuerySet(models.QuerySet):
    def standing(self) -> Self:
        """Neither declined nor ended."""
        return self.filter(declined_at=None, ended_at=None)

    def in_force(self) -> Self:
        """Those that hold today; both days count."""
        return self.standing().of_today()

    def of_today(self) -> Self:
        """Made for days of which today is one, and taken on; also those that were ended before their last day."""
        return self.filter(declined_at=None, starts_on__lte=clock.today(), ends_on__gte=clock.today())

    def sharing_days(self, starts_on, ends_on) -> Self:
        return self.standing().filter(starts_on__lte=ends_on, ends_on__gte=starts_on)

    def of(self, user) -> Self:
        """Made by this person or for them to take on."""
        return self.filter(Q(absent=user) | Q(delegate=user))


TIE_YEARS = 2


def years_before(moment: M, years: int) -> M:
    """The same day of an earlier year; of 29 February, the 28th where there is none."""
    try:
        return moment.replace(year=moment.year - years)
    except ValueError:
        return moment.replace(year=moment.year - years, day=28)


class SupplierTieQuerySet(models.QuerySet):
    def counting(self) -> Self:
        """Still with the supplier, or with it less than two years ago; not taken back."""
        since = years_before(clock.today(), TIE_YEARS)
        return self.filter(Q(until=None) | Q(until__gt=since), withdrawn_at=None)


class MembershipQuerySet(models.QuerySet):
    def over_lately(self) -> Self:
        """Ended less than two years ago."""
        return self.filter(ended_at__gt=years_before(clock.now(), TIE_YEARS))

    def given_by(self, giver) -> Self:
        """Asked for or confirmed by this person."""
        return self.filter(Q(granted_by=giver) | Q(confirmed_by=giver))


class UserQuerySet(models.QuerySet):
    def holding(self, permission: str, organisation) -> Self:
        """Active people who hold ``permission`` now, each once, in ``organisation``: one, its id, or a query of several."""
        several = isinstance(organisation, (models.QuerySet, list, tuple, set))
        return self.filter(
            is_active=True,
            memberships__organisation__in=organisation if several else [organisation],
            memberships__role__in=roles_with(permission),
            memberships__ended_at=None,
        ).distinct()


class UserManager(BaseUserManager[P], Generic[P]):
    def get_queryset(self) -> UserQuerySet:
        return UserQuerySet(self.model, using=self._db)

    def holding(self, permission: str, organisation) -> UserQuerySet:
        return self.get_queryset().holding(permission, organisation)

    def create_user(self, email: str, password: str | None = None, *, name: str = "", **extra):
        """Create a user who signs in by email (stored in lower case). Without a password nobody can sign in."""
        user = self.model(email=self.normalize_email(email).lower(), name=name, **extra)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def get_by_natural_key(self, username):
        return self.get(email__iexact=username)
