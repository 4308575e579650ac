"""A file of a return, opened by who verifies it."""

from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from contracts.evidence.services.looking import look_at
from socialvalue.accounts.enums import Permission as P
from socialvalue.common.views import needs
from socialvalue.documents.models import Document


@require_POST
@needs(P.VERIFY_RETURNS)
def evidence_open(request, document_id):
    """Noted and shown: a button on the page that verifies several, because a link changes nothing."""
    files = Document.objects.visible_to(request.user).filter(owner_type="contracts.return")
    file = get_object_or_404(files, pk=document_id)
    look_at(file, by=request.user)
    return redirect("document", file.pk)
