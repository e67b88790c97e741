"""Where somebody who has found a hole in the site is heard: /.well-known/security.txt. Pure.

Source: RFC 9116, read on 25 November 2026.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta

from generator.directory import Directory, absolute

PATH = ".well-known/security.txt"
VALID = timedelta(days=180)
"""Less than a year, as section 2.5.5 recommends. The end moves with the office's day, as pages do; where
nobody builds any more, it comes."""


def security_txt(directory: Directory, now: datetime) -> Iterator[tuple[str, str]]:
    """Its path and text, at `now` in the office's zone; nothing where contacts.yml names nobody."""
    security = directory.site.security
    if security is None:
        return
    fields = [
        ("Contact", f"mailto:{security.contact}"),
        ("Expires", f"{now.date() + VALID:%Y-%m-%d}T00:00:00Z"),
        ("Preferred-Languages", ", ".join(directory.site.languages)),
        ("Canonical", absolute(directory.site, PATH)),
        *([("Policy", security.policy)] if security.policy else []),
    ]
    yield PATH, "".join(f"{name}: {value}\n" for name, value in fields)
