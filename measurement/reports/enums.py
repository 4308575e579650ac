from django.db import models


class ReportKind(models.TextChoices):
    CABINET = "cabinet", "Cabinet: six-monthly report"
    SCRUTINY = "scrutiny", "Scrutiny: update"


class ReportStatus(models.TextChoices):
    BUILDING = "building", "Being produced"
    DRAFT = "draft", "Draft, figures frozen"
    SUBMITTED = "submitted", "Waiting for approval"
    RETURNED = "returned", "Returned"
    APPROVED = "approved", "Approved for members"
