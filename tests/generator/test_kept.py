"""kept: what a build leaves for the next one, and the sign of the programs that made it."""

from pathlib import Path

from generator.kept import code_sign


def test_the_sign_is_of_what_we_write_and_not_of_what_is_compiled_of_it(tmp_path: Path) -> None:
    """Whatever another command leaves there, or takes away at that moment; a whole site would be made anew for it."""
    (tmp_path / "page.html").write_text("{{ name }}", encoding="utf-8")
    before = code_sign([tmp_path])
    (tmp_path / "__pycache__").mkdir()
    (tmp_path / "__pycache__" / "template.0.pycx1y2.tmp").write_bytes(b"half a templ")
    assert code_sign([tmp_path]) == before
    (tmp_path / "page.html").write_text("{{ title }}", encoding="utf-8")
    assert code_sign([tmp_path]) != before
