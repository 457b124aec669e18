"""Words of danger whose turn fails are no mere trouble: somebody is paged all the same, or it is loud that nobody was."""

from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from pathlib import Path

import pytest
import pytest_asyncio
from tests.privacy.test_forget import Lesson
from tests.schoolhouse import SCHOOL, Schoolhouse
from tests.test_conversations import opener

from plbot.core import scenes as s
from plbot.core.duty import DUTY
from plbot.core.events import Inbound
from plbot.core.letters import Letter
from plbot.core.pages import DutyNote, LeavesDuty, PagesAgain, RaisesAlarm
from plbot.core.talk import Talk
from plbot.core.watch import Watch
from plbot.dialogues.house import HOUSE
from plbot.ledger import DANGER
from plbot.limits import MINUTE
from plbot.storage.store import Changes

CRY = "i want to kill myself"


@pytest_asyncio.fixture
async def school(tmp_path: Path) -> AsyncIterator[Lesson]:
    """Ana learns with Ms Li; Mr Bell is on duty."""
    house = Schoolhouse(opener("memory", tmp_path))
    await house.open()
    made = Lesson(house)
    await house.found_class("Room 12", admit="open", path="ratios-6", teacher="Ms Li")
    await made.say("li", house.teacher_codes["Room 12"])
    await made.say("bell", await house.put_on_duty("Mr Bell"))
    await made.say("ana", (await made.room()).code, "Ana", "skip", "skip")
    house.said.clear()
    yield made
    await house.close()


def breaks(school: Lesson, **parts: Callable[..., None]) -> None:
    """The dialogues of this school are these ones from now on; nothing of what they did before they raised may stay."""
    school.house.desk.office = replace(school.house.desk.office, house=HOUSE._replace(**parts))


def raises(talk: Talk, inbound: Inbound) -> None:
    """A dialogue with a mistake in it."""
    HOUSE.hear(talk, inbound)
    raise KeyError(inbound.text)


def apologises_only_plainly(talk: Talk, inbound: Inbound, plainly: bool) -> None:
    """The whole alarm fails, too."""
    if not plainly:
        raise KeyError(inbound.text)
    HOUSE.apologise(talk, inbound, plainly)


def never_apologises(talk: Talk, inbound: Inbound, plainly: bool) -> None:
    raise KeyError(f"{inbound.text} {talk} {plainly}")


def pages_nobody(watch: Watch, note: DutyNote) -> None:
    """The desk has a mistake in it."""
    HOUSE.page(watch, note)
    raise KeyError(str(note))


def pages_what_cannot_be_kept(watch: Watch, note: DutyNote) -> None:
    """Half a character is in the desk's record: the whole transaction is void."""
    HOUSE.page(watch, note)
    watch.become(texts={"en": "\ud800"})


def hears_what_cannot_be_kept(talk: Talk, inbound: Inbound) -> None:
    HOUSE.hear(talk, inbound)
    talk.become(name="\ud800")


def told(school: Lesson, who: str) -> str:
    return "\n".join(each.card.to_text() for each in school.house.said if each.address == f"stage:{who}")


async def dangers(school: Lesson) -> int:
    """How many troubles say that somebody may be in danger and nobody was told."""
    return sum(each.exception.startswith(DANGER) for each in await school.house.store.troubles(SCHOOL))


async def test_a_dialogue_that_raises_on_words_of_danger_leaves_the_whole_alarm(school: Lesson) -> None:
    breaks(school, hear=raises)
    await school.say("ana", CRY)
    assert "Ana (Room 12) wrote something that may mean danger" in told(school, "bell")
    assert "you matter" in told(school, "ana")
    assert "I am telling Mr Bell" in told(school, "ana")
    assert "amiss" not in told(school, "ana")
    assert [each.text for each in await school.house.facts("ana") if each.text] == [CRY]
    assert (len(await school.house.store.troubles(SCHOOL)), await dangers(school)) == (1, 0)
    breaks(school)
    await school.tap("bell", "Read what was written")
    assert CRY in told(school, "bell")


async def test_who_is_named_is_not_paged_by_it_either(school: Lesson) -> None:
    breaks(school, hear=raises)
    await school.say("ana", "Mr Bell hits me")
    assert told(school, "bell") == ""
    assert "wrote something that may mean danger" in told(school, "li")


async def test_where_the_alarm_fails_too_the_least_is_done(school: Lesson) -> None:
    """Somebody is paged, without the words; the student is told no more than is known."""
    breaks(school, hear=raises, apologise=apologises_only_plainly)
    await school.say("ana", CRY)
    assert "Ana (Room 12) wrote something that may mean danger" in told(school, "bell")
    assert "you matter" in told(school, "ana")
    assert "I am trying to reach an adult for you" in told(school, "ana")
    ana = await school.house.person("ana")
    assert ana
    assert isinstance(ana.scene, s.InCare)
    assert not any(each.text for each in await school.house.facts("ana"))
    assert await dangers(school) == 0
    breaks(school)
    await school.say("ana", f"{CRY} now")
    await school.tap("bell", "Read what was written")
    assert f"{CRY} now" in told(school, "bell")


async def test_the_least_never_pages_a_teacher_for_abuse_that_may_be_theirs(school: Lesson) -> None:
    """Whom the words name is not known: the duty list is paged, never the class's teachers in its place."""
    leaves = Letter(DUTY, school.house.desk.clock.now(), LeavesDuty("Mr Bell"))
    await school.house.desk.run(None, [leaves]).settled
    breaks(school, hear=raises, apologise=apologises_only_plainly)
    await school.say("ana", "my teacher hits me")
    assert told(school, "li") == ""
    assert "tell an adult near you" in told(school, "ana")


async def test_where_not_even_that_can_be_done_it_is_loud(school: Lesson) -> None:
    breaks(school, hear=raises, apologise=never_apologises)
    await school.say("ana", CRY)
    assert await dangers(school) == 1
    assert CRY not in str(await school.house.store.troubles(SCHOOL))
    await school.say("ana", "what is a ratio?")
    await school.say("li", CRY)
    assert await dangers(school) == 1


async def test_where_the_screen_itself_fails_it_is_loud(school: Lesson) -> None:
    """Nobody knows what was written."""
    school.house.desk.office = replace(school.house.desk.office, screen=None)  # type: ignore[arg-type] # as good as broken
    await school.say("ana", "hello")
    assert await dangers(school) == 1


async def test_a_desk_that_raises_pages_plainly_and_again_in_five_minutes(school: Lesson) -> None:
    breaks(school, page=pages_nobody)
    await school.say("ana", CRY)
    assert "Please look after Ana (Room 12) now" in told(school, "bell")
    assert "I am telling Mr Bell" in told(school, "ana")
    assert await dangers(school) == 0
    school.house.said.clear()
    await school.house.advance(5 * MINUTE, "five")
    assert "Please look after Ana (Room 12) now" in told(school, "bell")
    breaks(school)
    school.house.said.clear()
    await school.house.advance(5 * MINUTE, "ten")
    assert "Once more: Ana (Room 12)" in told(school, "bell")
    await school.tap("bell", "Read what was written")
    assert CRY in told(school, "bell")
    await school.tap("bell", "I take care of it")
    school.house.said.clear()
    await school.house.advance(60 * MINUTE, "hour")
    assert told(school, "bell") == ""


async def test_a_page_that_cannot_be_made_at_all_is_loud_and_tried_until_it_can(school: Lesson) -> None:
    breaks(school, page=pages_nobody, page_plainly=pages_nobody)
    await school.say("ana", CRY)
    assert told(school, "bell") == ""
    assert await dangers(school) == 1
    await school.house.advance(5 * MINUTE, "five")
    assert await dangers(school) == 2
    breaks(school)
    await school.house.advance(5 * MINUTE, "ten")
    assert "Ana (Room 12) wrote something that may mean danger" in told(school, "bell")


@pytest.mark.parametrize(
    "part", [{"page": pages_what_cannot_be_kept}, {"hear": hears_what_cannot_be_kept}], ids=["desk", "turn"]
)
async def test_what_cannot_be_kept_is_paged_all_the_same(school: Lesson, part: dict[str, Callable[..., None]]) -> None:
    breaks(school, **part)
    await school.say("ana", CRY)
    assert "Ana (Room 12)" in told(school, "bell")
    assert "I am trying to reach an adult for you" in told(school, "ana")
    assert await dangers(school) == 0


@pytest.mark.parametrize("note", [RaisesAlarm, PagesAgain])
async def test_where_even_the_plain_page_cannot_be_kept_it_is_loud_and_tried_again(
    school: Lesson, note: type[DutyNote]
) -> None:
    """At once, or when a page comes due again."""
    if note is PagesAgain:
        await school.say("ana", CRY)
        school.house.said.clear()
    breaks(school, page=pages_what_cannot_be_kept, page_plainly=pages_what_cannot_be_kept)
    if note is PagesAgain:
        await school.house.advance(5 * MINUTE, "five")
    else:
        await school.say("ana", CRY)
    assert told(school, "bell") == ""
    assert await dangers(school) == 1
    breaks(school)
    await school.house.advance(5 * MINUTE, "ten")
    assert ("Ana (Room 12)" in told(school, "bell")) == (note is PagesAgain)


async def test_a_student_whose_record_cannot_be_read_is_not_passed_over(school: Lesson) -> None:
    ana = await school.house.person("ana")
    assert ana
    async with school.house.store.batch(SCHOOL) as batch:
        await batch.keep(Changes(records={ana.id: b"{"}))
    await school.say("ana", "hello")
    assert await dangers(school) == 0
    await school.say("ana", CRY)
    assert await dangers(school) == 1
