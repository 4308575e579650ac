"""A consideration under the 2012 Act."""

from socialvalue.common.forms import GovDateField, GovForm, WordsField


class ConsiderForm(GovForm):
    text = WordsField(max_words=400, label="What was considered, and what follows from it")
    considered_on = GovDateField(label="Considered on")
