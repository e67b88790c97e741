"""How each small value is spelled, as regular expressions that Python and ECMA 262 (flag `u`) read alike. Pure.

`values` reads by them and `generator.schema` publishes them to editors. Each is meant for a whole text. None has a
flag, nor `\\d`, `\\s` or `\\w`: the two languages mean different characters by these.
"""

import re


def _any_case(*words: str) -> str:
    return "|".join("".join(f"[{letter}{letter.upper()}]" for letter in word) for word in words)


SPACE = r"\t-\r\x1c-\x20\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000"
"""Within brackets: what `str.strip` takes away."""
NOT_BLANK = re.compile(rf"[^{SPACE}]")
"""Found somewhere in a text that says anything."""

SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")

_GAP = r"[\t-\r ]*"
_TO = rf"{_GAP}(?:-|–|—|[sS]\.?[\t-\r ]?[dD]\.?|[sS]/[dD]|{_any_case('sampai')}){_GAP}"
_TIME_LIKE = r"([0-9]{1,2})[:.]([0-9]{2})"
_TIME = r"(?:(?:[01]?[0-9]|2[0-3])[:.][0-5][0-9]|24[:.]00)"
INTERVAL_LIKE = re.compile(rf"[{SPACE}]*{_TIME_LIKE}{_TO}{_TIME_LIKE}[{SPACE}]*")
INTERVAL = re.compile(rf"[{SPACE}]*{_TIME}{_TO}{_TIME}[{SPACE}]*")
"""As `INTERVAL_LIKE`, of times that a day has."""

DATE_LIKE = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
DATE = re.compile(r"2[01][0-9]{2}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])")
"""As `DATE_LIKE`, of years that a notice may name; only the 29th to 31st may still be missing in their month."""
DURATION = re.compile(r"([0-9]{1,4}) (working days?|days?|minutes?|hari kerja|hari|menit)")

WHOLE_NUMBER = re.compile(r"[0-9]{1,12}")
_FRACTION = r"(?:\.[0-9]{1,8})?"
_ZEROS = r"(?:\.0{1,8})?"
LATITUDE = re.compile(rf"-?(?:0?90{_ZEROS}|(?:0?[0-8])?[0-9]{_FRACTION})")
LONGITUDE = re.compile(rf"-?(?:180{_ZEROS}|(?:1[0-7]|0?[0-9])?[0-9]{_FRACTION})")
YES = re.compile(_any_case("true", "yes", "ya"))
NO = re.compile(_any_case("false", "no", "tidak"))

# The address of an <input type=email>. Source: HTML Standard, section 4.10.5.1.5, read 2026-11-22.
_ATOM = r"[a-zA-Z0-9!#$%&'*+/=?^_`{|}~-]+"
_LABEL = r"[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?"
_DOMAIN = rf"{_LABEL}(?:\.{_LABEL})*"
EMAIL = re.compile(rf"[a-zA-Z0-9.!#$%&'*+/=?^_`{{|}}~-]+@{_DOMAIN}")
MAILBOX = re.compile(rf"(?!.*=\?){_ATOM}(?:\.{_ATOM})*@{_DOMAIN}")
"""As `EMAIL`, where a header needs no quotes and takes nothing for a code."""

_IN_AN_ADDRESS = rf'[^{SPACE}<>"]'
_IN_A_PATH = rf'[^?#{SPACE}<>"]'
_SCHEME = r"[hH][tT][tT][pP][sS]?://"
_USER = rf'(?:[^/?#{SPACE}<>"]*@)?'
_HOST = rf'(?:\[[^/?#@\[\]{SPACE}<>"]+\]|[^/?#@:\[\]{SPACE}<>"]+)(?::[0-9]*)?'
WEB_ADDRESS = re.compile(rf"{_SCHEME}{_USER}{_HOST}(?:[/?#]{_IN_AN_ADDRESS}*)?")
SITE_ADDRESS = re.compile(rf"{_SCHEME}{_HOST}(?:/{_IN_A_PATH}*)?")
ORIGIN = re.compile(rf"{_SCHEME}{_HOST}/*")

LANGUAGE_CODE = re.compile(r"[a-zA-Z]{2,3}(?:-[a-zA-Z0-9]{2,8})*")
FILE_PATTERN = re.compile(r"(?!.*(?:\.\.|\*\*|//))[^/\\:][^\\:]*\.ya?ml")
