"""Lists that people work with: described once by their columns, sorted, narrowed, paged and taken away in one way.

How to write one: docs/pages.md. Why it is our own: docs/decisions/0019-one-list.md.
"""

from socialvalue.common.lists.acting import Act, Tick
from socialvalue.common.lists.cells import from_template, linked, with_under
from socialvalue.common.lists.chips import Narrowed
from socialvalue.common.lists.columns import Column, Kind, Listing
from socialvalue.common.lists.page import Listed, list_page

__all__ = ["Act", "Column", "Kind", "Listed", "Listing", "Tick", "from_template", "linked", "Narrowed", "list_page", "with_under"]
