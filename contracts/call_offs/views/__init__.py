"""Framework agreements, what belongs to them, and what is called off."""
