"""Bounces: reports of many mail servers are read, answers of people are not, and no bytes raise."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from form_api.bounce import MOST_RECIPIENTS, DeliveryReport, NotAReport, read_report
from form_api.envelope import which
from tests.form_api.bounces import FAILED, OURS, POSTFIX, RETURNED, SECRET, TO, VACATION, report
from tests.form_api.questions import REFERENCE

NO_WAY_BACK = "Subject: x\n\nIsi"


def read(message: bytes, original_recipient: str = "") -> DeliveryReport:
    found = read_report(message, original_recipient)
    assert isinstance(found, DeliveryReport), found
    return found


@pytest.mark.parametrize("server", FAILED)
def test_a_failure_names_its_letter_and_its_mailbox(server: str) -> None:
    """In whatever manner it is told: the reference, the tag that proves it, the address, and the code."""
    found = read(FAILED[server])
    assert found.reference == REFERENCE
    assert which(SECRET, found.reference, found.tag, [TO]) == TO
    (refusal,) = found.refusals
    assert refusal.address == "pbb@pasuruan.example"
    assert refusal.code == (552 if server == "exchange" else 550)
    assert refusal.text


def test_what_a_report_says_in_full() -> None:
    """As Postfix writes it, folded lines made one."""
    (refusal,) = read(POSTFIX).refusals
    assert (refusal.action, refusal.status, refusal.code) == ("failed", "5.1.1", 550)
    assert refusal.text.endswith("Recipient address rejected: User unknown in virtual mailbox table")


@pytest.mark.parametrize("action", ["delayed", "relayed", "delivered", "expanded", "", "gagal"])
def test_what_did_not_fail_is_no_refusal(action: str) -> None:
    """A letter that is late, or arrived, wants nothing done."""
    found = read(report(f"Final-Recipient: rfc822; a@x.example\nAction: {action}\nStatus: 4.4.1\n"))
    assert len(found.recipients) == 1
    assert found.refusals == ()


@pytest.mark.parametrize("header", ["X-Original-To", "Delivered-To", "To"])
def test_our_address_stands_in_many_places(header: str) -> None:
    """Whichever header the mail server keeps it in, and in whatever case."""
    fields = "Final-Recipient: rfc822; a@x.example\nAction: failed\n"
    message = report(fields, to="lain@x.example", returned=NO_WAY_BACK)
    found = read(f"{header}: Kantor <{OURS.upper()}>\n".encode() + message)
    assert (found.reference, bool(found.tag)) == (REFERENCE, True)


def test_the_mail_server_tells_our_address_best() -> None:
    """What it hands on as a parameter goes before any header."""
    found = read(report("Final-Recipient: rfc822; a@x\nAction: failed\n", to="x@y", returned=NO_WAY_BACK), OURS)
    assert which(SECRET, found.reference, found.tag, [TO]) == TO


@pytest.mark.parametrize("line", RETURNED.splitlines()[:2])
@pytest.mark.parametrize("kind", ["message/rfc822", "text/rfc822-headers"])
def test_the_letter_that_came_back_tells_its_reference(line: str, kind: str) -> None:
    """Without our address there is no tag, and whoever reads the report can see that nothing proves it."""
    message = report("Final-Recipient: rfc822; a@x\nAction: failed\n", to="x@y", returned=f"{line}\n\nIsi")
    found = read(message.replace(b"message/rfc822", kind.encode()))
    assert (found.reference, found.tag) == (REFERENCE, "")


def test_the_letter_that_came_back_tells_its_message_id() -> None:
    """By which its mailbox may be found where the address is lost."""
    assert read(POSTFIX).message_id == "<K7M4PX9R.0123456789ab@kantor.example>"


def test_an_answer_is_no_report() -> None:
    """Who writes to our bounce address, or lets a program do so, refuses nothing; its reference is kept."""
    assert read_report(VACATION) == NotAReport("reports of no recipient", REFERENCE)


def test_a_report_about_somebody_elses_letter_is_told() -> None:
    """It has no reference of ours in it."""
    message = report("Final-Recipient: rfc822; a@x\nAction: failed\n", to="x@y", returned=NO_WAY_BACK)
    assert read_report(message) == NotAReport("names no letter of ours")


def test_a_report_within_the_letter_is_not_ours_to_read() -> None:
    """A desk that forwards a bounce reports nothing itself."""
    assert isinstance(read_report(b"To: x@y\nContent-Type: message/rfc822\n\n" + POSTFIX), NotAReport)


def test_a_report_in_a_wrapping_is_found() -> None:
    """Gateways add a footer around it."""
    head, footer = (
        b"Content-Type: multipart/mixed; boundary=y\n\n--y\n",
        b"\n--y\nContent-Type: text/plain\n\nx\n--y--\n",
    )
    assert read(head + POSTFIX + footer, OURS).refusals


HOSTILE = {
    "nothing": b"",
    "nul": b"\0" * 10_000,
    "deep": b"".join(b"Content-Type: multipart/report; boundary=b%d\n\n--b%d\n" % (n, n) for n in range(3000)),
    "no boundary": b"Content-Type: multipart/report\n\nx",
    "bad charset": b"Content-Type: text/plain; charset=\xff\nTo: \xff\xfe\n\n\xff",
    "long header": b"To: " + b"a," * 1_000_000 + b"\n\n",
    "long lines": b"Hi. This is the\n\n" + b"<a>:\n" * 200_000,
    "base64": POSTFIX.replace(b"status\n", b"status\nContent-Transfer-Encoding: base64\n"),
    "encoded words": POSTFIX.replace(b"From: ", "From: Müller =?utf-8?q?=ff?= =?x?b?!?=".encode()),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_messages_raise_nothing(name: str) -> None:
    """Whoever writes to the bounce address stops nobody's letter and no program."""
    assert isinstance(read_report(HOSTILE[name], OURS), DeliveryReport | NotAReport)


def test_what_stands_behind_the_report_costs_nothing() -> None:
    """A letter of 14 MB that came back is not read."""
    assert read(POSTFIX + b"x" * 14_000_000).refusals


def test_ten_thousand_recipients_are_a_hundred() -> None:
    """One recipient goes with each letter of ours: nobody sends so many in earnest."""
    many = "\n".join(f"Final-Recipient: rfc822; {number}@x\nAction: failed\n" for number in range(10_000))
    assert len(read(report(many)).recipients) == MOST_RECIPIENTS


@given(st.binary())
def test_no_bytes_raise(message: bytes) -> None:
    """Whatever is piped in."""
    assert isinstance(read_report(message), DeliveryReport | NotAReport)


@given(st.sampled_from(sorted(FAILED)), st.integers(0, 1500), st.integers(0, 200), st.binary(max_size=20))
def test_no_damage_raises(server: str, start: int, length: int, instead: bytes) -> None:
    """A good report with a piece torn out, and something else in its place."""
    whole = FAILED[server]
    found = read_report(whole[:start] + instead + whole[start + length :], OURS)
    assert isinstance(found, NotAReport) or found.reference == REFERENCE


@given(st.text(st.characters(codec="utf-8")))
def test_no_recipient_raises(original_recipient: str) -> None:
    """The parameter comes from outside too."""
    assert isinstance(read_report(VACATION, original_recipient), NotAReport)
