"""stylesheet: what no page uses falls away, and nothing else."""

import gzip

import pytest

from generator.assets import _stylesheet
from generator.stylesheet import names_in, pruned

NAMES = names_in(['<p class="badge badge--{{ state }}" hidden dir="ltr">', "{# a table #} // not a remark", "  // nav"])


@pytest.mark.parametrize(
    ("css", "kept"),
    [
        ("p{color:red}", "p{color:red}"),
        ("p, table{color:red}", "p{color:red}"),
        (".badge--open{color:red}.alert--major{color:red}", ".badge--open{color:red}"),
        ("[dir=ltr] p{color:red}[dir=rtl] p{color:red}", "[dir=ltr] p{color:red}"),
        ("p:not(.gone):focus-visible::before{color:red}", "p:not(.gone):focus-visible::before{color:red}"),
        ("@media print{p{color:red}nav{color:red}}", "@media print{p{color:red}}"),
        ('p::before { content: "\\a0"; margin: 0\n 1px }', 'p::before{content:"\xa0";margin:0 1px}'),
        ("@media print{nav{color:red}}", ""),
        ("@font-face{src:url(a)}@charset 'utf-8';p{color:red}", "p{color:red}"),
        ("p{--a:1;--b:var(--c);--c:2;color:var(--b)}", "p{--b:var(--c);--c:2;color:var(--b)}"),
        ("p{--a:url('data:,;{}');color:red}", "p{color:red}"),
        ("@keyframes a{to{top:0}}@keyframes b{to{top:0}}p{animation:a 1s}", "@keyframes a{to{top:0}}p{animation:a 1s}"),
        ("/* why */p{ /* how */ color : red !important }", "p{color:red!important}"),
    ],
)  # fmt: skip
def test_a_rule_stays_where_a_page_can_use_it(css: str, kept: str) -> None:
    """By elements, classes, attributes and their values; remarks name nothing."""
    assert pruned(css, NAMES) == kept


def test_a_broken_stylesheet_is_refused() -> None:
    """Half a rule would be lost without a word."""
    with pytest.raises(ValueError, match="line 2"):
        pruned("p{color:red}\n}", NAMES)


def test_the_site_ships_a_sixth_of_the_themes_sheet() -> None:
    """Material's sheet alone is 22.6 KB; ours and what we use of it stays below 4,500 bytes (gzip)."""
    assert len(gzip.compress(_stylesheet().encode(), 9)) < 4500


def test_what_the_script_of_the_form_draws_is_kept() -> None:
    """It lies beside the form's data and not among the site's scripts; its classes are in no template."""
    assert all(name in _stylesheet() for name in (".question .sent", ".question .fault", ".question progress"))
