"""From a few questions to the first contacts.yml of an office: `questions` asks, `first_file` writes it down."""
