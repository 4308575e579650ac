"""Files as evidence of a return: added by the side that writes it, taken out while nobody else has read them."""

from django.db import transaction

from contracts.evidence.permissions import check_can_write, contract_of
from contracts.evidence.services.noting import about
from contracts.evidence.services.working import work_out_again
from socialvalue.common.errors import WrongState
from socialvalue.common.reading import NOTHING_READ
from socialvalue.common.saving import locked
from socialvalue.documents.models import Document
from socialvalue.documents.services import carry, remove, store


@transaction.atomic
def add_evidence(kpi_return, *, by, upload, description: str = ""):
    """Keep a file as evidence of the return. Raises Refused on the field ``file`` when the file is not what it says."""
    fresh = locked(kpi_return, NOTHING_READ)
    check_can_write(by, fresh)
    return store(
        upload=upload,
        owner=fresh,
        by=by,
        description=description,
        about=about(fresh)[1:] if not fresh.is_draft else (),
        council=contract_of(fresh.due).council if not fresh.is_draft else None,
        confidential=fresh.is_draft,
    )


def carry_files(earlier, later, *, by) -> dict:
    """A correction begins with the files of the version that it corrects: {key of the file there: the file here}."""
    return {one.pk: carry(one, owner=later, by=by, confidential=True) for one in Document.objects.of(earlier)}


@transaction.atomic
def remove_evidence(kpi_return, *, by, document) -> None:
    """Take a file out of a return that was never handed in. Raises WrongState once it was: others have read it then."""
    fresh = locked(kpi_return, NOTHING_READ)
    check_can_write(by, fresh)
    if not fresh.is_draft:
        raise WrongState("This return was submitted with the file, so the file stays. Say in the return what is wrong with it.")
    remove(document, owner=fresh, by=by, confidential=True)
    work_out_again(fresh)
