"""Tests of question form -> the desk's mailbox."""
