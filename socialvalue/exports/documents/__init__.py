"""Tables that can be long, each by its key. The rooms that have them say so in their storey's ``rooms.py``."""

from socialvalue.exports.documents.tables import Asked, Kind, Table, came_from, exported, kind_of, names_in

__all__ = ["Asked", "Kind", "Table", "came_from", "exported", "kind_of", "names_in"]
