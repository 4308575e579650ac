"""What home and the front page present."""
