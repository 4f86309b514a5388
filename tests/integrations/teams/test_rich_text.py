"""A Teams message read with its formatting, whatever the HTML is like."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.rich_text import Code, Items, Paragraph, Quote, RichText, Run, from_plain, plain, weight
from integrations.teams.html_text import plain_text, read_html
from integrations.teams.rich_text import read_rich
from tests.writing import steps

DOCS = "https://docs.test/a?b=1"


def words(text: str) -> tuple[Run, ...]:
    return (Run(text),)


@pytest.mark.parametrize(
    ("html", "blocks"),
    [
        ("<b>a</b><strong>b</strong> <i>c</i><em>d</em>", (Paragraph((Run("ab", bold=True), Run(" "), Run("cd", italic=True))),)),
        ("<s>a</s><strike>b</strike><del>c</del>", (Paragraph((Run("abc", struck=True),)),)),
        ("a <code>x &lt; y</code>", (Paragraph((Run("a "), Run("x < y", code=True))),)),
        ("<p>a</p>\n<p>&nbsp;</p>\n<p>b<br>c</p>", (Paragraph(words("a\n\nb\nc")),)),
        ("<div>  a \n b </div><div>c</div>", (Paragraph(words("a b\nc")),)),
        ("<pre>  a\n    b</pre>", (Code("  a\n    b"),)),
        ('<codeblock class="Python"><code>a<br>  b</code></codeblock><p>c</p>', (Code("a\n  b"), Paragraph(words("c")))),
        ("<blockquote>a<br>b</blockquote><blockquote>c</blockquote>d",
         (Quote(words("a\nb")), Quote(words("c")), Paragraph(words("d")))),
        ("<blockquote><ul><li><p>a</p></li><li>b</li></ul></blockquote>", (Quote(words("- a\n- b")),)),
        ("<ul><li><p>a</p></li><li>b<br>c</li></ul>", (Items((words("a"), words("b\nc"))),)),
        (
            "<ol start='4'><li>a<ul><li>b</li></ul></li><li>c</li></ol>",
            (Items((words("a"),), True, 0, 4), Items((words("b"),), depth=1), Items((words("c"),), True, 0, 5)),
        ),
        ("<table><tr><th>a</th><th>b</th></tr><tr><td><p>c</p></td><td>d</td></tr></table>", (Paragraph(words("a | b\nc | d")),)),
        ("<h2>a</h2>b<hr>c", (Paragraph((Run("a", bold=True), Run("\nb\nc"))),)),
        ('<img alt="🙂" itemtype="http://schema.skype.com/Emoji"> <emoji alt="👍"></emoji> hi',
         (Paragraph(words("🙂 👍 hi")),)),
        (f'<a href="{DOCS}&amp;c=2">x <b>y</b></a> z',
         (Paragraph((Run("x ", url=f"{DOCS}&c=2"), Run("y", bold=True, url=f"{DOCS}&c=2"), Run(" z"))),)),
        ('<a href="javascript:alert(1)">x</a><a href=\' JAVASCRIPT:x\'>y</a><a>z</a>', (Paragraph(words("xyz")),)),
        ("a<script>alert(1)</script>b<style>x</style><!-- c -->", (Paragraph(words("ab")),)),
    ],
)  # fmt: skip
def test_html_becomes_what_it_looks_like(html: str, blocks: object) -> None:
    assert read_rich(html).blocks == blocks


def test_a_reply_keeps_what_it_answers_as_a_quote() -> None:
    html = (
        '<blockquote itemscope="" itemtype="http://schema.skype.com/Reply" itemid="17">'
        '<strong itemprop="mri" itemid="8:orgid:1">Tom</strong><span itemprop="time" itemid="17"></span>'
        '<p itemprop="preview">is it back?</p></blockquote><p>yes</p>'
    )
    assert read_rich(html).blocks == (Quote((Run("Tom", bold=True), Run("\nis it back?"))), Paragraph(words("yes")))


def test_a_mention_is_a_name_and_the_bots_own_is_left_out() -> None:
    span = '<span itemscope="" itemtype="http://schema.skype.com/Mention" itemid="{}">{}</span>'
    ravi, tom = span.format(1, "Ravi <b>Kumar</b>"), "<at id='2'>@Tom</at>"
    html = f"<p>{span.format(0, 'Sahayak')}&nbsp;ask {ravi} or {tom}, <span>please</span></p>"
    assert plain(read_rich(html, ["Sahayak"])) == "ask @Ravi Kumar or @Tom, please"
    assert plain(read_rich("<at>Sahayak", ["Sahayak"])) == ""
    assert plain(read_rich("<at>Tom")) == "@Tom"
    assert plain(read_rich("<at>Tom<p>is away")) == "@Tom\nis away"


HOSTILE = [
    "<" * 5000, "<b" * 5000, "<b>" * 3000 + "x", "</b>" * 3000 + "x", "<ul><li>" * 1000 + "x",
    "<blockquote>" * 1000 + "x",
    "</ul>" * 100 + "<li>x", "<pre><ul><blockquote></pre></ul>x</blockquote>y", "<b><i></b>x</i>", "&#" + "9" * 6000 + ";x",
    "&" * 5000 + "x", "&#x110000;x", "&lt;at&gt;Tom&lt;/at&gt; {{DATE()}} **b**", "<a href=x" * 1000,
    "<a href=" + "'" * 5000 + ">x",
    "<at>" * 3000 + "x", "<ol start='99999999999'><li>x", "<ol start=-1><li>x", "<td>" * 3000 + "x", "<br>" * 3000 + "x",
    "\x00<b\x00>x", "<p>\ud800x</p>", "<A HREF='https://evil.test'>bank.test</A>", "<img alt='" + "y" * 5000 + "'>",
]  # fmt: skip


@pytest.mark.parametrize("html", HOSTILE, ids=lambda html: ascii(html)[:24])
def test_hostile_html_is_only_text(html: str) -> None:
    read = read_rich(html)
    assert read == RichText(read.blocks)
    assert not any(
        run.url and "evil.test" not in run.text for block in read.blocks if isinstance(block, Paragraph) for run in block.runs
    )
    assert isinstance(read_html(html) + plain_text(html), str)


TAGS = ("b", "ul", "ol", "li", "blockquote", "pre", "p", "at", "td", "tr", "script")
PIECES = [*(f"<{tag}>" for tag in TAGS), *(f"</{tag}>" for tag in TAGS), "<br>", "<a href='https://x.test'>", "</a>"]
WORDS = ["word", " ", "&nbsp;", "&lt;", "\n"]


@settings(max_examples=150)
@given(st.lists(st.sampled_from([*PIECES, *WORDS]) | st.text(max_size=5), max_size=40).map("".join))
def test_any_order_of_tags_is_read(html: str) -> None:
    read = read_rich(html)
    assert read == RichText(read.blocks)
    if "<script" not in html:
        assert html.count("word") == plain(read).count("word")


SHAPES = [
    "<b>x</b> ",
    "<",
    "<b",
    "&amp;",
    "<ul><li>x",
    "<blockquote>",
    "<a href='https://x.test/'>x",
    "<at>x</at>",
    "<td>",
    "<br> ",
    "<p>&nbsp;</p>",
]


@pytest.mark.parametrize("shape", SHAPES)
def test_twice_as_much_is_twice_the_work(shape: str) -> None:
    assert steps(lambda: read_rich(shape * 1600)) < 2.3 * steps(lambda: read_rich(shape * 800)) + 100


def test_a_megabyte_is_cut() -> None:
    assert plain(read_rich("<p>" + "word " * 200_000)).endswith("word…")
    assert weight(read_rich("<b>word</b><i>word</i>" * 50_000)) <= 40_000
    assert read_rich("<p>words</p>") == from_plain("words")
