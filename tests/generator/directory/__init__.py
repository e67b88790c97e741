"""Tests of the door: what contacts.yml holds, and when what is open."""
