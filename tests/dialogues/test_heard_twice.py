"""A platform delivers again what it thinks was lost: at the desk, an event that comes twice has one effect."""

import asyncio
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st
from tests import replies
from tests.schoolhouse import Schoolhouse

from plbot.core.events import Inbound
from plbot.core.questions import Question
from plbot.storage.memory import MemoryStore
from plbot.storage.store import Store

WORDS = (
    "menu",
    "practise",
    "what a ratio says",
    "reassess",
    "yes",
    "skip",
    "2",
    "nonsense",
    "settings",
    "Ana",
    "check",
)


async def _school() -> Schoolhouse:
    async def memory() -> Store:
        return MemoryStore()

    house = Schoolhouse(memory)
    await house.open()
    await house.found_class("Room 12", admit="open", path="ratios-6", teacher="Ms Li")
    return house


async def _next(house: Schoolhouse, chance: Random, number: int) -> Inbound:
    """What Ana might do now: press a button of her last message, answer, or type something."""
    who = "stage:ana"
    shown = [choices for sending in house.said if (choices := sending.card.choices)]
    person = await house.person("ana")
    question = getattr(person.scene, "question", None) if person else None
    way = chance.random()
    if shown and way < 0.5:
        place = chance.randint(1, len(shown[-1].choices))
        return Inbound(f"e{number}", who, "choice", choice=f"{shown[-1].mid}:{place}")
    if isinstance(question, Question) and way < 0.8:
        return Inbound(f"e{number}", who, "text", text=replies.right(question))
    rooms = await house.classes()
    return Inbound(f"e{number}", who, "text", text=rooms[0].code if not shown else chance.choice(WORDS))


async def _once(seed: int, length: int) -> tuple[list[Inbound], list[object]]:
    house = await _school()
    heard = []
    for number in range(length):
        heard.append(await _next(house, Random(f"{seed} {number}"), number))
        await house.hear(heard[-1])
    return heard, await _effect(house)


async def _twice(heard: list[Inbound], chance: Random) -> list[object]:
    """Each event again at once, and one of the earlier ones late."""
    house = await _school()
    for place, inbound in enumerate(heard):
        await house.hear(inbound)
        await house.hear(inbound)
        await house.hear(heard[chance.randint(0, place)])
    return await _effect(house)


async def _effect(house: Schoolhouse) -> list[object]:
    """All that can be seen of a school: what was said, the facts, the records."""
    said = [(sending.key, sending.revises, sending.card) for sending in house.said]
    effect: list[object] = [said, await house.facts("ana"), await house.person("ana"), await house.classes()]
    await house.close()
    return effect


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10_000), st.integers(5, 30))
def test_the_same_event_twice_has_one_effect(seed: int, length: int) -> None:
    """Not a word is said twice, and not an answer is counted twice, whenever the second delivery comes."""
    heard, once = asyncio.run(_once(seed, length))
    assert asyncio.run(_twice(heard, Random(seed))) == once
