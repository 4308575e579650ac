"""A list that grows for ever, a stretch at a time: no order but the newest first, no pages that are counted."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import prefetch_related_objects
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import cached_property

from socialvalue.common.lists.asking import asked_of, kept
from socialvalue.common.lists.chips import values_of
from socialvalue.common.lists.columns import Listing
from socialvalue.common.lists.keyset import NEWER, OLDER, Part, Stretch, stretch
from socialvalue.common.lists.page import Listed


@dataclass
class Walked(Listed):
    """A list of which only a stretch is known; ``rows`` stays empty."""

    stretch: Stretch = Stretch([], None, None)
    # Whether the address names a place: then the newest may be elsewhere
    is_behind: bool = False

    @cached_property
    def found(self) -> list[Any]:
        return list(self.listing.prepare(self.stretch.rows))

    @property
    def older_query(self) -> str:
        """The query of the stretch behind this one; “” at the end."""
        return self._query(OLDER, self.stretch.older)

    @property
    def newer_query(self) -> str:
        return self._query(NEWER, self.stretch.newer)

    @property
    def newest_query(self) -> str:
        """The filter alone, without a place."""
        return self.query.urlencode()

    def _query(self, name: str, place: object) -> str:
        if place is None:
            return ""
        query = self.query.copy()
        query[name] = str(place)
        return query.urlencode()


def walked_page(
    request: HttpRequest,
    listing: Listing,
    template: str,
    *,
    parts: Sequence[Part],
    form: BaseForm,
    prefetch: Sequence[str] = (),
    **context,
) -> HttpResponse:
    """Draw a stretch of ``listing``. ``parts``: what one may see, in parts that an index has in order (see ``keyset``)."""
    found = stretch(parts, request.GET, listing.per_page)
    prefetch_related_objects(found.rows, *prefetch)
    query = kept(request.GET, OLDER, NEWER)
    behind = OLDER in request.GET or NEWER in request.GET
    listed = Walked(
        listing, query, asked_of(listing, query), parts[0].rows.none(), form, values_of(form), [], stretch=found, is_behind=behind
    )
    return render(request, template, {"list": listed, "form": form, **context})
