from django.apps import AppConfig


class MeasurementConfig(AppConfig):
    name = "measurement"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from measurement.reports import timelines as reports_shown  # noqa: F401 - what its timeline shows of changes
        from measurement.reports.models import Report
        from measurement.reports.tasks import building  # noqa: F401 - its handlers register themselves
        from socialvalue.documents.visibility import owned_by

        owned_by("measurement.report", Report.objects.visible_to)
