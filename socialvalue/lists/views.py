"""The views somebody keeps of a list: saved, renamed, deleted, opened first. Each person finds only their own."""

from django.http import Http404, QueryDict
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from socialvalue.common.lists.asking import to_save
from socialvalue.common.pages import CONFIRM, button, form_page
from socialvalue.common.views import signed_in
from socialvalue.lists import services
from socialvalue.lists.enums import ListKey
from socialvalue.lists.forms import ViewForm
from socialvalue.lists.models import SavedView

form_view = require_http_methods(["GET", "HEAD", "POST"])


def _list(key: str) -> ListKey:
    if key not in ListKey.values:
        raise Http404
    return ListKey(key)


def _own(request, pk: int) -> SavedView:
    return get_object_or_404(SavedView.objects.visible_to(request.user), pk=pk)


@signed_in
@require_safe
def views(request, key: str):
    found = _list(key)
    context = {
        "views": SavedView.objects.visible_to(request.user).filter(list=found),
        "list_name": found.label,
        "back_url": reverse(key),
    }
    return render(request, "socialvalue/lists/views.html", context)


@signed_in
@form_view
def view_new(request, key: str):
    found, query = _list(key), to_save(request.GET).urlencode()
    back = f"{reverse(key)}?{query}"
    return form_page(
        request,
        ViewForm(request.POST or None),
        lambda data: services.save_view(by=request.user, list=found, query=query, **data),
        creates=True,
        to=lambda view: view.url,
        done=lambda view: f"The view {view} is saved.",
        heading="Save this view",
        caption=found.label,
        intro="The filter, the order and the columns are kept under a name. Only you see your views.",
        submit_label="Save the view",
        back_url=back,
        cancel_url=back,
    )


@signed_in
@form_view
def view_edit(request, pk: int):
    view = _own(request, pk)
    back = reverse("views", args=[view.list])
    return form_page(
        request,
        ViewForm(request.POST or None, initial={"name": view.name, "is_default": view.is_default}),
        lambda data: services.change_view(view, by=request.user, **data),
        to=back,
        done="The view is changed.",
        heading="Rename the view",
        caption=view.get_list_display(),
        back_url=back,
    )


@signed_in
@require_POST
def view_refresh(request, pk: int):
    view, query = _own(request, pk), to_save(QueryDict(request.POST.get("query", ""))).urlencode()
    return button(
        request,
        lambda: services.refresh_view(view, by=request.user, query=query),
        to=f"{reverse(view.list)}?view={view.pk}&{query}",
        done=f"The view {view} is changed.",
    )


@signed_in
@form_view
def view_delete(request, pk: int):
    view = _own(request, pk)
    if request.method == "POST":
        return button(
            request,
            lambda: services.delete_view(view, by=request.user),
            to=reverse("views", args=[view.list]),
            done=f"The view {view} is deleted.",
        )
    context = {
        "heading": f"Delete the view {view}?",
        "caption": view.get_list_display(),
        "consequence": "The name, the filter and the order are deleted. What the list shows is not touched.",
        "confirm_label": "Delete the view",
        "dangerous": True,
        "cancel_url": reverse("views", args=[view.list]),
    }
    return render(request, CONFIRM, context)
