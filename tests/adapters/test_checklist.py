"""The failure checklist: each of its 31 cases has a test that bears its number, on each platform where it can happen."""

import re
from pathlib import Path

import pytest

HERE = Path(__file__).parent
CASES = range(1, 32)
NAMED = re.compile(r"^(?:async )?def test_case_(\d\d)_\w+\(", re.MULTILINE)

ON_ONE_ONLY = {
    7: ("telegram", "a 429 there names a chat's or the bot's pace; Slack's own is case 8"),
    8: ("slack", "a 429 there stands in a header and counts a method; Telegram's own is case 7"),
    10: ("telegram", "Slack takes an edit that changes nothing"),
    11: ("telegram", "Slack's presses are acknowledged, not answered: 19 and 20"),
    13: ("telegram", "channels of Slack keep their id"),
    14: ("telegram", "Slack lets several listen, and shares the events out: 22"),
    20: ("slack", "Telegram has no forms to open within three seconds"),
    22: ("slack", "Telegram gives a second listener a 409: 14"),
    29: ("telegram", "one test with both platforms in one house"),
    30: ("slack", "a Telegram bot is not installed; its token's end is 15"),
}


def cases(platform: str) -> set[int]:
    """The numbers that tests of this platform bear."""
    files = sorted((HERE / platform).glob("test_*.py"))
    return {int(number) for file in files for number in NAMED.findall(file.read_text(encoding="utf-8"))}


@pytest.mark.parametrize("platform", ["telegram", "slack"])
def test_every_case_that_can_happen_on_the_platform_has_a_test_that_names_it(platform: str) -> None:
    there = {case for case in CASES if ON_ONE_ONLY.get(case, (platform, ""))[0] == platform}
    assert there - cases(platform) == set()


@pytest.mark.parametrize("platform", ["telegram", "slack"])
def test_no_test_names_a_case_that_is_not_on_the_list(platform: str) -> None:
    assert cases(platform) - set(CASES) == set()
