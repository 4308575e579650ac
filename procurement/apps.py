from django.apps import AppConfig


class ProcurementConfig(AppConfig):
    name = "procurement"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        """Jobs known to the worker, and who reads the files of this storey's records."""
        from procurement.award import documents  # noqa: F401
        from procurement.award.models import AssessmentSummary
        from procurement.commissioning import tasks  # noqa: F401
        from procurement.commissioning.models import FrozenDocument
        from procurement.engagement.models import Event
        from socialvalue.documents.visibility import owned_by

        owned_by("procurement.assessmentsummary", AssessmentSummary.objects.visible_to)
        owned_by("procurement.frozendocument", FrozenDocument.objects.visible_to)
        # An advertised event is public; its files are the council's own
        owned_by("procurement.event", Event.objects.inside)
