"""The picture of the dates: nothing is drawn over anything else."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from refunds.timeline import FIELD, LEFT, RIGHT, drawn

TODAY = date(2026, 11, 24)
LABELS = [
    "Today",
    "Send by",
    "Money back by",
    "Last day by the store’s rules, last day by law (after the weekend)",
]
days = st.dictionaries(
    st.integers(-800, 800).map(lambda days: TODAY + timedelta(days=days)),
    st.tuples(st.sampled_from(LABELS), st.booleans()),
    max_size=6,
)


@given(days=days, act=st.integers(0, 400))
def test_marks_stand_in_order_and_apart(days, act):
    picture = drawn(
        days | {TODAY + timedelta(days=act): ("Last day by law", True)}, TODAY
    )
    places = [mark.x for mark in picture.marks]
    assert [mark.day for mark in picture.marks] == sorted(m.day for m in picture.marks)
    assert all(LEFT <= place <= RIGHT for place in places)
    assert all(after - before >= 90 for before, after in pairwise(places))
    assert picture.reached in places


def extent(mark):
    """Return where a label begins and ends, six wide a letter as the page draws it."""
    width = 6 * len(mark.label)
    begins = {"start": 0, "middle": width / 2, "end": width}[mark.label_anchor]
    return mark.x - begins, mark.x - begins + width


@given(days=days, act=st.integers(0, 400))
def test_no_label_is_written_over_another(days, act):
    picture = drawn(
        days | {TODAY + timedelta(days=act): ("Last day by law", True)}, TODAY
    )
    for row in {mark.row for mark in picture.marks}:
        extents = [extent(mark) for mark in picture.marks if mark.row == row]
        assert all(left[1] <= right[0] for left, right in pairwise(extents))
        assert all(begin >= 0 and end <= FIELD for begin, end in extents)
    assert picture.height >= max(mark.label_y for mark in picture.marks)


@pytest.mark.parametrize(
    ("days", "shown"),
    [
        pytest.param({TODAY: ("Today", False)}, False, id="nothing to do"),
        pytest.param({TODAY: ("Send by", True)}, True, id="the last day is today"),
        pytest.param(
            {TODAY - timedelta(days=1): ("Send by", True), TODAY: ("Today", False)},
            False,
            id="it was yesterday",
        ),
    ],
)
def test_a_picture_only_where_there_is_a_day_to_act_by(days, shown):
    assert (drawn(days, TODAY) is not None) is shown
