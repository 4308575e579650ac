"""The one download view."""

import logging

from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from socialvalue.common.errors import WrongState
from socialvalue.documents.models import Document
from socialvalue.documents.services import holding
from socialvalue.documents.views import ranges

log = logging.getLogger(__name__)
# What a page shows or plays; everything else is saved, never opened inside this site
SHOWN = ("image/", "audio/", "video/")


@require_safe
def document(request, document_id):
    found = get_object_or_404(Document.objects.visible_to(request.user), pk=document_id)
    if found.held:
        raise WrongState(holding.why_shut(found.pk))
    part = ranges.asked(request.headers.get("Range", ""), found.size)
    if part is not None and not part.is_there:
        return HttpResponse(status=416, headers={"Content-Range": part.words(found.size), "Accept-Ranges": "bytes"})
    try:
        content = found.file.open("rb")
    except FileNotFoundError:
        log.error("document %s has no file in the store", found.pk)
        raise Http404 from None
    response = FileResponse(
        content if part is None else ranges.Part(content, part),
        as_attachment=not found.content_type.startswith(SHOWN),
        filename=found.name,
        content_type=found.content_type,
    )
    response["Accept-Ranges"] = "bytes"
    if part is not None:
        response.status_code = 206
        response["Content-Range"], response["Content-Length"] = part.words(found.size), str(part.length)
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    response["Cache-Control"] = "private, no-store"
    return response
