"""A citizen's question -> the desk's mailbox."""
