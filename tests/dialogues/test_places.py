"""Groups, forms and moved chats, at the real desk: nobody is kept who did not ask, and nothing is said into the void."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import msgspec
import pytest
import pytest_asyncio
from tests.schoolhouse import Schoolhouse

from plbot.core.cards import Choices, Field
from plbot.core.events import Inbound, InboundKind
from plbot.core.scenes import Reflecting
from plbot.storage.memory import MemoryStore
from plbot.storage.sqlite import SqliteStore
from plbot.storage.store import Store


class Scene:
    """Short lines for what people do."""

    def __init__(self, house: Schoolhouse) -> None:
        self.house = house
        self._events = 0

    async def do(self, who: str, kind: InboundKind = "text", text: str = "", **more: Any) -> list[str]:
        """What was said to it, and to whom: `ana: Hello`."""
        self._events += 1
        self.house.said.clear()
        await self.house.hear(Inbound(f"e{self._events}", f"stage:{who}", kind, text=text, **more))
        return [f"{sending.address.removeprefix('stage:')}: {sending.card.to_text()}" for sending in self.house.said]


@pytest_asyncio.fixture(params=["memory", "sqlite"])
async def scene(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Scene]:
    async def store() -> Store:
        made: Store = MemoryStore() if request.param == "memory" else SqliteStore(tmp_path / "plbot.db")
        await made.open()
        return made

    house = Schoolhouse(store)
    await house.open()
    await house.found_class("Room 12", admit="open", path="ratios-6", teacher="Ms Li")
    stage = Scene(house)
    await stage.do("li", text=f"join {house.teacher_codes['Room 12']}")
    await stage.do("li", text="Ms Li")
    [room] = await house.classes()
    for who in ("ana", "ben"):
        for text in (f"join {room.code}", who.title(), "skip", "skip", "menu"):
            await stage.do(who, text=text)
    yield stage
    await house.close()


async def announce(scene: Scene, text: str) -> list[str]:
    await scene.do("li", text="announce")
    return await scene.do("li", text=text)


async def test_who_speaks_in_a_group_without_having_written_to_the_bot_is_not_kept(scene: Scene) -> None:
    assert await scene.do("zoe", text="menu", where="stage:chat") == []
    assert await scene.house.person("zoe") is None


async def test_only_a_teacher_makes_a_chat_the_class_group(scene: Scene) -> None:
    await scene.do("ana", text="here", where="stage:chat")
    assert [line.partition(":")[0] for line in await announce(scene, "Hello all")] == ["li", "li", "ana", "ben"]
    await scene.do("li", text="here", where="stage:chat")
    assert [line for line in await announce(scene, "Hello all") if line.startswith(("ana", "ben"))] == []


async def test_a_group_of_one_class_is_not_taken_over_by_another(scene: Scene) -> None:
    await scene.do("li", text="here", where="stage:chat")
    await scene.house.found_class("Room 14", admit="open", path="ratios-6", teacher="Mr Park")
    await scene.do("park", text=f"join {scene.house.teacher_codes['Room 14']}")
    await scene.do("park", text="Mr Park")
    [answer] = await scene.do("park", text="here", where="stage:chat")
    assert "belongs to a class already" in answer
    assert [line for line in await announce(scene, "Still ours") if line.startswith("chat")] == [
        "chat: Ms Li to Room 12:\n\nStill ours"
    ]


async def test_a_group_that_moved_is_found_at_its_new_address(scene: Scene) -> None:
    """Telegram gives a group that grows another number."""
    await scene.do("li", text="here", where="stage:chat")
    await scene.do("chat", "moved", "stage:bigger-chat")
    assert any(line.startswith("bigger-chat: ") for line in await announce(scene, "Hello"))


async def test_a_group_that_put_the_bot_out_is_told_on_the_board_and_students_hear_directly(scene: Scene) -> None:
    await scene.do("li", text="here", where="stage:chat")
    [board] = await scene.do("chat", "blocked")
    assert board.startswith("li: ")
    assert "put out of the class group" in board
    assert {line.partition(":")[0] for line in await announce(scene, "Hello")} == {"li", "ana", "ben"}


async def test_the_teacher_is_told_once_of_a_student_who_cannot_be_reached(scene: Scene) -> None:
    first = await scene.do("ana", "blocked")
    assert [line.partition(":")[0] for line in first] == ["li"]
    assert "Cannot be reached any more: Ana" in first[0]
    assert await scene.do("ana", "blocked") == []
    assert await scene.do("ana", text="menu") != []
    [person] = [person for person in [await scene.house.person("ana")] if person]
    assert person.reachable


async def test_words_from_a_form_of_an_earlier_question_change_nothing(scene: Scene) -> None:
    """The form of the question at hand counts; the same words handed in once more do not."""
    await scene.do("ana", text="reassess")
    await scene.do("ana", text="yes")
    person = await scene.house.person("ana")
    assert person
    assert isinstance(person.scene, Reflecting)
    await scene.do("ana", "choice", choice=f"{person.asked.mid}:1" if person.asked else "")
    asked = scene.house.said[-1].card
    field = next(block for block in asked.blocks if isinstance(block, Field))
    buttons = next(block for block in asked.blocks if isinstance(block, Choices))
    assert field.mid == buttons.mid
    before = len(await scene.house.facts("ana"))
    await scene.do("ana", text="In a recipe", choice=field.mid)
    assert len(await scene.house.facts("ana")) == before + 1
    [again] = await scene.do("ana", text="In a recipe", choice=field.mid)
    assert "earlier message" in again
    assert len(await scene.house.facts("ana")) == before + 1


async def test_who_writes_from_an_app_in_the_moment_it_is_unlinked_begins_anew_and_is_remembered(scene: Scene) -> None:
    """Both are heard in one transaction: the words are not taken for those of the person who let go of the app."""
    house = scene.house
    await scene.do("ana", text="link")
    ana = await house.person("ana")
    assert ana
    assert ana.linking
    await house.hear(Inbound("c1", "circus:ana", "text", text=ana.linking.code))
    await house.hear(Inbound("c2", "circus:ana", "text", text="settings"))
    linked = await house.person("ana@circus")
    assert linked
    assert linked.asked
    unlink = next(n for n, choice in enumerate(linked.asked.choices, 1) if choice.intent == "unlink")
    facts = linked.facts
    gone = Inbound("c3", "circus:ana", "choice", choice=f"{linked.asked.mid}:{unlink}")
    stranger = Inbound("s1", "stage:ana", "text", text="hello")
    for receipt in [house.desk.hear(gone), house.desk.hear(stranger)]:
        await receipt.settled
    new = await house.person("ana")
    assert new
    assert new.id != linked.id
    assert new.memberships == ()
    same = await house.person("ana@circus")
    assert same
    assert (same.id, same.facts, same.places) == (linked.id, facts, {})


async def test_a_sentence_that_begins_with_here_is_a_sentence(scene: Scene) -> None:
    """Only in a group, and from a teacher, it names a class: elsewhere somebody's own words would be lost."""
    await scene.do("ana", text="reassess")
    await scene.do("ana", text="Here is what I did: I drew it.")
    assert (await scene.house.facts("ana"))[-1].text == "Here is what I did: I drew it."
    await scene.do("li", text="announce")
    said = await scene.do("li", text="Here are your groups for tomorrow.")
    assert "ana: Ms Li to Room 12:\n\nHere are your groups for tomorrow." in said


async def test_a_press_is_answered_with_a_word_that_can_be_flashed(scene: Scene) -> None:
    """A stale button says so at once, before the message arrives."""
    event = Inbound("toast", "stage:ana", "choice", choice="0123456789:1")
    receipt = scene.house.desk.hear(event)
    await receipt.settled
    assert receipt.toast == "That button is from earlier"
    again = scene.house.desk.hear(msgspec.structs.replace(event, event_id="text", kind="text", text="menu", choice=""))
    await again.settled
    assert again.toast == ""
