"""Old buttons are taken off as a courtesy: it never costs a board its place, and is left out where there is no room."""

import pytest
from tests.adapters.slack.slackhouse import SlackHouse
from tests.fakes.slack_pace import TIER_OF, TIERS, Pace

from plbot.adapters import Sending, Sent
from plbot.core.cards import Card, Choice, Choices, Paragraph
from plbot_slack.allowance import Allowance
from plbot_slack.limits import TIDIES_A_MINUTE

ASKED = Choices((Choice("Yes", "yes"),), "mid")


def message(house: SlackHouse, number: int, card: Card, ids: bytes | None = None, lane: str = "own") -> Sending:
    address = house.address_of(f"Student {number}")
    return Sending(address, f"p{number}", f"k{number}", ids is not None, ids, card, lane)


@pytest.mark.parametrize("mode", ["socket"])
async def test_however_many_old_buttons_there_are_boards_find_room_beside_them(house: SlackHouse) -> None:
    """A class of 40 answers within a minute, at Slack's own pace; then every board that it allows can change."""
    house.slack.api._pace = Pace(house.slack.clock)
    asks, bare = Card((Paragraph("Ready?"), ASKED)), Card((Paragraph("Ready?"),))
    told = [await house.adapter.say(message(house, n, asks)) for n in range(40)]
    ids = [outcome.ids for outcome in told if isinstance(outcome, Sent)]
    tidied = [await house.adapter.say(message(house, n, bare, ids[n], "tidy")) for n in range(40)]
    assert tidied == [Sent(each) for each in ids]
    room = TIERS[TIER_OF["chat.update"]] - TIDIES_A_MINUTE
    changed = [await house.adapter.say(message(house, n, bare, ids[n], "alerts")) for n in range(room)]
    assert changed == [Sent(each) for each in ids[:room]]
    assert house.slack.violations == []
    still = [n for n in range(room, 40) if house.slack.user(f"Student {n}").messages[0].buttons]
    assert len(still) == 40 - room


def test_an_allowance_is_full_again_when_its_time_is_over() -> None:
    moment = 100.0
    allowance = Allowance(2, 60.0, lambda: moment)
    assert [allowance.take() for _ in range(3)] == [True, True, False]
    moment = 159.9
    assert not allowance.take()
    moment = 160.0
    assert [allowance.take() for _ in range(3)] == [True, True, False]
