"""Ready, said once with its reason; and `why not yet?`, which always has an answer. The door is open either way."""

from plbot.core import facts as f
from plbot.core import scenes as s
from plbot.core.cards import Choice
from plbot.core.events import Chose, Move
from plbot.core.letters import TakesBack
from plbot.core.quiz import challenges
from plbot.core.readiness import Reason
from plbot.core.talk import Talk
from plbot.dialogues import explaining


def reason(talk: Talk, code: str) -> Reason:
    """Why this student is, or is not yet, ready for a standard."""
    return explaining.reason(talk.person, talk.world.library.standards[code])


def gate_opens(talk: Talk, code: str) -> bool:
    """After an answer: note when the gate opened (true, said once) or closed again."""
    state = talk.person.standing(code).state
    if state not in ("learning", "practising", "ready"):
        return False
    why = reason(talk, code)
    if why.ready and state != "ready":
        told = talk.person.standing(code).told_ready
        talk.note(f.BecameReady(code, round(why.promise, 4)))
        return not told
    if state == "ready" and not why.ready:
        talk.note(f.NeedsMore(code))
    return False


def open_room(talk: Talk, code: str) -> None:
    talk.enter(s.SeeingReadiness(code))


def ask(talk: Talk, scene: s.SeeingReadiness) -> None:
    """Why ready, why not yet, or what is being waited for; and what can be done now."""
    code = scene.standard
    standing = talk.person.standing(code)
    title = talk.world.library.standards[code].title
    match standing.state:
        case "requested":
            talk.tell("readiness", "waiting", title=title, teacher=talk.person.teacher)
            talk.ask([*ways_to_work(talk, code)[:1], talk.choice("take_back"), talk.choice("menu")])
        case "scheduled" | "reassessing":
            talk.tell("readiness", "may_begin", title=title)
            talk.ask(
                [
                    talk.choice("reassess", label=talk.words("labels", "start")),
                    talk.choice("practise"),
                    talk.choice("menu"),
                ]
            )
        case "refresh":
            talk.tell("readiness", "warm_up", title=title)
            warm = talk.choice("warm_up", f"practise:{code}", label=talk.words("labels", "warm_up_now"))
            talk.ask([warm, *ways_to_work(talk, code)[2:], talk.choice("menu")])
        case "mastered":
            talk.tell("readiness", "mastered", title=title)
            rest = [talk.choice("practise"), talk.choice("binder"), talk.choice("menu")]
            talk.ask([talk.choice("next"), *_challenge(talk, code), *rest])
        case _:
            _explain(talk, code)


def _explain(talk: Talk, code: str) -> None:
    why = reason(talk, code)
    standard = talk.world.library.standards[code]
    explaining.tell_readiness(talk, standard, why)
    explains = [talk.choice("explain")] if any(item.kind == "open" for item in standard.items) else []
    more = _challenge(talk, code) if why.ready else []
    stuck = [] if why.ready else [talk.choice("stuck")]
    talk.ask([talk.choice("reassess"), *ways_to_work(talk, code), *more, *explains, *stuck, talk.choice("menu")])


def _challenge(talk: Talk, code: str) -> list[Choice]:
    """For who is ready, or has mastered it: questions beyond the reassessment, where there are any."""
    return [talk.choice("challenge")] if challenges(talk.world.library.standards[code]) else []


def ways_to_work(talk: Talk, code: str) -> list[Choice]:
    """Practise, check, learn another way: those that this standard has."""
    standard = talk.world.library.standards[code]
    drill = [talk.choice("practise"), talk.choice("check")] if standard.items_for("practice") else []
    return [*drill, *([talk.choice("another_way")] if standard.resources else [])]


def hear(talk: Talk, scene: s.SeeingReadiness, move: Move) -> None:
    standing = talk.person.standing(scene.standard)
    if move == Chose("take_back") and standing.state == "requested":
        talk.send(standing.asked_in, TakesBack(talk.person.id, standing.asked))
        talk.note(f.Withdrew(scene.standard))
        talk.tell("readiness", "taken_back")
    talk.enter(scene)
