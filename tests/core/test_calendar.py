"""Days as a class lives them: when nothing may arrive unasked, and when it may again."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from plbot.core.calendar import awake, is_quiet
from plbot.limits import SECOND, Policy

BERLIN = "Europe/Berlin"


def moment(text: str, zone: str = BERLIN) -> int:
    return int(datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone)).timestamp()) * SECOND


@pytest.mark.parametrize(
    ("said", "arrives"),
    [
        ("2026-09-07 19:59", "2026-09-07 19:59"),
        ("2026-09-07 20:00", "2026-09-08 07:00"),
        ("2026-09-08 02:30", "2026-09-08 07:00"),
        ("2026-09-08 07:00", "2026-09-08 07:00"),
        ("2026-10-24 23:00", "2026-10-25 07:00"),  # the clocks go back in that night
        ("2026-03-28 23:00", "2026-03-29 07:00"),  # and forward in this one
    ],
)
def test_what_is_owed_at_night_arrives_when_quiet_hours_end(said: str, arrives: str) -> None:
    assert awake(moment(said), BERLIN, Policy()) == moment(arrives)


def test_quiet_hours_are_those_of_the_class_and_may_lie_within_a_day_or_be_none() -> None:
    noon = moment("2026-09-07 12:30", "UTC")
    assert is_quiet(noon, "UTC", Policy(quiet_from=12, quiet_until=13))
    assert awake(noon, "UTC", Policy(quiet_from=12, quiet_until=13)) == moment("2026-09-07 13:00", "UTC")
    assert awake(noon, "Asia/Tokyo", Policy()) == moment("2026-09-08 07:00", "Asia/Tokyo")
    assert not any(is_quiet(noon + hour * 3_600_000, "UTC", Policy(quiet_from=7, quiet_until=7)) for hour in range(24))
