"""Tests of what each command says."""
