"""Receipts as files, and for everybody how one is checked without this service."""

from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from procurement.bidding import selectors
from procurement.bidding.documents import checking
from procurement.bidding.enums import ReceiptKind
from procurement.bidding.selectors.receipts import published_keys, receipts_of
from procurement.bidding.views.finding import own_submission
from socialvalue.common.views import signed_in


@require_safe
@signed_in
def receipt_file(request, pk: int, number: int):
    """The signed receipt for sending."""
    return _file(own_submission(request, pk, number), ReceiptKind.SENT)


@require_safe
@signed_in
def withdrawal_file(request, pk: int, number: int):
    """The signed receipt for withdrawing."""
    return _file(own_submission(request, pk, number), ReceiptKind.WITHDRAWN)


def _file(submission, kind: ReceiptKind) -> HttpResponse:
    found = receipts_of(submission).get(kind)
    if found is None:
        raise Http404
    return _attached(found.file, found.file_name, "application/json")


def _attached(text: str, name: str, content_type: str) -> HttpResponse:
    response = HttpResponse(text, content_type=f"{content_type}; charset=utf-8")
    response["Content-Disposition"] = selectors.as_attachment(name)
    response["Cache-Control"] = "private, no-store"
    return response


@require_safe
@never_cache
def about(request):
    """For everybody: how to check one, with what, and the public keys."""
    return render(request, "procurement/bidding/receipts.html", {"keys": published_keys()})


@require_safe
@never_cache
def keys(request):
    return JsonResponse(checking.keys_file(published_keys()), json_dumps_params={"indent": 1})


@require_safe
@never_cache
def program(request):
    return _attached(checking.program(published_keys()), checking.PROGRAM, "text/x-python")


@require_safe
@never_cache
def page(request):
    """Saved and opened from the disk: never shown by this service, whose policy allows no script of a page's own."""
    return _attached(checking.page(published_keys()), checking.PAGE, "application/octet-stream")
