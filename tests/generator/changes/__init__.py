"""Tests of what citizens would notice between two versions."""
