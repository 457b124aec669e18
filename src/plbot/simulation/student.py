"""A simulated student: looks at the scene and the buttons on show, and does one thing."""

from collections import deque
from collections.abc import Sequence
from random import Random

from plbot.core import scenes as s
from plbot.core.questions import Question
from plbot.core.records import Person
from plbot.demo.answering import missed, right
from plbot.simulation import truth
from plbot.simulation.cohort import MODES, Course, Profile
from plbot.simulation.deeds import Deed, any_of, offered, pressed, wrote
from plbot.simulation.mind import Mind

UNSURE = 0.55  # whoever feels less sure than this may ask for a hint
HINTS = 0.35  # of the times
NEVER_LEARNED = 0.2  # below it one may say "I haven't learned this yet"
DROPS = 0.01
BEGINS = 0.5  # whoever is ready asks, and whoever may begin a form begins it, after a question or two
SURE = 0.8  # whoever knows this much needs no lesson first
LOOKS_FIRST = 0.75  # of the others look at a way of learning before they practise
FED_UP = 4  # questions missed in a row before somebody looks for another way by themselves
SAME_PLACE = 4  # deeds in one place that lead nowhere before somebody types `menu`
NONSENSE = ("asdf", "??", "idk lol", "42 bananas", "ok", "🙂", "what", "$$x$$", "\u202eabc", "no", "<b>7</b>")
ODD = ("word", "word", "nonsense", "nonsense", "button", "button", "photo")
WORDS = ("menu", "help", "hint", "why", "next", "ready", "binder", "path", "stop", "settings")
MAYBE = (  # buttons of ordinary moments, and how often they are pressed where they are on show
    ("ask_teacher", 0.3), ("place", 0.7), ("warm_up", 0.7), ("look_back", 0.7), ("with_teacher", 0.5), ("park", 0.3),
    ("week_good", 0.3), ("week_mixed", 0.2), ("week_hard", 0.1), ("goal_keep", 0.5), ("proud_tried", 0.3), ("proud_got_it", 0.3),
    ("beginning", 0.5),
)  # fmt: skip
NEWS = (("look_back", 0.5), ("warm_up", 0.5), ("take_up", 0.5), ("place", 0.5), ("week", 0.3))  # the same at the menu
ONWARD = (  # what leads on, best first
    "result", "correct", "reassess_all", "reassess", "practise", "skip", "choose", "learn", "go_on", "next", "yes", "no", "done", "menu",
)  # fmt: skip
WORK = ("choose", "show", "show_several", "practise", "learn")
FIRST_OFFER = 0.85  # of the times the first offer is taken
OVER = ("requested", "mastered")  # nothing to do about these today


class Student:
    """One student who lives. Everything they do depends on their own chance, so that nobody's life hangs on a neighbour's."""

    def __init__(self, profile: Profile, course: Course, address: str, code: str, seed: str) -> None:
        self.profile = profile
        self.code = code
        self.address = address
        self.person_id = ""
        self.chance = Random(f"{seed}/{profile.number}/life")  # noqa: S311 - a simulation must be repeatable
        self.mind = Mind(profile, course, self.chance)
        self.deeds = 0  # done so far
        self.left = 0  # still to do in this sitting
        self.lost = 0  # answers missed in a row
        self.old: deque[str] = deque(maxlen=5)  # buttons of the last questions
        self._place: tuple[s.Scene, int] | None = None
        self._stays = 0
        self._arrives = False  # whoever comes back begins with the menu: there is the news

    def sits_down(self, day: int, share: float) -> bool:
        """Whether this student works in this lesson, in which `share` of the day's work lies."""
        habits = self.profile.habits
        if day in habits.away or self.chance.random() > habits.attends:
            return False
        self.mind.wakes()
        self.left = max(2, round(habits.deeds * share * self.chance.uniform(0.6, 1.4)))
        self.lost = 0
        self._arrives = True
        return True

    def next_deed(self, person: Person | None, at: int) -> Deed | None:
        """What this student does next. None: enough for now."""
        self.left -= 1
        if self.left < 0:
            return None
        if person is None:
            return wrote(self.code)
        self._look_around(person)
        arrives, self._arrives = self._arrives and person.welcomed, False
        if self._stays > SAME_PLACE or arrives:
            self._stays = 0
            return wrote("menu")
        if person.learns_in and self.chance.random() < self.profile.habits.odd:
            return self._odd_deed()
        return self._act(person, at)

    def _look_around(self, person: Person) -> None:
        if person.asked and person.asked.mid not in self.old:
            self.old.append(person.asked.mid)
        place = (person.scene, person.facts)
        self._stays = self._stays + 1 if place == self._place else 0
        self._place = place

    def _odd_deed(self) -> Deed:
        """No part of the work: a word, nonsense, an old button, a photo."""
        match self.chance.choice(ODD):
            case "word":
                return wrote(self.chance.choice(WORDS))
            case "nonsense":
                return wrote(self.chance.choice(NONSENSE))
            case "button" if self.old:
                return Deed("choice", choice=f"{self.old[0]}:{self.chance.randint(1, 5)}")
            case _:
                return Deed("photo")

    def _act(self, person: Person, at: int) -> Deed | None:
        match person.scene:
            case s.AskingCode():
                return wrote(self.code)
            case s.AskingName():
                return wrote(self.profile.name)
            case s.KnockingAtDoor():
                return None
            case s.PickingInterests():
                return wrote(self.chance.choice(("skip", "1", "1 2", "2")))
            case s.SettingGoal():
                return wrote(self.chance.choice(("skip", "I want to get better at this")))
            case s.Practising() | s.Correcting() as scene:
                return self._work(person, scene, at)
            case s.Requesting():
                return self._send(person)
            case s.SeeingReadiness(code):
                return self._after_look(person, code)
            case s.Learning(code, way):
                return self._learn(person, code, way, at)
            case s.AnsweringOpenly():
                return self._explain(person)
            case s.Reflecting():
                return self._reflect(person)
            case s.AtMenu() | s.Choosing():
                return self._choose(person)
            case scene:
                question = getattr(scene, "question", None)
                if isinstance(question, Question) and question.kind != "open":
                    return self._marked(person, question, at)
                return self._elsewhere(person, at)

    # at a question

    def _work(self, person: Person, scene: s.Practising | s.Correcting, at: int) -> Deed:
        """Practise: a hint when unsure, another way when fed up, now and then the bold question; else an answer."""
        deed = self._aside(person, scene, at)
        if deed:
            return deed
        help_ = scene.hints * truth.HINT + scene.misses * truth.FEEDBACK
        return self._say(
            person, scene.question, self.mind.answers(scene.question, at, help_=help_, solved=bool(scene.misses))
        )

    def _aside(self, person: Person, scene: s.Practising | s.Correcting, at: int) -> Deed | None:
        chance, wanted = self.chance, ""
        if person.standing(scene.standard).state in ("ready", "scheduled") and chance.random() < BEGINS:
            wanted = "reassess"
        elif self.mind.feels(scene.question, at) < UNSURE and chance.random() < HINTS:
            wanted = "hint"
        elif chance.random() < DROPS:
            wanted = "drop"
        elif self.lost >= FED_UP and chance.random() < HINTS:
            wanted, self.lost = "another_way", 0
        elif chance.random() < self.profile.habits.asks_anyway / 5:
            wanted = "reassess"
        return pressed(person, wanted) if wanted else None

    def _marked(self, person: Person, question: Question, at: int) -> Deed:
        """A check, a form, a look back, placement: no help, and little to learn by. Whoever knows nothing of it may say so."""
        if self.mind.feels(question, at) < NEVER_LEARNED and (deed := pressed(person, "unlearned")):
            return deed
        return self._say(person, question, self.mind.answers(question, at, share=truth.UNMARKED))

    def _say(self, person: Person, question: Question, knows: bool) -> Deed:
        self.lost = 0 if knows else self.lost + 1
        text = right(question) if knows else missed(question, self.chance)
        tapped = question.kind == "choice" and self.chance.random() < 0.8  # noqa: PLR2004 - most tap
        deed = pressed(person, f"answer:{text}") if tapped else None
        return deed or wrote(text)

    # between questions

    def _learn(self, person: Person, code: str, way: int, at: int) -> Deed:
        """Look at a way, then practise; whoever knows it already begins at once, perhaps with a check."""
        fresh = tuple(mode for mode in any_of(person, MODES) if mode not in self.mind.tried(code))
        sure = self.mind.knows(code, at) > SURE
        if way < 0 and fresh and not sure and self.chance.random() < LOOKS_FIRST:
            mode = self.mind.prefers(fresh)
            self.mind.opens(code, mode, at)
            return pressed(person, mode) or wrote("menu")
        first = ("check", "practise") if sure and self.chance.random() < 0.3 else ("practise", "check")  # noqa: PLR2004 - a third of them
        return pressed(person, *first, "reassess", "menu") or wrote("menu")

    def _send(self, person: Person) -> Deed:
        """Ask to be assessed; one in five adds a sentence."""
        if self.chance.randrange(5) == 0:
            return wrote("I practised and it makes sense now.")
        return pressed(person, "yes") or wrote("yes")

    def _after_look(self, person: Person, code: str) -> Deed:
        """Reads why ready, or why not yet."""
        state = person.standing(code).state
        if state in OVER:
            return pressed(person, "next", "menu") or wrote("next")
        asks = state in ("ready", "scheduled", "reassessing", "refresh")
        if asks or self.chance.random() < self.profile.habits.asks_anyway:
            return pressed(person, "reassess", "practise", "menu") or wrote("menu")
        return pressed(person, "practise", "another_way", "next") or wrote("next")

    def _explain(self, person: Person) -> Deed:
        """An open question: most write, some go."""
        if self.chance.random() < 0.7:  # noqa: PLR2004 - most
            return wrote("Because for each of the first there are as many of the second, so both grow together.")
        return pressed(person, "menu") or wrote("menu")

    def _reflect(self, person: Person) -> Deed:
        if self.chance.random() < 0.4:  # noqa: PLR2004 - the others skip
            taps = tuple(intent for intent in offered(person) if intent not in ("no", "skip", "menu"))
            return pressed(person, self.chance.choice(taps)) or wrote("menu") if taps else wrote("It went well.")
        return pressed(person, "no", "skip", "menu") or wrote("no")

    def _choose(self, person: Person) -> Deed | None:
        """A result or a form first; then a standard on offer that there is something to do about, mostly the first."""
        first = pressed(person, "result", "reassess") or self._now_and_then(person, NEWS)
        if first or person.asked is None:
            return first
        doors = list(enumerate(person.asked.choices, 1))
        open_ = [place for place, choice in doors if choice.intent in WORK and _to_do(person, choice.action)]
        if open_:
            place = open_[0] if self.chance.random() < FIRST_OFFER else self.chance.choice(open_)
            return Deed("choice", choice=f"{person.asked.mid}:{place}")
        return pressed(person, "next") if isinstance(person.scene, s.AtMenu) else None

    def _elsewhere(self, person: Person, at: int) -> Deed | None:
        """Where there is no question: another way, a person who helps, where to begin, a word about the week; else onward."""
        code = str(getattr(person.scene, "standard", ""))
        ways = any_of(person, MODES)
        if ways and code in self.mind.skills and self.chance.random() < LOOKS_FIRST:
            fresh = tuple(mode for mode in ways if mode not in self.mind.tried(code)) or ways
            mode = self.mind.prefers(fresh)
            self.mind.opens(code, mode, at)
            return pressed(person, mode) or wrote("menu")
        if "challenge" in offered(person):  # the end of the path: some like a hard one, the others are done
            return self._now_and_then(person, (("challenge", 0.3),))
        return self._now_and_then(person, MAYBE) or pressed(person, *ONWARD) or wrote("menu")

    def _now_and_then(self, person: Person, wishes: Sequence[tuple[str, float]]) -> Deed | None:
        """The first of these buttons that is on show and that the student feels like pressing."""
        wanted = (intent for intent, share in wishes if intent in offered(person) and self.chance.random() < share)
        return pressed(person, *wanted)


def _to_do(person: Person, action: str) -> bool:
    """Whether there is something to do about the standard that this choice leads to."""
    return person.standing(action.partition(":")[2]).state not in OVER
