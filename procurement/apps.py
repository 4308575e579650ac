from django.apps import AppConfig


class ProcurementConfig(AppConfig):
    name = "procurement"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        """Jobs known to the worker, and who reads the files of this storey's records."""
        from procurement.award import documents  # noqa: F401
        from procurement.award.models import AssessmentSummary
        from socialvalue.documents.visibility import owned_by

        owned_by("procurement.assessmentsummary", AssessmentSummary.objects.visible_to)
