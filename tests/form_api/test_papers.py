"""PDFs: taken as they came, unless they are locked, broken, or do something by themselves."""

from io import BytesIO

import pikepdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from form_api.papers import inspected
from form_api.verdicts import Examined, Unusable
from tests.form_api.photographs import paper

SCRIPT = "<</S/JavaScript/JS(app.alert\\(1\\))>>"
LAUNCH = "<</S/Launch/F(cmd.exe)>>"
PACKED = {"object_stream_mode": pikepdf.ObjectStreamMode.generate}


def test_a_paper_is_taken_as_it_came() -> None:
    """Byte for byte: a signature in it stays good."""
    content = paper()
    assert inspected(content) == Examined("pdf", content)


@pytest.mark.parametrize(
    ("objects", "action"),
    [
        ({"/OpenAction": SCRIPT}, "JavaScript"),
        ({"/OpenAction": LAUNCH}, "Launch"),
        ({"/AA": f"<</WC {SCRIPT}>>"}, "JavaScript"),
        ({"/Names": f"<</JavaScript<</Names[(a){SCRIPT}]>>>>"}, "JavaScript"),
        ({"/Outlines": f"<</First<</A<</S/GoTo/Next[{LAUNCH}]>>>>>>"}, "Launch"),
        ({"/AcroForm": "<</Fields[<</AA<</K<</JS(x)>>>>>>]>>"}, "JavaScript"),
    ],
)
@pytest.mark.parametrize("how", [{}, PACKED], ids=["plain", "packed"])
def test_what_does_something_is_refused(objects: dict[str, str], action: str, how: dict[str, object]) -> None:
    """Wherever it hides, also in objects that are packed into others."""
    assert inspected(paper(objects, **how)) == Unusable("paper-active", {"action": action})


def test_other_spellings_are_known() -> None:
    """`/J#61vaScript` is the same name to every reader, and nothing that leads to an object need be there."""
    content = paper({"/OpenAction": SCRIPT}).replace(b"/JavaScript", b"/J#61vaScript").replace(b"/JS", b"/J#53")
    assert inspected(content) == Unusable("paper-active", {"action": "JavaScript"})


def test_a_link_and_a_form_are_no_program() -> None:
    """What leads to another page or to a web address is taken."""
    content = paper({"/OpenAction": "<</S/GoTo>>", "/X": "<</S/URI/URI(https://a.example)>>"})
    assert isinstance(inspected(content), Examined)


def test_a_locked_paper_is_refused() -> None:
    """The desk would be asked for a password that nobody wrote to it."""
    assert inspected(paper(encryption=pikepdf.Encryption(user="rahasia", owner="x"))) == Unusable("paper-locked")


def test_a_paper_that_opens_by_itself_is_no_locked_one() -> None:
    """Banks forbid copying that way; what is in it is looked at all the same."""
    open_to_all = pikepdf.Encryption(user="", owner="x")
    assert isinstance(inspected(paper(encryption=open_to_all)), Examined)
    assert inspected(paper({"/OpenAction": SCRIPT}, encryption=open_to_all)) == Unusable(
        "paper-active", {"action": "JavaScript"}
    )


@pytest.mark.parametrize("content", [b"%PDF-1.7\n", b"%PDF-1.7\n" + b"x" * 5000, paper()[:150]])
def test_what_is_broken_is_told(content: bytes) -> None:
    """Nothing that a reader could show."""
    assert inspected(content) == Unusable("paper-broken")


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=200), st.integers(9, 700))
def test_no_bytes_break_it(tail: bytes, at: int) -> None:
    """Whatever follows a good beginning: a paper, or a sentence that says what to do."""
    good = paper({"/OpenAction": SCRIPT})
    assert isinstance(inspected(good[:at] + tail + good[at + len(tail) :]), Examined | Unusable)


def test_a_paper_is_read_again_by_another() -> None:
    """What is kept opens."""
    verdict = inspected(paper())
    assert isinstance(verdict, Examined)
    assert len(pikepdf.open(BytesIO(verdict.content)).pages) == 1
