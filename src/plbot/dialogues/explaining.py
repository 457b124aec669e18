"""Why: one place turns the reasons of the rules into words, for the student and for the teacher alike, from the same numbers.

A student reads no percentage and no chance; a teacher reads the chance beside them.
"""

from collections.abc import Callable
from typing import Literal, get_args

from plbot.core import attempts, path, readiness
from plbot.core import scenes as s
from plbot.core.attempts import Refusal
from plbot.core.calendar import local
from plbot.core.library import Library, Standard
from plbot.core.readiness import Reason, elsewhere
from plbot.core.records import Notice, Person, Request
from plbot.core.snag import Snag
from plbot.core.talk import Talk, blocks_of
from plbot.limits import limits

WhyQuestion = Literal["first", "again", "sister", "warm_up", "level", "easier", "harder", "kind", "typed", "challenge"]
Say = Callable[..., str]  # a block of `reasons.j2` in the reader's language: say(block, **names)


def _words(talk: Talk) -> Say:
    def say(block: str, **names: object) -> str:
        return talk.words("reasons", block, **names)

    return say


# ready, or why not yet


def reason(person: Person, standard: Standard) -> Reason:
    """Why this student is, or is not yet, ready for a standard."""
    standing, others = person.standing(standard.code), elsewhere(person.standings, standard.code)
    return readiness.look(standing, others, standard, person.policy)


def evidence(say: Say, why: Reason | Request, *, teacher: bool) -> str:
    """`7 of your last 8 without hints were right, 2 of them hard ones`: what the estimate looks at."""
    return say("evidence", right=why.right, answers=why.answers, hard=why.hard, for_teacher=teacher)


def tell_readiness(talk: Talk, standard: Standard, why: Reason) -> None:
    """Why ready, or what is still owed."""
    shown = evidence(_words(talk), why, teacher=False) if why.answers else ""
    if why.ready:
        talk.tell("reasons", "ready", title=standard.title, evidence=shown)
    elif not standard.items_for("practice"):
        talk.tell("reasons", "with_teacher", title=standard.title)
    else:
        owed = _owed(_words(talk), talk.person, standard, why, teacher=False)
        talk.tell("reasons", "not_yet", title=standard.title, evidence=shown, owed=owed)


def _owed(say: Say, person: Person, standard: Standard, why: Reason, *, teacher: bool) -> str:
    standing, others = person.standing(standard.code), elsewhere(person.standings, standard.code)
    more = readiness.right_answers_owed(standing, others, standard, person.policy)
    return say("owed", why=why, more=more, few=person.policy.ready_answers, for_teacher=teacher)


# stuck


def stuck(say: Say, snag: Snag | Notice, *, teacher: bool) -> str:
    """Why this could use another way."""
    return say(f"stuck_{snag.why}", right=snag.right, of=snag.of, for_teacher=teacher)


def tell_stuck(talk: Talk, snag: Snag) -> None:
    talk.show(*blocks_of(stuck(_words(talk), snag, teacher=False)))


def named(library: Library, code: str, mistake: str) -> str:
    """A mistake in words: its name, and what is told about it where that holds no numbers of one question."""
    standard = library.standards.get(code)
    items = standard.items if standard else ()
    known = [(each.id, each.tell) for item in items for each in item.mistakes]
    known += [(each.mistake, each.tell) for item in items for each in item.options]
    plain = (tell for name, tell in known if name == mistake and tell and "{{" not in tell and "$" not in tell)
    tell = next(plain, "")
    return f"{called(mistake)} (“{tell}”)" if tell and len(tell) <= limits.board_quote else called(mistake)


def called(mistake: str) -> str:
    """The name of a mistake in words: `added same`."""
    return mistake.replace("-", " ")


# this question, this standard


def why_question(talk: Talk, scene: s.Practising) -> WhyQuestion:
    """Which reason this question has, of those in `reasons.j2`."""
    if scene.misses:
        return "again"
    if not talk.person.standing(scene.standard).window and scene.why in ("", "level"):
        return "first"
    known: tuple[WhyQuestion, ...] = get_args(WhyQuestion)
    return next((why for why in known if why == scene.why), "level")


def tell_why(talk: Talk, code: str) -> None:
    """Why learn this, why this question, and what stands before it; without a standard, why it all works like this."""
    standard = talk.standard(code)
    scene = talk.person.scene
    if standard is None:
        talk.tell("common", "why_this_way")
        return
    if isinstance(scene, s.GettingUnstuck):
        talk.tell("reasons", "told_stuck", teacher=talk.person.teacher)
        return
    if standard.why:
        talk.tell("common", "why_standard", title=standard.title, why=standard.why.strip())
    if isinstance(scene, s.Practising) and scene.standard == code:
        talk.tell("reasons", f"question_{why_question(talk, scene)}")
    before = before_it(talk, code)
    if before:
        talk.tell("reasons", "builds_on", title=standard.title, before=before)
    elif not standard.why:
        talk.tell("common", "why_this_way")


def before_it(talk: Talk, code: str) -> list[str]:
    """The names of what stands before a standard and is not mastered yet."""
    missing = path.missing(talk.person, talk.world.library, code)
    return [talk.world.library.standards[need].title for need in missing]


def tell_locked(talk: Talk, codes: list[str]) -> None:
    """What the standards of a list build on, where something of that is still to come; a few of them."""
    told = [(code, before_it(talk, code)) for code in codes if talk.person.standing(code).untouched]
    for code, before in [pair for pair in told if pair[1]][: limits.ways_offered]:
        talk.tell("reasons", "builds_on", title=talk.world.library.standards[code].title, before=before)


# why not today


def refusal(say: Say, refused: Refusal, zone: str, *, title: str = "", by: str = "", teacher: bool) -> str:
    """Why no form begins now, and when it may. `by` is how the teacher is called."""
    until = local(refused.until, zone)
    return say(f"refused_{refused.kind}", until=until, title=title, teacher=by, for_teacher=teacher)


def tell_refusal(talk: Talk, standard: Standard, refused: Refusal) -> None:
    person = talk.person
    told = refusal(_words(talk), refused, person.zone, title=standard.title, by=person.teacher, teacher=False)
    talk.show(*blocks_of(told))


# for the teacher


def of_request(talk: Talk, request: Request) -> str:
    """On what a request stands: the same numbers that the student read."""
    return evidence(_words(talk), request, teacher=True) if request.answers else ""


def of_student(talk: Talk, owner: Person, code: str) -> str:
    """Where a student stands on a standard, and why, as their teacher reads it."""
    standard = talk.world.library.standards[code]
    standing, say, why = owner.standing(code), _words(talk), reason(owner, standard)
    snag = standing.snag
    refused = attempts.refusal(standing, owner.policy, talk.world.now, owner.zone) if standard.reassess.form else None
    held = refusal(say, refused, owner.zone, teacher=True) if refused and not standing.mastered_at else ""
    return talk.words(
        "teacher/reasons",
        "stands",
        title=standard.title,
        ready=why.ready,
        asking=standing.state in ("requested", "scheduled"),
        evidence=evidence(say, why, teacher=True) if why.answers else "",
        of_hundred=round(why.promise * 100),
        stuck=stuck(say, snag, teacher=True) if snag else "",
        held=held,
        owed="" if why.ready or not standard.items_for("practice") else _owed(say, owner, standard, why, teacher=True),
    )
