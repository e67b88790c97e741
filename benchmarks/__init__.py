"""How fast and how heavy Loket is, as ratios against a baseline in the same run."""
