"""What allauth's own pages need from us."""

from django import template
from django.conf import settings

from socialvalue.accounts import selectors

register = template.Library()


@register.simple_tag(takes_context=True)
def demonstration_accounts(context):
    """The people of the demonstration; nobody at all in a real installation, whatever a template asks."""
    if not settings.DEMONSTRATION:
        return []
    context["demonstration_password"] = settings.DEMONSTRATION_PASSWORD
    return selectors.demonstration_accounts()
