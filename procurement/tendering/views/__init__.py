"""Pages of the tendering room: the officers' editor, and the public page of an opportunity."""
