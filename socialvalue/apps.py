from django.apps import AppConfig


class SocialvalueConfig(AppConfig):
    name = "socialvalue"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from socialvalue import rooms

        rooms.register()
