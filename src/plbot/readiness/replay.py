"""Walk through a log as the bot would have: before each answer p, after it q and the state. O(1) an answer."""

from collections.abc import Iterable, Iterator
from typing import Literal, NamedTuple

from plbot.core import model, stuck
from plbot.core.model import Parameters
from plbot.limits import Policy, limits
from plbot.readiness.log import Row
from plbot.readiness.tracks import Student, Track

State = Literal["practising", "ready", "stuck"]


class Seen(NamedTuple):
    """One answer as the model saw it: p before it, with the item known; q and the state after it."""

    p_correct: float
    p_pass: float
    state: State


class Replay:
    """Students by name, and what the model says of them. It holds counts of each student and standard, never the log."""

    def __init__(self, parameters: Parameters, policy: Policy | None = None) -> None:
        self.parameters = parameters
        self.policy = policy or Policy()
        self.students: dict[str, Student] = {}

    def chance(self, row: Row) -> float:
        """P of a right answer to the question of a row, before it is given."""
        student = self._student(row.student)
        track = student.track(row.standard)
        return self._chance(row, track, student)

    def take(self, row: Row) -> Seen:
        """Predict an answer, then count it."""
        student, parameters = self._student(row.student), self.parameters
        track = student.track(row.standard)
        p, g = self._chance(row, track, student), student.general(track)
        student.take(track, row)
        if parameters.ability and not row.aided:
            offset = parameters.offset(row.standard, row.item)
            student.ability = student.ability.after(right=row.right, offset=offset, options=row.options)
        q = model.promise(track.at_the_gate(), g, parameters, row.standard, ability=student.ability.level)
        return Seen(p, q, self._state(track, q))

    def _student(self, name: str) -> Student:
        found = self.students.get(name)
        if found is None:
            found = self.students[name] = Student()
        return found

    def _chance(self, row: Row, track: Track, student: Student) -> float:
        g, parameters = student.general(track), self.parameters
        known = model.score(track.seen(), g, parameters, student.ability.level)
        return model.chance(known + parameters.offset(row.standard, row.item), row.options)

    def _state(self, track: Track, q: float) -> State:
        answers = track.answered
        if answers >= self.policy.stuck_answers and stuck.rule(track.rights(), q, self.policy):
            return "stuck"
        return "ready" if q >= self.policy.ready_at and answers >= limits.replay_answers else "practising"


def replay(rows: Iterable[Row], parameters: Parameters) -> Iterator[tuple[Row, Seen]]:
    """Each row with what the model said of it, in the log's order."""
    walk = Replay(parameters)
    for row in rows:
        yield row, walk.take(row)
