"""The script of the form: the site and the form API serve the same one. Source of no fact."""

from pathlib import Path

UPLOAD_SCRIPT = (Path(__file__).parent / "upload.js").read_text(encoding="utf-8")
"""Sends a submission's documents one by one, with their progress."""
