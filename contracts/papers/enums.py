from django.db import models


class PaperKind(models.TextChoices):
    """What a document of a contract is."""

    INSURANCE = "insurance", "Insurance certificate"
    ACCREDITATION = "accreditation", "Accreditation"
    SAFEGUARDING = "safeguarding", "Safeguarding policy"
    POLICY = "policy", "Another policy"
    BOND = "bond", "Bond or guarantee"
    SIGNED = "signed", "Signed contract"
    OTHER = "other", "Something else"
