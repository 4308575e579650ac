"""What somebody agreed to when their story was told, how they were asked, and what comes with it."""

from django.db import models


class Use(models.TextChoices):
    """For what a person agreed that their story may be used, the narrowest first."""

    NONE = "none", "Nobody may use it"
    COUNCIL = "council", "The council’s officers only"
    REPORTS = "reports", "The council, its members and its reports"
    PUBLIC = "public", "Anybody, in publicity too"


# What members and reports may show
SHOWN = (Use.REPORTS, Use.PUBLIC)


class How(models.TextChoices):
    WRITING = "writing", "In writing"
    SPOKEN = "spoken", "By word of mouth, and written down"
    RECORDED = "recorded", "By word of mouth, in the recording"
    FOR_THEM = "for_them", "A parent, guardian or attorney agreed for them"


class MediaKind(models.TextChoices):
    PICTURE = "picture", "Photograph"
    AUDIO = "audio", "Sound"
    VIDEO = "video", "Video"


# What is heard needs its words before anybody is shown it
HEARD = (MediaKind.AUDIO, MediaKind.VIDEO)


class Regulator(models.TextChoices):
    CQC = "cqc", "Care Quality Commission"
    OFSTED = "ofsted", "Ofsted"
    OTHER = "other", "Another regulator"


class Whose(models.TextChoices):
    """Of whom the postcodes are that a provider counts."""

    PEOPLE = "people", "People who work on the contract"
    SUPPLIERS = "suppliers", "Suppliers of the contract’s supplier"
