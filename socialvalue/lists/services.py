"""Keep a view, change it, do without it. One's own conveniences are not audited, as little as reading one's own post."""

from django.contrib.auth import get_user_model
from django.db import transaction
from django.http import QueryDict

from socialvalue.common.errors import NotAllowed, Refused
from socialvalue.common.lists.asking import to_save
from socialvalue.lists.enums import ListKey
from socialvalue.lists.models import LONGEST_QUERY, MOST_VIEWS, SavedView


@transaction.atomic
def save_view(*, by, list: ListKey, name: str, query: str, is_default: bool = False) -> SavedView:
    """Keep what ``query`` (of the list's address) shows under ``name``. ``is_default``: the list opens with it from now on.

    Refused: no name, one that a view of this list has already, more than thirty views of this list, a filter too long to keep.
    """
    _lock(by)
    own = SavedView.objects.visible_to(by).filter(list=list)
    if own.count() >= MOST_VIEWS:
        raise Refused(f"You have {MOST_VIEWS} views of this list. Delete one before you save another.")
    view = SavedView(user=by, list=list, name=_name(own, name), query=_query(query))
    if is_default:
        own.update(is_default=False)
        view.is_default = True
    view.save()
    return view


@transaction.atomic
def change_view(view: SavedView, *, by, name: str, is_default: bool) -> SavedView:
    """Give it another name, and say whether the list opens with it. Refused: no name, or one that another view has."""
    fresh = _own(view, by)
    own = SavedView.objects.visible_to(by).filter(list=fresh.list).exclude(pk=fresh.pk)
    fresh.name = _name(own, name)
    if is_default:
        own.update(is_default=False)
    fresh.is_default = is_default
    fresh.save(update_fields=["name", "is_default"])
    return fresh


@transaction.atomic
def refresh_view(view: SavedView, *, by, query: str) -> SavedView:
    """Let the view show what ``query`` shows from now on."""
    fresh = _own(view, by)
    fresh.query = _query(query)
    fresh.save(update_fields=["query"])
    return fresh


@transaction.atomic
def delete_view(view: SavedView, *, by) -> None:
    """Do without it; the list itself loses nothing."""
    _own(view, by).delete()


def _lock(person) -> None:
    """Two saves at once count one after the other."""
    get_user_model().objects.select_for_update().get(pk=person.pk)


def _own(view: SavedView, by) -> SavedView:
    _lock(by)
    fresh = SavedView.objects.visible_to(by).filter(pk=view.pk).first()
    if fresh is None:
        raise NotAllowed("This view is not yours")
    return fresh


def _name(others, name: str) -> str:
    name = " ".join(name.split())
    if not name:
        raise Refused("Enter a name for the view", "name")
    if any(other.casefold() == name.casefold() for other in others.values_list("name", flat=True)):
        raise Refused(f"You have a view called {name} already. Enter another name.", "name")
    return name


def _query(query: str) -> str:
    said = to_save(QueryDict(query)).urlencode()
    if len(said) > LONGEST_QUERY:
        raise Refused("This filter is too long to save. Use fewer words in it.")
    return said
