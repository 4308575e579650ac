"""What each part of a home page rests on, a noun a file. Every row comes through ``visible_to`` or the room's own reading."""
