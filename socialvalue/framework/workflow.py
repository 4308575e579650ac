from socialvalue.common.workflow import Transition, Workflow
from socialvalue.framework.enums import VersionStatus as S

FRAMEWORK_VERSION = Workflow(
    "framework version",
    S,
    S.DRAFT,
    [
        Transition("publish", (S.DRAFT,), S.PUBLISHED, "framework editor"),
        Transition("retire", (S.PUBLISHED,), S.RETIRED, "framework editor"),
    ],
)
