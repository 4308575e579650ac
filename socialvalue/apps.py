from django.apps import AppConfig


class SocialvalueConfig(AppConfig):
    name = "socialvalue"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from socialvalue.accounts import timelines as accounts_shown  # noqa: F401 - what timelines show of changes
        from socialvalue.framework import timelines as framework_shown  # noqa: F401
        from socialvalue.jobs.tasks import self_check  # noqa: F401 - its handler registers itself
