"""Reads on providers and on who is linked to one."""

from dataclasses import dataclass
from datetime import datetime

from allauth.socialaccount.models import SocialAccount
from django.conf import settings
from django.db.models import Q, QuerySet

from socialvalue.accounts.enums import OrganisationKind
from socialvalue.accounts.models import Organisation, User
from socialvalue.single_sign_on.calculations.configured import Provider


def providers() -> tuple[Provider, ...]:
    """Those that this installation is configured with."""
    return settings.OIDC_PROVIDERS


def provider_of(key: str) -> Provider | None:
    return next((one for one in providers() if one.key == key), None)


def council_of(provider: Provider) -> Organisation | None:
    """The council a provider speaks for; None where the configuration names none that is here."""
    named = Q(name=provider.council) | Q(gss_code=provider.council)
    return Organisation.objects.filter(named, kind=OrganisationKind.COUNCIL).order_by("pk").first()


def link_of(provider: Provider, identity: str) -> SocialAccount | None:
    return SocialAccount.objects.filter(provider=provider.key, uid=identity).select_related("user").first()


def links_of(user: User) -> QuerySet[SocialAccount]:
    return SocialAccount.objects.filter(user=user).order_by("provider", "pk")


@dataclass(frozen=True)
class Link:
    """As its owner reads it: also of a provider that is configured no more, with which nobody comes in."""

    pk: int
    name: str
    since: datetime
    works: bool


def links_shown(user: User) -> list[Link]:
    found = []
    for link in links_of(user):
        provider = provider_of(link.provider)
        found.append(Link(link.pk, provider.name if provider else link.provider, link.date_joined, provider is not None))
    return found
