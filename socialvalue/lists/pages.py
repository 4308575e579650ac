"""A list with the views somebody keeps of it: the row above it, and the view it opens with."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponseBase, QueryDict
from django.shortcuts import redirect
from django.urls import reverse

from socialvalue.common.lists import Listing, list_page
from socialvalue.common.lists.asking import ALL, VIEW, same, to_save
from socialvalue.lists.models import SavedView


@dataclass(frozen=True)
class Tab:
    name: str
    url: str
    current: bool


@dataclass(frozen=True)
class Views:
    """``save_url``: where there is something to save that no view shows yet. ``changed``: the open view, shown otherwise now."""

    own: list[SavedView]
    tabs: list[Tab]
    save_url: str
    manage_url: str
    changed: SavedView | None
    query: str


def viewed_page(request: HttpRequest, listing: Listing, template: str, *, more: dict | None = None, **how) -> HttpResponseBase:
    """``list_page`` with saved views: an address that asks for nothing opens the person's default view. One query more."""
    own = list(SavedView.objects.visible_to(request.user).filter(list=listing.key))
    default = next((view for view in own if view.is_default), None)
    if default and not request.GET:
        return redirect(default.url)
    views = views_of(listing, own, request.GET, default)
    return list_page(request, listing, template, more={"views": views, **(more or {})}, **how)


def views_of(listing: Listing, own: list[SavedView], query: QueryDict, default: SavedView | None) -> Views:
    """The row above the list as the address stands."""
    now = to_save(query)
    open_view = next((view for view in own if str(view.pk) == query.get(VIEW, "")), None)
    shown = open_view if open_view and same(QueryDict(open_view.query), now) else None
    everything = reverse(listing.key) + (f"?{ALL}=1" if default else "")
    plain = not any(any(values) for _, values in now.lists())
    tabs = [Tab(f"All {listing.many}", everything, shown is None and open_view is None and plain)]
    tabs += [Tab(view.name, view.url, view is open_view) for view in own]
    save = "" if plain or shown else f"{reverse('view-new', args=[listing.key])}?{now.urlencode()}"
    changed = open_view if open_view is not shown else None
    return Views(own, tabs if own else [], save, reverse("views", args=[listing.key]), changed, now.urlencode())
