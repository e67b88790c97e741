"""Tests of contacts.yml -> site."""
