"""contacts.yml -> the public site."""
