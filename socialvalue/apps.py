from django.apps import AppConfig


class SocialvalueConfig(AppConfig):
    name = "socialvalue"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from socialvalue.jobs import self_check  # noqa: F401 - its handler registers itself
