"""Counting days: what holds for every day."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from refunds.engine.limits import days_after, ending_on, without_information
from tests.engine.test_limits import CHECKED, LAW, calendar

days = st.dates(min_value=date(2014, 6, 13), max_value=date(2099, 12, 31))


@given(country=st.sampled_from(sorted(LAW.withdrawal)), event=days)
def test_a_moved_limit_ends_on_a_working_day(country, event):
    """Never earlier than counted, and nothing but days off between the two."""
    counted = days_after(event, 14)
    here = calendar(country)
    limit = ending_on(counted, here)
    assert here.is_working(limit.legal_last_day)
    between = (limit.legal_last_day - counted).days
    assert 0 <= between <= (5 if country in CHECKED else 6)
    assert not any(here.is_working(counted + timedelta(n)) for n in range(between))


@given(event=days, later=st.integers(1, 400))
def test_a_later_contract_never_ends_earlier(event, later):
    """The search for the first day still inside relies on it."""
    other = event + timedelta(days=later)
    here = calendar("SE")
    for end in (
        lambda start: days_after(start, 14),
        lambda start: without_information(start, 14, 12),
    ):
        first, second = (ending_on(end(start), here) for start in (event, other))
        assert first.legal_last_day <= second.legal_last_day


@given(event=days)
def test_without_information_is_a_year_more_or_a_day_less(event):
    more = without_information(event, 14, 12) - days_after(event, 14)
    assert 364 <= more.days <= 366
