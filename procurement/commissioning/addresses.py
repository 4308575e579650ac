"""Addresses of pages that other rooms, also of the storeys above, put on the site."""

from django.urls import NoReverseMatch, reverse


def link(name: str, *args) -> str:
    """The address of the page called ``name``; empty where the site has none."""
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return ""
