"""What files carry that runs, reaches out or hides: found by reading them, and refused in words that say what to do."""
