"""The relay: two classmates, one topic, twenty minutes. Every word goes through the bot; nobody learns where the other can be met."""

from msgspec.structs import replace

from plbot.core import facts as f
from plbot.core import peer_letters as p
from plbot.core import peer_scenes as ps
from plbot.core import scenes as s
from plbot.core.cards import Choice, Literal
from plbot.core.events import Chose, Move, Wrote
from plbot.core.helpdesk import Ending, Helping
from plbot.core.talk import Pressable, Talk
from plbot.dialogues import passing
from plbot.dialogues.find_helper import in_form
from plbot.limits import MINUTE, limits

STARTERS = ("tried", "show", "means", "example", "next_step")
_FREE = (
    s.AtMenu,
    s.Choosing,
    s.Learning,
    s.SeeingReadiness,
    ps.SeekingHelp,
    s.Pausing,
    ps.Volunteering,
    s.ReadingBinder,
)


def is_free(scene: s.Scene) -> bool:
    """Whether somebody here may be taken elsewhere without losing a question or a sentence begun."""
    return isinstance(scene, _FREE)


def ask(talk: Talk, scene: ps.InHelp) -> None:
    helping = talk.person.helping
    if helping is None:
        talk.enter(s.AtMenu())
    elif scene.placing:
        talk.tell("relay", "where", name=helping.name)
        back = talk.choice("to_partner", label=talk.words("labels", "back"))
        talk.ask([back], numbered=False, writes="write", longest=limits.button_longest)
    else:
        minutes = max(1, round((helping.until - talk.world.now) / MINUTE))
        title = talk.world.library.standards[helping.standard].title
        talk.tell("relay", f"room_{helping.role}", name=helping.name, title=title, minutes=minutes)
        _buttons(talk, helping)


def _buttons(talk: Talk, helping: Helping) -> None:
    starters = [talk.choice("starters")] if helping.role == "helper" else []
    meet = [talk.choice("meet")] if talk.person.policy.help_face_to_face else []
    _ask(talk, [*starters, *meet, *_always(talk, helping), talk.choice("menu")])


def _ask(talk: Talk, choices: list[Choice]) -> None:
    """The room's buttons. A report counts under any message of it, also later, so that they are kept as those of a thing are."""
    me = talk.person.id
    talk.ask(
        [replace(choice, thing=me) for choice in choices], numbered=False, writes="write", longest=limits.peer_longest
    )
    if talk.person.asked:
        talk.pressables.append(Pressable(talk.person.asked.mid, me, talk.person.asked.choices))


def _always(talk: Talk, helping: Helping) -> list[Choice]:
    """What stands under every message: a way out, a way to an adult, a way to be left alone."""
    return [
        talk.choice("end", f"help_end:{helping.session}"),
        talk.choice("report", f"help_report:{helping.session}"),
        talk.choice("block", f"help_block:{helping.session}"),
    ]


def hear(talk: Talk, scene: ps.InHelp, move: Move) -> None:
    helping = talk.person.helping
    if helping is None:
        talk.enter(s.AtMenu())
        return
    match move:
        case Wrote(text) if scene.placing:
            _propose(talk, helping, text)
        case Wrote(text):
            write(talk, helping, text)
        case Chose("to_partner"):
            talk.enter(ps.InHelp())
        case Chose("meet") if talk.person.policy.help_face_to_face:
            talk.enter(ps.InHelp(placing=True))
        case Chose("starters") if helping.role == "helper":
            talk.tell("relay", "starters")
            words = [(starter, talk.words("relay", f"starter_{starter}")) for starter in STARTERS]
            shown = [Choice(text, "starter", f"starter:{starter}") for starter, text in words]
            _ask(talk, [*shown, *_always(talk, helping)])
        case Chose() if move.verb == "starter" and move.rest in STARTERS:
            starter = move.rest
            write(talk, helping, talk.words("relay", f"starter_{starter}"))
        case _:
            talk.enter(scene)


def write(talk: Talk, helping: Helping, text: str) -> None:
    """Relay a message, without what must not pass; both are told when something was taken out."""
    if len(text) > limits.peer_longest:
        talk.tell("relay", "too_long", length=len(text), longest=limits.peer_longest)
    elif helping.wrote >= limits.peer_messages:
        talk.tell("relay", "enough", name=helping.name)
    else:
        passed = passing.passed(talk, text)
        talk.note(f.WroteToPeer(helping.standard, helping.session), passed.text)
        talk.send(helping.partner, p.Relayed(helping.session, passed.text, passed.taken))
        talk.tell("relay", "sent_without" if passed.taken else "sent", name=helping.name)
        helping = replace(helping, wrote=helping.wrote + 1, waited=0)
        talk.become(helping=helping)
    _buttons(talk, helping)


# leaving


def end(talk: Talk, session: str) -> None:
    leave(talk, session, "end")


def block(talk: Talk, session: str) -> None:
    leave(talk, session, "block")


def report(talk: Talk, session: str) -> None:
    leave(talk, session, "report")


def leave(talk: Talk, session: str, why: Ending) -> None:
    """Tell the class; it closes the session for both. A report, or a block, also counts after the end."""
    helping = talk.person.helping
    here = talk.person.learns_in
    is_open = helping is not None and session == helping.session
    if here is None or (not is_open and why == "end"):
        talk.tell("common", "settled")
        talk.enter(talk.person.scene)
        return
    if why == "report":
        talk.note(f.ReportedPeer(session=session))
    if not is_open:
        later = "report_later" if why == "report" else "block_later"
        talk.tell("relay", later, teacher=talk.person.teacher)
        talk.enter(talk.person.scene)
    talk.send(helping.classroom if helping and is_open else here.classroom, p.LeavesHelp(session, talk.person.id, why))


def back(talk: Talk, _: str) -> None:
    """Back to the partner, from anywhere."""
    talk.enter(ps.InHelp() if talk.person.helping else s.AtMenu())


# face to face


def _propose(talk: Talk, helping: Helping, text: str) -> None:
    place = passing.passed(talk, text[: limits.button_longest]).text
    talk.note(f.WroteToPeer(helping.standard, helping.session), place)
    talk.send(helping.partner, p.MeetAsked(helping.session, place))
    talk.tell("relay", "proposed", name=helping.name)
    talk.stay(ps.InHelp())
    _buttons(talk, helping)


def meet(talk: Talk, session: str) -> None:
    _answer(talk, session, yes=True)


def stay_here(talk: Talk, session: str) -> None:
    _answer(talk, session, yes=False)


def _answer(talk: Talk, session: str, *, yes: bool) -> None:
    helping = talk.person.helping
    if helping is None or helping.session != session or not helping.place:
        talk.tell("common", "settled")
        talk.enter(talk.person.scene)
        return
    talk.send(helping.partner, p.MeetAnswered(session, yes))
    talk.tell("relay", "met" if yes else "stay_here", name=helping.name, place=helping.place)
    talk.become(helping=replace(helping, place="", waited=0))
    talk.stay(ps.InHelp())
    _buttons(talk, helping)


# mail


def open_mail(talk: Talk, note: p.HelpBegins | p.Relayed | p.MeetAsked | p.MeetAnswered | p.AwayCheck) -> None:
    helping = talk.person.helping
    if isinstance(note, p.HelpBegins):
        _begin(talk, note)
        return
    if helping is None or helping.session != note.session:
        return  # it is over: what was still under way vanishes
    match note:
        case p.Relayed(text=text, taken=taken):
            _arrived(talk, helping, text, taken)
        case p.MeetAsked(place=place):
            talk.become(helping=replace(helping, place=place))
            talk.tell("relay", "meet_asked", name=helping.name)
            talk.show(Literal(place))
            yes = talk.choice("accept", f"meet_yes:{helping.session}", label=talk.words("labels", "meet_yes"))
            no = talk.choice("decline", f"meet_no:{helping.session}", label=talk.words("labels", "meet_no"))
            _owe(talk, [yes, no, *_always(talk, helping)])
        case p.MeetAnswered(yes=yes_):
            talk.tell("relay", "meet_agreed" if yes_ else "meet_declined", name=helping.name)
            _owe(talk, _always(talk, helping))
        case p.AwayCheck() if helping.waited == note.since:
            _look_for(talk, helping, note)
        case _:
            pass  # the helper wrote meanwhile


def _begin(talk: Talk, note: p.HelpBegins) -> None:
    if in_form(talk.person) or talk.person.helping:
        talk.send(note.classroom, p.LeavesHelp(note.session, talk.person.id, "form"))
        return
    number = talk.note(f.HelpBegan(note.standard, note.session, note.role))
    waited = talk.world.now if note.role == "helper" else 0
    helping = Helping(
        note.session,
        note.classroom,
        note.standard,
        note.partner,
        note.name,
        note.role,
        note.until,
        number,
        waited=waited,
    )
    talk.become(helping=helping, seeking=None)
    talk.send(note.classroom, p.HelpSpan(note.session, talk.person.id, number))
    if waited:
        _check_later(talk, helping, last=False)
    talk.tell("relay", f"begins_{note.role}", name=note.name, teacher=talk.person.teacher)
    if is_free(talk.person.scene):
        talk.enter(ps.InHelp())
    else:
        _owe(talk, [talk.choice("to_partner"), *_always(talk, helping)])


def _owe(talk: Talk, choices: list[Choice]) -> None:
    """A message of its own in the lane of help, so that an answer to a question is never held up by it."""
    talk.owe(talk.blocks, choices, lane="help")
    talk.blocks = []


def _arrived(talk: Talk, helping: Helping, text: str, taken: int) -> None:
    talk.show(Literal(f"{helping.name}: {text}"))
    if taken:
        talk.tell("relay", "came_without")
    here = isinstance(talk.person.scene, ps.InHelp)
    _owe(talk, [*([] if here else [talk.choice("to_partner")]), *_always(talk, helping)])
    if helping.role == "helper" and not helping.waited:
        waits = replace(helping, waited=talk.world.now)
        talk.become(helping=waits)
        _check_later(talk, waits, last=False)


def _check_later(talk: Talk, helping: Helping, *, last: bool) -> None:
    due = talk.world.now + talk.person.policy.help_away_minutes * MINUTE
    talk.send(talk.person.id, p.AwayCheck(helping.session, helping.waited, last), due)


def _look_for(talk: Talk, helping: Helping, note: p.AwayCheck) -> None:
    if note.last:
        talk.send(helping.classroom, p.LeavesHelp(helping.session, talk.person.id, "away"))
        return
    talk.tell("relay", "still_there", name=helping.name)
    _owe(talk, [talk.choice("still_here", f"still_here:{helping.session}"), *_always(talk, helping)])
    _check_later(talk, helping, last=True)


def still_here(talk: Talk, session: str) -> None:
    """The helper is there and needs a little longer."""
    helping = talk.person.helping
    if helping is None or helping.session != session:
        talk.tell("common", "settled")
        talk.enter(talk.person.scene)
        return
    waits = replace(helping, waited=talk.world.now)
    talk.become(helping=waits)
    _check_later(talk, waits, last=False)
    talk.enter(ps.InHelp())


def leave_for_form(talk: Talk) -> None:
    """A reassessment began: the session ends, and an ask under way is taken back."""
    helping = talk.person.helping
    if helping:
        talk.send(helping.classroom, p.LeavesHelp(helping.session, talk.person.id, "form"))
