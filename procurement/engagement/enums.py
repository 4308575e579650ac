from django.db import models


class Group(models.TextChoices):
    RECEIVES_CARE = "receives_care", "People who receive care and support"
    CARERS = "carers", "Carers and families"
    PROVIDERS = "providers", "Providers"
    VCSE = "vcse", "Voluntary, community and social enterprises"
    RESIDENTS = "residents", "Residents and communities"
    STAFF = "staff", "Council staff"
    PARTNERS = "partners", "Partner bodies"


class Method(models.TextChoices):
    EVENT = "event", "At an event"
    VISIT = "visit", "On a visit"
    SURVEY = "survey", "In a survey"
    WRITTEN = "written", "In writing"
    MEETING = "meeting", "In a meeting"


class EventKind(models.TextChoices):
    MARKET = "market", "Market engagement"
    CO_PRODUCTION = "co_production", "Co-production workshop"
    CONSULTATION = "consultation", "Consultation"
    VISIT = "visit", "Site visit"
