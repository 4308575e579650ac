"""Views somebody keeps of a list: saved, opened, changed, deleted; nobody finds another's."""

from datetime import datetime

import pytest
from django.urls import reverse

from contracts.register.models import Contract
from socialvalue.accounts.models import Directorate
from socialvalue.common import clock
from socialvalue.common.errors import NotAllowed, Refused
from socialvalue.lists import services
from socialvalue.lists.enums import ListKey
from socialvalue.lists.models import LONGEST_QUERY, MOST_VIEWS, SavedView
from tests.builders import contracts as build
from tests.builders import people

pytestmark = pytest.mark.django_db
LIST = ListKey.CONTRACTS


@pytest.fixture(autouse=True)
def now():
    with clock.at(datetime(2025, 10, 10, 9)):
        yield


@pytest.fixture
def who():
    return build.parties()


def save(by, name="Ending soon", query="ends_within=6&sort=-value", **more) -> SavedView:
    return services.save_view(by=by, list=LIST, name=name, query=query, **more)


def test_a_view_keeps_the_filter_the_order_and_the_columns_and_nothing_else(who):
    view = save(
        who.manager, "  Ending   soon ", "search=&ends_within=6&sort=-value&columns=ends&page=3&view=9&all=1&as=csv&tick=all"
    )
    assert (view.name, view.query) == ("Ending soon", "ends_within=6&sort=-value&columns=ends")
    assert view.url == f"{reverse('contracts')}?view={view.pk}&ends_within=6&sort=-value&columns=ends"


def test_nobody_reads_renames_or_deletes_the_view_of_another(who, client):
    view = save(who.manager)
    assert list(SavedView.objects.visible_to(who.director)) == []
    for act in (
        lambda: services.change_view(view, by=who.director, name="Mine", is_default=True),
        lambda: services.refresh_view(view, by=who.director, query=""),
        lambda: services.delete_view(view, by=who.director),
    ):
        with pytest.raises(NotAllowed, match="This view is not yours"):
            act()
    client.force_login(who.director)
    assert view.name not in client.get(reverse("views", args=[LIST])).content.decode()
    assert client.get(reverse("view-edit", args=[view.pk])).status_code == 404
    assert client.post(reverse("view-refresh", args=[view.pk]), {"query": ""}).status_code == 404
    assert client.post(reverse("view-delete", args=[view.pk])).status_code == 404
    assert view.name not in client.get(view.url).content.decode()
    assert SavedView.objects.get() == view


@pytest.mark.parametrize("name", ["Ending soon", "ENDING  soon"])
def test_a_name_is_used_once_a_list(who, name):
    save(who.manager)
    with pytest.raises(Refused, match="already. Enter another name"):
        save(who.manager, name)
    services.save_view(by=who.manager, list=ListKey.TENDERS, name=name, query="status=draft")
    assert save(who.director, name).name == " ".join(name.split())


def test_a_view_has_a_name(who):
    with pytest.raises(Refused, match="Enter a name for the view"):
        save(who.manager, "   ")


def test_thirty_views_are_the_most(who):
    for number in range(MOST_VIEWS):
        save(who.manager, f"View {number}")
    with pytest.raises(Refused, match="You have 30 views of this list. Delete one before you save another"):
        save(who.manager)
    services.delete_view(SavedView.objects.first(), by=who.manager)
    assert save(who.manager).name == "Ending soon"


@pytest.mark.parametrize("over", [0, 1])
def test_a_filter_too_long_is_refused(who, over):
    query = "search=" + "a" * (LONGEST_QUERY - len("search=") + over)
    if over:
        with pytest.raises(Refused, match="This filter is too long to save"):
            save(who.manager, query=query)
    else:
        assert save(who.manager, query=query).query == query


def test_one_view_opens_first_and_only_an_address_that_asks_for_nothing_opens_it(who, client):
    first, second = save(who.manager, is_default=True), save(who.manager, "Others", "status=ended", is_default=True)
    first.refresh_from_db()
    assert (first.is_default, second.is_default) == (False, True)
    client.force_login(who.manager)
    assert client.get(reverse("contracts"))["Location"] == second.url
    assert client.get(reverse("contracts") + "?all=1").status_code == 200
    assert client.get(reverse("contracts") + "?sort=ends").status_code == 200
    services.change_view(second, by=who.manager, name="Others", is_default=False)
    assert client.get(reverse("contracts")).status_code == 200


def test_a_view_is_saved_on_its_page_and_stands_above_the_list(who, client):
    client.force_login(who.manager)
    build.draft_contract(who)
    page = client.get(reverse("contracts") + "?status=draft&sort=-value")
    address = page.context["list"].more["views"].save_url
    assert address == reverse("view-new", args=[LIST]) + "?status=draft&sort=-value"
    assert "Enter a name for the view" in client.post(address, {"name": ""}).content.decode()
    answer = client.post(address, {"name": "Being agreed", "is_default": "on"}, follow=True)
    views = answer.context["list"].more["views"]
    assert [(tab.name, tab.current) for tab in views.tabs] == [("All contracts", False), ("Being agreed", True)]
    assert (views.save_url, views.changed) == ("", None)
    again = client.post(address, {"name": "Being agreed"})
    assert "You have a view called Being agreed already" in again.content.decode()


def test_an_open_view_that_is_shown_otherwise_can_be_changed_to_it(who, client):
    view = save(who.manager)
    build.draft_contract(who)
    client.force_login(who.manager)
    page = client.get(view.url + "&status=draft")
    assert page.context["list"].more["views"].changed == view
    assert f"Change “{view.name}” to this" in page.content.decode()
    client.post(reverse("view-refresh", args=[view.pk]), {"query": "ends_within=6&sort=-value&status=draft"})
    view.refresh_from_db()
    assert view.query == "ends_within=6&sort=-value&status=draft"
    assert client.get(view.url).context["list"].more["views"].changed is None


def test_a_view_whose_filter_no_longer_works_says_so_and_shows_everything(who, client):
    build.draft_contract(who)
    closed = Directorate.objects.create(council=who.council, name="Closed", code="X")
    view = save(who.manager, query=f"directorate={closed.pk}&status=active")
    client.force_login(who.manager)
    page = client.get(view.url)
    assert page.context["list"].broken == ["Directorate"]
    assert "This view’s filter no longer works: Directorate. Everything is shown." in " ".join(page.content.decode().split())
    assert [row.contract for row in page.context["list"].found] == [Contract.objects.get()]
    # Typed into the address, it is only passed over
    page = client.get(f"{reverse('contracts')}?directorate={closed.pk}&status=draft")
    assert (page.context["list"].broken, list(page.context["list"].values)) == ([], ["status"])


def test_a_view_is_renamed_and_deleted_after_a_question(who, client):
    view = save(who.manager)
    client.force_login(who.manager)
    page = client.get(reverse("views", args=[LIST])).content.decode()
    assert view.url.replace("&", "&amp;") in page
    client.post(reverse("view-edit", args=[view.pk]), {"name": "Six months", "is_default": "on"})
    view.refresh_from_db()
    assert (view.name, view.is_default) == ("Six months", True)
    assert "Delete the view Six months?" in client.get(reverse("view-delete", args=[view.pk])).content.decode()
    assert SavedView.objects.count() == 1
    client.post(reverse("view-delete", args=[view.pk]))
    assert SavedView.objects.count() == 0
    assert "You have no views of this list" in client.get(reverse("views", args=[LIST])).content.decode()


def test_there_are_views_of_these_lists_alone(client):
    client.force_login(people.person(people.council()))
    assert client.get(reverse("views", args=["jobs"])).status_code == 404
    assert [client.get(reverse("views", args=[key])).status_code for key in ListKey.values] == [200] * 4
