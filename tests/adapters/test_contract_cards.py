"""The contract's second half: whatever stands in a message, it is read as it was meant, and wakes nobody."""

from pathlib import Path

from tests.adapters.contract_cards import HOSTILE, LABELS, MID, NAMES, every_block, many_words, sending, words_of
from tests.adapters.contract_house import ContractHouse, bare, on_all, opened, says  # noqa: F401 # opened is a fixture

from plbot.core import maths
from plbot.core.cards import Card, Choice, Choices, Command, Commands, Literal, Paragraph


@on_all()
async def test_every_kind_of_block_can_be_read_and_every_choice_taken(house: ContractHouse, tmp_path: Path) -> None:
    """Whatever signs stand in it: words are shown as words, formulas as signs, and what a picture shows is told, too."""
    for who, numbered in (("ana", True), ("ben", False)):
        await house.asks(who, "hello")
        card = every_block(tmp_path / "bar.png", numbered=numbered)
        await house.tells(sending(house.address_of(who), card))
        read = bare(house.way.read(who))
        assert [words for words in words_of(card) if bare(words) not in read] == []
        shown = [label for shown in house.way.shown(who) for label in shown.buttons]
        assert [label for label in LABELS if not any(_stands_for(each, label) for each in shown)] == []


def _stands_for(shown: str, label: str) -> bool:
    """A label may be cut."""
    whole = maths.plain(label)
    return shown == whole or (shown.endswith("…") and whole.startswith(shown[:-1].rstrip()))


@on_all("press")
async def test_a_press_hands_in_the_button_that_was_pressed(house: ContractHouse) -> None:
    await house.asks("ana", "hello")
    choices = Choices(tuple(Choice(f"Number {n}", "yes") for n in range(1, 31)), MID)
    await house.tells(sending(house.address_of("ana"), Card((Paragraph("Pick one."), choices))))
    for number in (1, 2, 30):
        house.way.presses("ana", f"Number {number}")
        await house.way.kept()
        assert (house.heard[-1].kind, house.heard[-1].choice) == ("choice", f"{MID}:{number}")


@on_all()
async def test_a_message_of_any_length_is_said_whole_and_in_order(house: ContractHouse) -> None:
    await house.asks("ana", "hello")
    before = len(house.way.shown("ana"))
    words = many_words(100_000)
    await house.tells(sending(house.address_of("ana"), Card((Literal(" ".join(words)),))))
    said = "".join(shown.text for shown in house.way.shown("ana")[before:])
    assert bare(said) == "".join(words)


@on_all()
async def test_what_is_longer_than_anybody_reads_is_answered_kindly(house: ContractHouse) -> None:
    await house.joins("ana")
    text = "a" * house.way.longest
    house.way.types("ana", text)
    assert says(await house.hears("ana"), "letters long, more than I can read at once. Could you say it shorter?")


@on_all()
async def test_a_revised_message_is_changed_in_place_or_said_anew(house: ContractHouse) -> None:
    await house.asks("ana", "hello")
    address = house.address_of("ana")
    said = await house.tells(sending(address, Card((Paragraph("Nobody waits."),))))
    before = len(house.way.shown("ana"))
    again = await house.tells(sending(address, Card((Paragraph("Ben waits."),)), ids=said.ids))
    await house.tells(sending(address, Card((Paragraph("Ben and Mia wait."),)), ids=again.ids))
    in_place = "revise" in house.way.can
    assert len(house.way.shown("ana")) == before + (0 if in_place else 2)
    assert says(house.texts("ana")[-1], "Ben and Mia wait.")
    assert in_place != any(says(text, "Nobody waits.") for text in house.texts("ana"))


@on_all()
async def test_the_home_lane_makes_no_message(house: ContractHouse) -> None:
    await house.asks("ana", "hello")
    before = house.texts("ana")
    card = Card((Paragraph("Your path"), Commands((Command("menu", "where everything begins"),))))
    await house.tells(sending(house.address_of("ana"), card, lane="home"))
    assert house.texts("ana") == before


@on_all()
async def test_a_name_is_only_a_name(house: ContractHouse) -> None:
    """In whatever letters it is written, nobody is notified by it and nothing takes it for marks."""
    room = await house.room(admit="approve")
    await house.teaches("li")
    for number, name in enumerate(NAMES):
        who = f"kim {number}"
        for line in ("hello", room.code, name):
            await house.asks(who, line)
        known = await house.person(who)
        assert known
        await house.rests()
        assert says(house.texts("li")[-1], known.name)


@on_all()
async def test_an_announcement_is_shown_to_the_letter(house: ContractHouse) -> None:
    """With all that platforms read as marks, mentions or orders to their own server."""
    await house.joins("ana")
    await house.teaches("li")
    await house.asks("li", "announce")
    house.way.types("li", HOSTILE)
    heard = await house.hears("ana")
    assert bare(HOSTILE) in bare(heard.text)
