"""The little Markdown of our own prose."""

from advisor.report.markdown import blocks, columns, to_html, to_text


def test_tags_in_prose_are_words():
    assert to_html("<b>x</b> & **y**") == "<p>&lt;b&gt;x&lt;/b&gt; &amp; <strong>y</strong></p>"


def test_a_list_below_a_line_is_a_list():
    assert [block.kind for block in blocks("Read:\n- one\n- two\n  goes on\n\n1. first\n2. second")] == [
        "p",
        "ul",
        "ol",
    ]
    assert to_text("- one\n  goes on") == ("- one goes on",)


def test_a_numbered_list_is_never_cut():
    html = columns("\n".join(f"{number}. step {number}" for number in range(1, 5)) + "\n\nAfter.\n\nEnd.", 2)
    assert [column.count("<li>") for column in html] == [4, 0]
    assert "".join(html).count("<ol>") == 1


def test_a_list_with_bullets_goes_on_in_the_next_column():
    html = columns("\n".join(f"- point {number}" for number in range(4)), 2)
    assert [column.count("<li>") for column in html] == [2, 2]


def test_columns_lose_nothing():
    source = "One.\n\nTwo.\n\n- a\n- b\n- c\n\nThree."
    text = "".join(columns(source, 3))
    assert [text.count(f">{each}<") for each in ("One.", "Two.", "a", "b", "c", "Three.")] == [1] * 6
