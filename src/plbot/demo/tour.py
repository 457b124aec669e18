"""A guided tour of the whole loop, for when nobody sits at the keyboard: real engine, real store, printed as a transcript."""

import textwrap
from collections.abc import Callable
from random import Random

from plbot.adapters import Sending
from plbot.core import maths
from plbot.core import scenes as s
from plbot.core.cards import Card
from plbot.core.questions import Question
from plbot.demo.actor import Actor, Notebook
from plbot.demo.answering import missed, right
from plbot.demo.sample import TEACHER_ADDRESS, found_class
from plbot.limits import DAY
from plbot.school import School

SEED = 6  # of the chance by which the tour's student misses: the same tour for everybody
STUDENT_ADDRESS = "terminal:sam"
COLUMNS = 78  # fits a terminal of 80
SITTING = 60  # deeds after which a tour that does not come to its end is a mistake of ours


class Tour:
    """One walk. `tell` prints a line."""

    def __init__(self, school: School, book: Notebook, tell: Callable[[str], None]) -> None:
        self.school = school
        self.tell = tell
        self.chance = Random(SEED)  # noqa: S311 - the same tour each time is the point
        self.loud = True
        self.names = {STUDENT_ADDRESS: "sam", TEACHER_ADDRESS: "ms-li"}
        book.on_card = self._show
        self.sam = self._actor(STUDENT_ADDRESS, book)
        self.teacher = self._actor(TEACHER_ADDRESS, book)

    async def walk(self) -> None:
        """From joining a class to a mastered standard, with a `not yet` on the way."""
        await self._join()
        await self._learn()
        await self._practise()
        await self._ask("I can explain it to my brother now.")
        self._chapter("A fresh form, no hints. Two are not there yet")
        await self._form(misses=2)
        await self._come_back()
        await self._ask("I put both right and tried another way.")
        self._chapter("And again, with fresh questions")
        await self._form(misses=0)
        self._chapter("The binder keeps it all, the board says who moved up")
        await self._skip_reflection()
        await self.sam.write("binder")
        self.tell("That was the whole loop. Run `plbot demo` in a terminal to be the student yourself,")
        self.tell("and type /as ms-li there to be the teacher.")

    # chapters

    async def _join(self) -> None:
        self._chapter("Sam joins a class; the teacher opens the door with one tap")
        self.loud = False
        _, code, teacher_code = await found_class(self.school, self.chance, admit="approve")
        await self.teacher.write(teacher_code)
        self.loud = True
        await self.sam.write("hi")
        await self.sam.write(code)
        await self.sam.write("Sam")
        await self.teacher.press("approve")
        await self.sam.write("1 6")
        await self.sam.write("I want to understand recipes")

    async def _learn(self) -> None:
        self._chapter("A choice, and a way to learn it")
        await self.sam.press("choose")
        await self.sam.press("see")
        await self.sam.press("practise")

    async def _practise(self) -> None:
        self._chapter("Practice: a hint, a miss that is answered, and on until ready")
        await self.sam.press("hint")
        await self.sam.write(missed(await self._question(), self.chance))
        await self._until_ready(told=2)
        self.loud = True
        self.tell("   (more questions, all of them fresh ...)\n")
        self._show_again(STUDENT_ADDRESS)

    async def _ask(self, sentence: str) -> None:
        self._chapter("Sam asks; one tap of the teacher's board answers")
        await self.sam.press("reassess")
        await self.sam.write(sentence)
        await self._skip_reflection()
        await self.teacher.press("approve")

    async def _form(self, *, misses: int) -> None:
        await self.sam.press("reassess")
        asked = 0
        while isinstance(scene := (await self.sam.record()).scene, s.Reassessing):
            asked += 1
            self.loud = asked == 1
            await self.sam.write(missed(scene.question, self.chance) if asked <= misses else right(scene.question))
        self.loud = True
        self.tell(f"   (... {asked} questions in all)\n")
        self._show_again(STUDENT_ADDRESS)
        await self.sam.press("result")

    async def _come_back(self) -> None:
        self._chapter("Put right together, another way, and practice: the next day Sam is back")
        await self.sam.press("correct")
        while isinstance(scene := (await self.sam.record()).scene, s.Correcting):
            await self.sam.write(right(scene.question))
            self.loud = False
        self.loud = True
        if self.school.traveller:
            self.school.traveller.clock.move_to(self.school.desk.clock.now() + DAY)
        await self.sam.press("read")
        self.loud = False
        await self.sam.press("practise")
        await self._until_ready(told=0)
        self.loud = True
        self._show_again(STUDENT_ADDRESS)

    async def _until_ready(self, *, told: int) -> None:
        """Practise until the bot says so; the first `told` deeds are printed, the rest is more of it."""
        for deed in range(SITTING):
            self.loud = deed < told
            scene = (await self.sam.record()).scene
            if isinstance(scene, s.SeeingReadiness):
                return
            if isinstance(scene, s.Practising):
                await self.sam.write(right(scene.question))
            else:
                await self.sam.press("practise")

    async def _skip_reflection(self) -> None:
        if isinstance((await self.sam.record()).scene, s.Reflecting):
            await self.sam.press(next(choice.intent for choice in self.sam.choices()))
            await self.sam.press("no")

    # printing

    async def _question(self) -> Question:
        scene = (await self.sam.record()).scene
        if not isinstance(scene, s.Practising):
            raise TypeError(f"the tour expected a practice question and found {type(scene).__name__}")
        return scene.question

    def _actor(self, address: str, book: Notebook) -> Actor:
        async def speak(spoken: str) -> None:
            if self.loud:
                self.tell(f"{self.names[address]}: {maths.plain(spoken)}\n")

        return Actor(address, self.school.desk, self.school.delivery, book, before=speak)

    def _chapter(self, title: str) -> None:
        self.tell(f"{'-' * 3} {title} {'-' * max(3, COLUMNS - len(title) - 5)}\n")

    def _show(self, sending: Sending) -> None:
        if self.loud and sending.address in self.names:
            whom = self.names[sending.address]
            self._print(f"bot -> {whom}{' (the same message, changed)' if sending.revises else ''}:", sending.card)

    def _show_again(self, address: str) -> None:
        self._print(f"bot -> {self.names[address]}:", self.sam.notebook.shown[address][-1])

    def _print(self, head: str, card: Card) -> None:
        self.tell(head)
        for part in card.to_text().splitlines():
            for line in textwrap.wrap(part, COLUMNS - 4) or [""]:
                self.tell(f"    {line}" if line else "")
        self.tell("")
