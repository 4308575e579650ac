from django.apps import AppConfig


class SocialvalueConfig(AppConfig):
    name = "socialvalue"
    default_auto_field = "django.db.models.BigAutoField"
