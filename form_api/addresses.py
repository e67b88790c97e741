"""Where the pages of an inquiry are, and the keys that open them. Pure."""

from datetime import datetime
from urllib.parse import quote, urlencode, urljoin, urlsplit

from form_api.reference import desk_key, document_key, receipt_key
from form_api.settings import Secret
from generator.directory import Directory


def receipt_path(reference: str, secret: Secret) -> str:
    """The citizen's page."""
    return f"/inquiries/{reference}?key={receipt_key(secret.reveal(), reference)}"


def desk_path(reference: str, secret: Secret) -> str:
    """The desk's page, which its letter links to: opening it changes nothing, since mail scanners follow links."""
    return f"/inquiries/{reference}/received?key={desk_key(secret.reveal(), reference)}"


def document_path(reference: str, document: str, until: datetime, secret: Secret) -> str:
    """One document of a submission, which its letter links to; it opens until then."""
    seconds = int(until.timestamp())
    key = document_key(secret.reveal(), reference, document, seconds)
    return f"/inquiries/{reference}/documents/{quote(document)}?" + urlencode({"until": seconds, "key": key})


def in_full(directory: Directory, path: str) -> str:
    """The address of a path of the form API, as a letter needs it."""
    site = directory.site
    parts = urlsplit(site.form_api or site.url)
    return urljoin(f"{parts.scheme}://{parts.netloc}", path)
