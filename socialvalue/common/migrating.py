"""Migration operations for more than one model at a time."""

from collections.abc import Sequence

from django.db.migrations.operations import CreateModel
from django.db.migrations.operations.base import Operation, OperationCategory


class CreateModels(Operation):
    """Migration operation: the tables of all these models, in one step. Reversible.

    Django draws what relates to a model again with each operation; for a storey of many models that takes minutes in place
    of seconds. Here they are drawn once, and so they may name each other in any order. What a model owns (indexes and
    constraints) stands in its options.
    """

    reversible = True
    reduces_to_sql = True
    category = OperationCategory.ADDITION
    serialization_expand_args = ["models"]

    def __init__(self, models: Sequence[CreateModel]):
        self.models = list(models)

    def deconstruct(self):
        return type(self).__name__, [], {"models": self.models}

    def state_forwards(self, app_label, state):
        # What was drawn of the state is not added to model by model: whoever asks next has it drawn as a whole
        state.__dict__.pop("apps", None)
        for model in self.models:
            model.state_forwards(app_label, state)

    def database_forwards(self, app_label, schema_editor, from_state, to_state):
        for model in self.models:
            model.database_forwards(app_label, schema_editor, from_state, to_state)

    def database_backwards(self, app_label, schema_editor, from_state, to_state):
        for model in reversed(self.models):
            model.database_backwards(app_label, schema_editor, from_state, to_state)

    def references_model(self, name, app_label):
        return any(model.references_model(name, app_label) for model in self.models)

    def references_field(self, model_name, name, app_label):
        return any(model.references_field(model_name, name, app_label) for model in self.models)

    def describe(self):
        return f"Create {len(self.models)} models"

    @property
    def migration_name_fragment(self):
        return "models"
