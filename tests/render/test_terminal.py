"""What a terminal shows is painted as its escape codes say, and scanned back."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from cashless_edu_health import render
from cashless_edu_health.errors import EncodeError

INK = {" ": (0, 0), "▀": (1, 0), "▄": (0, 1), "█": (1, 1)}
BLACK, WHITE = 16, 231
"""Of the 256 colours."""


def painted(lines, ink, paper, size=6):
    """The screen, each half of a character a square."""
    picture = Image.new("L", (len(lines[0]), 2 * len(lines)), paper)
    for row, line in enumerate(lines):
        for column, character in enumerate(line):
            for half, inked in enumerate(INK[character]):
                if inked:
                    picture.putpixel((column, 2 * row + half), ink)
    return picture.resize((picture.width * size, picture.height * size), Image.Resampling.NEAREST)


def coloured_lines(text):
    lines = []
    for line in text.split("\n"):
        found = re.fullmatch("\x1b\\[38;5;([0-9]+);48;5;([0-9]+)m([ ▀▄█]+)\x1b\\[0m", line)
        assert (int(found[1]), int(found[2])) == (BLACK, WHITE)
        lines.append(found[3])
    return lines


@settings(max_examples=20, deadline=None)
@given(st.text(st.characters(min_codepoint=0x20, max_codepoint=0x7E), min_size=1, max_size=300))
def test_any_text_is_scanned_back_whatever_the_background(scan, text):
    lines = coloured_lines(render.terminal(text))
    assert {len(line) for line in lines} == {2 * len(lines) - 1}
    assert scan(painted(lines, 0, 255)).text == text


def test_without_colours_it_is_right_on_a_dark_background(scan):
    text = "00020101021138"
    shown = render.terminal(text, colour=False)
    assert "\x1b" not in shown
    assert scan(painted(shown.split("\n"), 220, 30)).text == text


def test_the_quiet_zone_is_four_modules_and_the_last_line_is_filled():
    lines = coloured_lines(render.terminal("00020101021138"))
    assert lines[:2] == lines[-2:] == [" " * len(lines[0])] * 2
    assert set(lines[-3][4:11]) == {"▀"}
    assert all(line[:4] == line[-4:] == "    " for line in lines)


def test_what_cannot_be_drawn_is_refused():
    with pytest.raises(EncodeError, match="there is nothing to draw"):
        render.terminal("")
