"""What allauth's own pages need from us."""

from django import template
from django.conf import settings

from socialvalue.accounts import selectors

register = template.Library()


@register.inclusion_tag("socialvalue/accounts/_whom_to_ask.html", takes_context=True)
def whom_to_ask(context, error=None):
    """For a refused page: whose it is and whom to ask. ``error``: what was raised, where it says which permissions."""
    user = getattr(context.get("request"), "user", None)
    if user is None or not user.is_authenticated:
        return {"ask": None}
    return {"ask": selectors.whom_to_ask(user, getattr(error, "permissions", ()))}


@register.simple_tag(takes_context=True)
def demonstration_accounts(context):
    """The people of the demonstration; nobody at all in a real installation, whatever a template asks."""
    if not settings.DEMONSTRATION:
        return []
    context["demonstration_password"] = settings.DEMONSTRATION_PASSWORD
    return selectors.demonstration_accounts()
