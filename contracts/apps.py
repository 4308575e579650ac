from django.apps import AppConfig


class ContractsConfig(AppConfig):
    name = "contracts"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from contracts.obligations import timelines as commitments_shown  # noqa: F401 - what timelines show of changes
        from contracts.register import timelines as register_shown  # noqa: F401
        from contracts.returns import timelines as returns_shown  # noqa: F401
        from contracts.returns.models import Return
        from socialvalue.documents.visibility import owned_by

        owned_by("contracts.return", Return.objects.visible_to)
