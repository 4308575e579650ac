"""Small things every view uses."""

from functools import wraps

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator

from socialvalue.accounts.enums import Permission
from socialvalue.common.errors import NotAllowed

signed_in = login_required


def needs(*permissions: Permission):
    """Signed in, with at least one of ``permissions`` in some organisation; otherwise NotAllowed (403 with the reason)."""

    def decorate(view):
        @wraps(view)
        @login_required
        def wrapped(request, *args, **kwargs):
            if not any(request.user.can(p) for p in permissions):
                wanted = " or ".join(Permission(p).label[0].lower() + Permission(p).label[1:] for p in permissions)
                raise NotAllowed(f"Your role does not include: {wanted}", permissions=permissions)
            return view(request, *args, **kwargs)

        return wrapped

    return decorate


def takes_files(view):
    """Outermost of a view whose form may bring a file: its requests may be as large as one (``documents.views.limits``)."""
    view.takes_files = True
    return view


def page_of(request, rows, per_page: int = 25):
    """The asked-for page of ``rows``; a page out of range becomes the nearest one."""
    return Paginator(rows, per_page).get_page(request.GET.get("page"))
