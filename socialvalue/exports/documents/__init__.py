"""What can be long, each by its key: tables, and archives of several. The rooms that have them say so in their storey's ``rooms.py``."""

from socialvalue.exports.documents.bundles import Bundle, Enclosed, Files, Part
from socialvalue.exports.documents.tables import Asked, Kind, Table, came_from, exported, kind_of, names_in

__all__ = ["Asked", "Bundle", "Enclosed", "Files", "Kind", "Part", "Table", "came_from", "exported", "kind_of", "names_in"]
