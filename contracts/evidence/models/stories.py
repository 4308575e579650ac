"""Stories told with a return, with photographs, sound and video. Their files are documents of the ground floor."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from contracts.evidence.calculations.captions import vtt
from contracts.evidence.calculations.consent import Consent
from contracts.evidence.calculations.tags import LONGEST
from contracts.evidence.enums import HEARD, How, MediaKind, Use
from contracts.evidence.querysets import StoryFileQuerySet, StoryQuerySet
from socialvalue.common import clock
from socialvalue.common.saving import Versioned
from socialvalue.documents.models import Document

USER = settings.AUTH_USER_MODEL


class Story(Versioned):
    """What happened to somebody, in words; told in the first person where possible (measuring principle 13).

    Once the person has withdrawn their agreement the row says so and nothing else: words, files and tags are gone.
    """

    kpi_return = models.ForeignKey("contracts.Return", on_delete=models.CASCADE, related_name="stories")
    title = models.CharField(max_length=150, blank=True)
    text = models.TextField(blank=True)
    # What the person agreed to: for which use, who asked, how, when
    use = models.CharField(max_length=7, choices=Use.choices, default=Use.NONE)
    asked_by = models.CharField(max_length=100, blank=True)
    how = models.CharField(max_length=8, choices=How.choices, blank=True)
    asked_on = models.DateField(null=True)
    told_at = models.DateTimeField(default=clock.now)
    told_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, related_name="+")
    withdrawn_how = models.CharField(max_length=300, blank=True)
    # Of the words that were withdrawn, so that a report that was frozen with them is found; it tells nothing itself
    withdrawn_digest = models.CharField(max_length=64, blank=True)

    # What may be seen of what comes with it, where a page has fetched that
    shown_files: "list[StoryFile]"

    objects = StoryQuerySet.as_manager()

    class Meta:
        ordering = ["told_at"]
        verbose_name_plural = "stories"
        indexes = [
            models.Index(fields=["use", "-told_at"]),
            models.Index(fields=["-told_at", "-id"]),
            models.Index(fields=["withdrawn_digest"], condition=~Q(withdrawn_digest=""), name="stories_withdrawn"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(withdrawn_at=None, withdrawn_by=None) & ~Q(title="") & ~Q(text="")
                | Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False, title="", text="", use="none"),
                name="withdrawn_story_says_nothing",
            ),
        ]

    def __str__(self):
        return self.title or "A case study that was withdrawn"

    @property
    def is_withdrawn(self) -> bool:
        return self.withdrawn_at is not None

    @property
    def consent(self) -> Consent:
        return Consent(use=self.use, asked_by=self.asked_by, how=self.how, asked_on=self.asked_on)


class StoryFile(models.Model):
    """A photograph, sound or video of a story. ``words``: what a picture shows; of a recording every word that is said in it."""

    story = models.ForeignKey(Story, on_delete=models.CASCADE, related_name="files")
    kind = models.CharField(max_length=7, choices=MediaKind.choices)
    words = models.TextField(blank=True)
    added_at = models.DateTimeField(default=clock.now)
    added_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")

    # Where a page has fetched it
    document: Document | None

    objects = StoryFileQuerySet.as_manager()

    class Meta:
        ordering = ["added_at", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(kind="picture") | ~Q(words=""), name="picture_says_what_it_shows"),
        ]

    def __str__(self):
        return self.get_kind_display()

    @property
    def is_heard(self) -> bool:
        return self.kind in HEARD

    @property
    def lacks_words(self) -> bool:
        return not self.words

    @property
    def captions(self) -> str:
        """What a video shows while it is played, where its lines say when."""
        return vtt(self.words) if self.kind == MediaKind.VIDEO else ""


class StoryTag(models.Model):
    story = models.ForeignKey(Story, on_delete=models.CASCADE, related_name="tags")
    word = models.CharField(max_length=LONGEST)

    class Meta:
        ordering = ["word"]
        indexes = [models.Index(fields=["word"])]
        constraints = [models.UniqueConstraint(fields=["story", "word"], name="story_tag_once")]

    def __str__(self):
        return self.word
