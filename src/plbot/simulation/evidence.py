"""What one student's facts, with the truth beside them, have to say: rows that a report adds up."""

from collections.abc import Iterable
from random import Random

import msgspec

from plbot.core import facts as f
from plbot.core.library import Library, Standard
from plbot.core.model import DEFAULTS, Parameters
from plbot.core.readiness import elsewhere, look
from plbot.core.standing import Standing, grown
from plbot.limits import DAY, Policy
from plbot.simulation import rules, truth
from plbot.simulation.cohort import Course
from plbot.simulation.life import Lived
from plbot.simulation.placed import PlacedWell, placed

MORE = 10  # answers of further practice after which somebody is truly stuck who would still rather fail than pass
RATHER = 0.5


class Told(msgspec.Struct, frozen=True):
    """Somebody was told ready: with what promise, and the true chance of passing at that moment."""

    ability: float
    promise: float
    truly: float


class Attempt(msgspec.Struct, frozen=True):
    """A form was taken to its end: what was promised when it was asked for, what q was when it began, and how it ended."""

    ability: float
    promise: float
    at_start: float
    told: bool
    passed: bool


class Stuckness(msgspec.Struct, frozen=True):
    """One student on one standard: whether the bot called it stuck (and why), and whether it truly was (then, or ever)."""

    called: bool
    truly: bool
    why: str = ""


class LookedBack(msgspec.Struct, frozen=True):
    """Something mastered was looked back at, so many days after it was last shown: still there, and the true chance of passing."""

    days: int
    there: bool
    truly: float


class Evidence(msgspec.Struct):
    """Rows of one student, or of many."""

    told: list[Told] = []
    attempts: list[Attempt] = []
    runs: list[rules.Run] = []
    stuck: list[Stuckness] = []
    looked_back: list[LookedBack] = []
    warmed_up: int = 0
    placed: list[PlacedWell] = []
    mastered: list[int] = []  # questions answered on each standard until it was mastered
    begun: int = 0  # standards with at least one answer
    answers: int = 0


class Reading:
    """One life, read fact by fact."""

    def __init__(
        self,
        life: Lived,
        course: Course,
        library: Library,
        policy: Policy,
        seed: str,
        *,
        parameters: Parameters = DEFAULTS,
    ) -> None:
        self.life = life
        self.traits = life.profile.traits
        self.course = course
        self.library = library
        self.policy = policy
        self.parameters = parameters
        self.chance = Random(f"{seed}/{life.profile.number}/rules")  # noqa: S311 - a simulation must be repeatable
        self.found = Evidence()
        self.standings: dict[str, Standing] = {}
        self.asked: dict[str, int] = {}
        self.promised: dict[str, float] = {}
        self.at_start: dict[str, tuple[float, bool]] = {}
        self.steps: dict[str, list[rules.Step]] = {}
        self.over: set[str] = set()  # standards whose first run has ended
        self.going: dict[str, rules.Going] = {}
        self.called: dict[str, Stuckness] = {}
        self.truly: dict[str, bool] = {}  # truly stuck, after the last answer
        self.shown_at: dict[str, int] = {}  # when it was last shown that it is there (ms)

    def read(self) -> Evidence:
        for kept in self.life.facts:
            fact = kept.fact
            if fact.standard not in self.course.forms:
                continue
            self._before(fact)
            standing = grown(self.standings.get(fact.standard, Standing()), fact, kept.at)
            self.standings[fact.standard] = standing
            self._after(fact, standing, kept.at)
        self._close()
        return self.found

    def _before(self, fact: f.AnyFact) -> None:
        code = fact.standard
        if isinstance(fact, f.FormStarted):
            standing = self.standings.get(code, Standing())
            self.at_start[code] = (self._promise(code, standing), standing.told_ready)

    def _after(self, fact: f.AnyFact, standing: Standing, at: int) -> None:
        code = fact.standard
        match fact:
            case f.Answered():
                self.asked[code] = self.asked.get(code, 0) + 1
                self.found.answers += 1
                if not fact.aided and fact.use in ("practice", "check"):
                    self._unaided(code, fact.right, standing, at)
            case f.BecameReady(promise=promise):
                self.promised[code] = promise
                self.over.add(code)
                self.found.told.append(Told(self.traits.ability, promise, self._passes(code, self._level(code, at))))
            case f.AskedToReassess(promise=promise):
                self.promised[code] = promise
                self.over.add(code)
            case f.FormEnded(right=right):
                self._attempt(code, right)
            case f.Mastered():
                self.shown_at[code] = at
                if standing.mastered_at == at:
                    self.found.mastered.append(self.asked.get(code, 0))
            case _:
                self._after_practice(fact, at)

    def _after_practice(self, fact: f.AnyFact, at: int) -> None:
        """Stuck, and looks back at what was mastered."""
        code = fact.standard
        match fact:
            case f.GotStuck(why=why) if why != "said":
                self._call(code, why)
            case f.Rechecked() | f.NeedsWarmUp():
                self._looked_back(code, at, there=isinstance(fact, f.Rechecked))
            case f.WarmedUp():
                self.found.warmed_up += 1
                self.shown_at[code] = at
            case _:
                pass

    def _attempt(self, code: str, right: int) -> None:
        at_start, told = self.at_start.get(code, (0.0, False))
        passed = right >= self.library.standards[code].reassess.passing
        promised = self.promised.get(code, at_start)
        self.found.attempts.append(Attempt(self.traits.ability, promised, at_start, told, passed))

    def _unaided(self, code: str, right: bool, standing: Standing, at: int) -> None:
        seen = self.life.journal.get((at, code))
        if seen is None:
            return
        self._look_for_stuck(code, standing, seen.level, seen.gain)
        steps = self.steps.setdefault(code, [])
        if code in self.over or len(steps) >= rules.LONGEST:
            return
        others, ceiling = elsewhere(self.standings, code, self.parameters), self.life.profile.skills[code].ceiling
        going = rules.Going(standing, others, seen.level, ceiling, seen.gain, self.traits.slip)
        steps.append(rules.step(going, self._standard(code), self.policy, self.parameters, right=right))
        self.going[code] = going

    def _looked_back(self, code: str, at: int, *, there: bool) -> None:
        days = round((at - self.shown_at.get(code, at)) / DAY)
        truly = self._passes(code, self._level(code, at))
        self.found.looked_back.append(LookedBack(days, there, truly))
        self.shown_at[code] = at

    def _call(self, code: str, why: str) -> None:
        """The bot called it stuck: the first time counts, with what was true after that answer."""
        known = self.called.get(code)
        if known is None or not known.called:
            self.called[code] = Stuckness(called=True, truly=self.truly.get(code, False), why=why)

    def _look_for_stuck(self, code: str, standing: Standing, level: float, gain: float) -> None:
        """Whether this student is truly stuck here after this answer."""
        if len(standing.window) < self.policy.stuck_answers:
            return
        later = truth.raised(level, self.life.profile.skills[code].ceiling, 1 - (1 - gain) ** MORE)
        truly = self._passes(code, later) < RATHER
        self.truly[code] = truly
        known = self.called.get(code, Stuckness(called=False, truly=False))
        if not known.called:
            self.called[code] = Stuckness(called=False, truly=truly or known.truly)

    def _promise(self, code: str, standing: Standing) -> float:
        others = elsewhere(self.standings, code, self.parameters)
        return look(standing, others, self._standard(code), self.policy, self.parameters).promise

    def _level(self, code: str, at: int) -> float:
        """The true skill after the answer of this moment."""
        seen = self.life.journal.get((at, code))
        return seen.level if seen else self.life.profile.skills[code].peak

    def _passes(self, code: str, level: float) -> float:
        return self.course.forms[code].passes(level, self.traits.slip)

    def _standard(self, code: str) -> Standard:
        return self.library.standards[code]

    def _close(self) -> None:
        """Continue each first run from the truth, so that rules which want more answers get them."""
        for code, going in self.going.items():
            steps = self.steps[code]
            left = rules.LONGEST - len(steps)
            standard = self._standard(code)
            later = rules.continued(going, left, self.course, standard, self.chance)
            more = [rules.step(each, standard, self.policy, self.parameters, right=right) for each, right in later]
            run = rules.Run(self.life.profile.number, code, self.traits.ability, self.traits.slip, (*steps, *more))
            self.found.runs.append(run)
        self.found.stuck = list(self.called.values())
        self.found.begun = len(self.asked)
        if row := placed(self.life, self.course, self.library):
            self.found.placed.append(row)


def gathered(rows: Iterable[Evidence]) -> Evidence:
    """The rows of many as one."""
    total = Evidence()
    for each in rows:
        total.told += each.told
        total.attempts += each.attempts
        total.runs += each.runs
        total.stuck += each.stuck
        total.looked_back += each.looked_back
        total.warmed_up += each.warmed_up
        total.placed += each.placed
        total.mastered += each.mastered
        total.begun += each.begun
        total.answers += each.answers
    return total
