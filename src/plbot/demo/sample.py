"""The sample class: a teacher, and classmates who practised, asked, mastered and came back over the last school week."""

from dataclasses import dataclass
from random import Random

from plbot.clock import VirtualClock
from plbot.core import names
from plbot.core import scenes as s
from plbot.core.calendar import SATURDAY, local
from plbot.core.letters import FoundClass, Letter
from plbot.core.opening import open_record
from plbot.core.records import Admit, Classroom, Consent
from plbot.demo.actor import Actor, Notebook
from plbot.demo.answering import missed, right
from plbot.limits import DAY, HOUR, SECOND
from plbot.school import School
from plbot.storage.store import EventKey

CLASS_NAME = "Room 12"
PATH = "ratios-6"
TEACHER = "Ms Li"
TEACHER_ADDRESS = "terminal:ms-li"
DAYS = 7  # a week: a binder with a past, and everybody at a different place
LEFT_OPEN = 4  # days whose requests still wait for the teacher: you, if you like
SEED = 12  # the same sample class for everybody, so that two people can talk about it
DEEDS_A_DAY = 22  # about ten minutes of work
BEST = 0.97  # everybody slips now and then
BETWEEN = 20 * SECOND  # from one deed to the next


@dataclass(frozen=True)
class Classmate:
    """`knows` is the share of questions answered rightly at first; `grows` what a day of practice adds."""

    name: str
    knows: float
    grows: float


CLASSMATES = (
    Classmate("Ben", 0.55, 0.05),
    Classmate("Cleo", 0.85, 0.02),
    Classmate("Dara", 0.70, 0.03),
    Classmate("Emeka", 0.40, 0.04),
    Classmate("Fatima", 0.92, 0.01),
)


async def found_class(school: School, chance: Random, *, admit: Admit = "open") -> tuple[str, str, str]:
    """Found the sample class. Gives its id, its code and the teacher's code."""
    classroom, code, teacher_code = names.class_id(chance), names.new_code(chance), names.new_code(chance)
    consent = Consent("school", school.desk.clock.now())
    note = FoundClass(classroom, CLASS_NAME, PATH, TEACHER, code, teacher_code, admit, consent, school.desk.zone)
    letter = Letter(classroom, school.desk.clock.now(), note)
    await school.desk.run(EventKey("demo", "", "class"), (letter,)).settled
    return classroom, code, teacher_code


async def live(school: School, clock: VirtualClock, notebooks: tuple[Notebook, Notebook]) -> str:
    """Let the sample class live its week up to the clock's end. Gives the class code."""
    mates_book, teacher_book = notebooks
    chance = Random(SEED)  # noqa: S311 - the same class each time is the point
    _, code, teacher_code = await found_class(school, chance)
    teacher = Actor(TEACHER_ADDRESS, school.desk, school.delivery, teacher_book)
    await teacher.write(teacher_code)
    start = clock.now()
    for day in range(DAYS):
        morning = start + day * DAY
        if local(morning, school.desk.zone).weekday() >= SATURDAY:
            continue
        clock.move_to(morning)
        await school.desk.quiet()
        for place, mate in enumerate(CLASSMATES):
            clock.move_to(morning + place * HOUR // 2)
            address = f"classmate:{mate.name.casefold()}"
            actor = Actor(address, school.desk, school.delivery, mates_book, deeds=day * 1_000)
            if day == 0:
                await actor.write(code)
                await actor.write(mate.name)
            await _learn(actor, min(BEST, mate.knows + day * mate.grows), chance, clock)
        if day < DAYS - LEFT_OPEN:
            clock.move_to(morning + 6 * HOUR)
            await _approve(teacher)
    clock.move_to(start + DAYS * DAY)
    await school.desk.quiet()
    await school.delivery.caught_up()
    return code


async def _approve(teacher: Actor) -> None:
    """The teacher's two minutes: everything that waits on the board is approved."""
    await teacher.write("menu")
    await teacher.press("class")
    await teacher.press("board")
    while any(choice.intent == "approve" for choice in teacher.choices()):
        await teacher.press("approve")


async def _learn(actor: Actor, knows: float, chance: Random, clock: VirtualClock) -> None:
    """One day's sitting of a classmate."""
    await actor.write("menu")
    for _ in range(DEEDS_A_DAY):
        clock.move_to(clock.now() + BETWEEN)
        if not await next_deed(actor, knows, chance):
            return


async def next_deed(actor: Actor, knows: float, chance: Random) -> bool:
    """One thing that a working student does next. False: enough for today."""
    person = await actor.record()
    scene = person.scene
    offered = {choice.intent for choice in person.asked.choices} if person.asked else set()
    match scene:
        case s.Practising() | s.Checking() | s.Reassessing() | s.Correcting():
            answer = right(scene.question) if chance.random() < knows else missed(scene.question, chance)
            await actor.write(answer)
        case s.Reflecting():
            await actor.press("no")
        case s.Requesting():
            await actor.press("yes")
        case s.SeeingReadiness(standard):
            state = person.standing(standard).state
            asks = "reassess" in offered and state in ("ready", "scheduled")
            await actor.press("reassess" if asks else "next" if state == "mastered" else "practise")
            return state != "requested"
        case _:
            found = next((intent for intent in _FORWARD if intent in offered), "")
            if not found:
                return False
            await actor.press(found)
    return True


_FORWARD = (
    "result",
    "correct",
    "reassess",
    "practise",
    "skip",
    "choose",
    "learn",
    "read",
    "next",
)  # what leads on, best first


async def class_of(school: School) -> Classroom | None:
    """The sample class, if this folder holds it already."""
    records = await school.desk.store.records_like(school.desk.school, "c")
    rooms = [open_record(record_id, doc) for record_id, doc in records.items()]
    return next((room for room in rooms if isinstance(room, Classroom)), None)
