"""Tests of what pages say to machines."""
