from django.db import models


class ReportKind(models.TextChoices):
    CABINET = "cabinet", "Cabinet: six-monthly report"
    SCRUTINY = "scrutiny", "Scrutiny: update"


class ReportStatus(models.TextChoices):
    BUILDING = "building", "Being created"
    DRAFT = "draft", "Draft, figures frozen"
    SUBMITTED = "submitted", "Waiting for approval"
    RETURNED = "returned", "Returned"
    APPROVED = "approved", "Approved for members"
    REPLACED = "replaced", "Replaced by a later report"


# Those members may read; a replaced one stays, and says what replaced it
DECIDED = (ReportStatus.APPROVED, ReportStatus.REPLACED)
