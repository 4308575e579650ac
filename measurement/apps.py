from django.apps import AppConfig


class MeasurementConfig(AppConfig):
    name = "measurement"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from measurement.reports import jobs  # noqa: F401 - its handlers register themselves
        from measurement.reports import shown as reports_shown  # noqa: F401 - what its timeline shows of changes
        from measurement.reports.models import Report
        from socialvalue.documents.visibility import owned_by

        owned_by("measurement.report", Report.objects.visible_to)
