from django.apps import AppConfig


class ContractsConfig(AppConfig):
    name = "contracts"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from contracts.returns.models import Return
        from socialvalue.documents.visibility import owned_by

        owned_by("contracts.return", Return.objects.visible_to)
