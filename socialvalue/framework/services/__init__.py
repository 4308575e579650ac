"""Writes on frameworks, a verb a function."""

from socialvalue.framework.services.content import (
    add_measure,
    add_outcome,
    add_priority,
    add_proxy,
    edit_part,
    remove_part,
    version_of,
)
from socialvalue.framework.services.filling import fill
from socialvalue.framework.services.importing import Import, import_framework, import_version
from socialvalue.framework.services.links import (
    add_crosswalk,
    add_strategic_outcome,
    edit_strategic_outcome,
    remove_crosswalk,
    remove_strategic_outcome,
)
from socialvalue.framework.services.policy import decide_proxy_policy, proxies_may_score
from socialvalue.framework.services.versions import (
    create_framework,
    discard_version,
    edit_details,
    publish_version,
    retire_version,
    start_version,
)

__all__ = [
    "Import",
    "add_crosswalk",
    "add_measure",
    "add_outcome",
    "add_priority",
    "add_proxy",
    "add_strategic_outcome",
    "create_framework",
    "decide_proxy_policy",
    "discard_version",
    "edit_details",
    "edit_part",
    "edit_strategic_outcome",
    "fill",
    "import_framework",
    "import_version",
    "proxies_may_score",
    "publish_version",
    "remove_crosswalk",
    "remove_part",
    "remove_strategic_outcome",
    "retire_version",
    "start_version",
    "version_of",
]
