"""What can be long, each by its key: tables, and archives of several. Each storey's ``rooms.py`` says which it has."""

from socialvalue.exports.documents.bundles import Bundle, Enclosed, Files, Part, Unreadable, at, name_of, part_of
from socialvalue.exports.documents.tables import Asked, Kind, Table, came_from, exported, kind_of, names_in
from socialvalue.exports.documents.uploads import Belongs, in_sets, uploads_of

__all__ = [
    "Asked",
    "Belongs",
    "Bundle",
    "Enclosed",
    "Files",
    "Kind",
    "Part",
    "Table",
    "Unreadable",
    "at",
    "came_from",
    "exported",
    "in_sets",
    "kind_of",
    "name_of",
    "names_in",
    "part_of",
    "uploads_of",
]
