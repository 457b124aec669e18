"""What placement found out about one student, beside what is true."""

from collections.abc import Sequence

import msgspec

from plbot.core import facts as f
from plbot.core import placement
from plbot.core.library import Library
from plbot.core.records import Membership, Person
from plbot.core.standing import fold
from plbot.limits import DAY
from plbot.simulation.cohort import Course
from plbot.simulation.life import Lived
from plbot.simulation.rules import TRULY


class PlacedWell(msgspec.Struct, frozen=True):
    """One student's placement: questions, rounds, and of how many standards it was right what they know before anything is taught."""

    questions: int
    rounds: int
    misses_running: int
    rightly: int
    of: int


def placed(life: Lived, course: Course, library: Library) -> PlacedWell | None:
    """How well this student was placed, over the standards that nothing was answered about by then. None: they were not."""
    heard = [(kept.seq, kept.at, kept.fact.said) for kept in life.facts if isinstance(kept.fact, f.Placed)]
    if not heard:
        return None
    before = [(kept.fact, kept.at) for kept in life.facts if kept.seq <= heard[-1][0]]
    standings = fold(before)
    person = Person("", memberships=(Membership("", "", course.path, ""),), standings=standings)
    seems = placement.seems_known(person, library)
    fresh = [code for code in course.codes if code not in standings or not standings[code].answered]
    slip = life.profile.traits.slip
    rightly = sum(
        (course.forms[code].passes(life.profile.skills[code].start, slip) >= TRULY) == (code in seems) for code in fresh
    )
    days = [at // DAY for _, at, _ in heard]
    running = max(_running([said for _, at, said in heard if at // DAY == day]) for day in days)
    return PlacedWell(len(heard), len(set(days)), running, rightly, len(fresh))


def _running(said: Sequence[f.Sound]) -> int:
    """The longest row of misses; "I haven't learned this yet" is none, and ends none."""
    longest = row = 0
    for each in said:
        row = row + 1 if each == "missed" else row if each == "unlearned" else 0
        longest = max(longest, row)
    return longest
