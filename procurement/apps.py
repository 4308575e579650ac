from django.apps import AppConfig


class ProcurementConfig(AppConfig):
    name = "procurement"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        """Jobs known to the worker, what timelines show of changes, and who reads the files of this storey's records."""
        from procurement.award import tasks as award_tasks  # noqa: F401
        from procurement.award.models import AssessmentSummary
        from procurement.commissioning import tasks as commissioning_tasks  # noqa: F401
        from procurement.commissioning import timelines as commissioning_shown  # noqa: F401
        from procurement.commissioning.models import FrozenDocument
        from procurement.engagement import timelines as engagement_shown  # noqa: F401
        from procurement.engagement.models import Event
        from procurement.panel import timelines as panel_shown  # noqa: F401
        from procurement.pipeline import timelines as pipeline_shown  # noqa: F401
        from procurement.tendering import timelines as tendering_shown  # noqa: F401
        from socialvalue.documents.visibility import owned_by

        owned_by("procurement.assessmentsummary", AssessmentSummary.objects.visible_to)
        owned_by("procurement.frozendocument", FrozenDocument.objects.visible_to)
        # An advertised event is public; its files are the council's own
        owned_by("procurement.event", Event.objects.inside)
