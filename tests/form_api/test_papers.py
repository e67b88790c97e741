"""PDFs: taken as they came, unless they are locked, broken, or do something by themselves."""

from io import BytesIO

import pikepdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from form_api.papers import inspected
from form_api.verdicts import Examined, Unusable
from tests.form_api.photographs import paper, paper_packed

SCRIPT = "<</S/JavaScript/JS(app.alert\\(1\\))>>"
LAUNCH = "<</S/Launch/F(cmd.exe)>>"
BROKEN = Unusable("paper-broken")
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
        ({"/OpenAction": "<</S/GoToE/T<</R/C/N(a)>>>>"}, "GoToE"),
        ({"/AcroForm": "<</Fields[]/XFA[(template)(x)]>>"}, "XFA"),
        ({"/Annots": "[<</Subtype/RichMedia>>]"}, "RichMedia"),
        ({"/Annots": "[<</Subtype/3D>>]"}, "3D"),
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


@pytest.mark.parametrize(
    "objects",
    [
        {"/OpenAction": "<</S/GoTo>>", "/X": "<</S/URI/URI(https://a.example)>>"},
        {"/AcroForm": "<</Fields[<</FT/Tx/T(nama)>>]>>"},
        {"/X": "<</Font<</JS<</Type/Font>>>>>>"},
        {"/Names": "<</EmbeddedFiles<</Names[(faktur.xml)<</Type/Filespec/F(faktur.xml)>>]>>>>"},
        {"/X": "<</#ff#e9 1/S/#ff>>"},
    ],
    ids=["link", "form", "font", "enclosure", "bytes"],
)
def test_what_lies_still_is_taken(objects: dict[str, str]) -> None:
    """A link, a form, a font of an unlucky name, a file that is enclosed, a name that is no text."""
    assert isinstance(inspected(paper(objects)), Examined)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (b"/Root 1 0 R", b"/Root <</Type/Catalog/Pages 2 0 R/OpenAction" + SCRIPT.encode() + b">>"),
        (b"/Root 1 0 R", b"/Root 1 0 R/X<</Y[" + SCRIPT.encode() + b"]>>"),
    ],
)
def test_the_trailer_is_looked_at_too(before: bytes, after: bytes) -> None:
    """It is no object of the paper, and yet a reader begins there."""
    assert inspected(paper().replace(before, after)) == Unusable("paper-active", {"action": "JavaScript"})


def test_of_two_values_neither_hides_the_other() -> None:
    """Our parser takes the last of a doubled entry, some readers the first."""
    content = paper({"/OpenAction": "<</R/Launch/S/GoTo>>"}).replace(b"/R /Launch", b"/S /Launch")
    assert inspected(content) == BROKEN


@pytest.mark.parametrize(
    "content",
    [
        paper_packed(SCRIPT, cut=12),
        paper_packed(SCRIPT, packing="Wat"),
        paper_packed(SCRIPT, number=5),
        paper_packed(f"<</X {'[' * 600}{']' * 600}/S/JavaScript>>"),
    ],
    ids=["cut", "filter", "number", "deep"],
)
def test_what_the_parser_gave_up_on_is_not_taken(content: bytes) -> None:
    """It calls such an object null and goes on, where another reader may find a script."""
    assert inspected(content) == BROKEN


def test_a_packed_object_is_found() -> None:
    """The papers of the test above are whole but for one thing each."""
    assert inspected(paper_packed(SCRIPT)) == Unusable("paper-active", {"action": "JavaScript"})
    assert isinstance(inspected(paper_packed("<</S/GoTo>>")), Examined)


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
    assert inspected(content) == BROKEN


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
