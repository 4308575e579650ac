"""A private idea and its reply."""

from socialvalue.common.forms import GovForm, WordsField


class IdeaForm(GovForm):
    text = WordsField(max_words=1000, label="Your idea", help_text="Nobody outside the council reads it.")


class ReplyForm(GovForm):
    reply = WordsField(max_words=500, label="Your reply", help_text="The supplier is told, and reads it on the site.")
