"""What the pages of signing in and of one's account show of providers."""

from django import template

from socialvalue.single_sign_on import selectors

register = template.Library()


@register.simple_tag
def providers():
    return selectors.providers()


@register.simple_tag
def links_of(user):
    """No query where no provider is configured: then nobody comes in by a link."""
    return selectors.links_shown(user) if selectors.providers() else []
