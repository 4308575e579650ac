"""What several tests of documents of contracts do."""

from datetime import date, datetime

from django.core.files.uploadedfile import SimpleUploadedFile

from contracts.papers import services
from contracts.papers.models import Paper
from contracts.papers.services import PaperDetails
from contracts.register.models import Contract
from socialvalue.common import clock

NOW = datetime(2026, 3, 2, 9, tzinfo=clock.LONDON)
UNTIL = date(2026, 8, 31)


def upload(name: str = "certificate.txt", data: bytes = b"Public liability, 10 million pounds.") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data)


def added(contract: Contract, by, *, upload_=None, **details) -> Paper:
    """A certificate until 31 August 2026."""
    fields = {"kind": "insurance", "title": "Public liability insurance", "valid_until": UNTIL} | details
    return services.add_paper(contract, PaperDetails(**fields), by=by, upload=upload_ or upload())[0]
