"""The agreed text: kept once nothing of a contract waits for a side any more."""

from contracts.obligations.documents.agreed import agreed_by, terms_of
from contracts.obligations.models import AgreedText
from contracts.register.models import Contract
from socialvalue.common.canonical import sha256


def keep_text(contract: Contract) -> AgreedText | None:
    """Keep what both sides agreed as the next text, where every obligation is agreed and the terms differ from the last text.

    The caller has locked the contract and changed its obligations; None where nothing is kept.
    """
    if contract.obligations.proposed().exists():
        return None
    terms = terms_of(contract)
    if not terms["obligations"]:
        return None
    digest, last = sha256(terms), contract.agreed_texts.last()
    if last is not None and last.digest == digest:
        return None
    content = terms | {"agreed": agreed_by(contract)}
    number = last.number + 1 if last else 1
    return AgreedText.objects.create(contract=contract, number=number, content=content, digest=digest)
