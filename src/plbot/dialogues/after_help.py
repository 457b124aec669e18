"""After help: one question, a word of thanks for those who like, and whether the next answers went better."""

import msgspec

from plbot.core import facts as f
from plbot.core import peer_letters as p
from plbot.core import peer_scenes as ps
from plbot.core import scenes as s
from plbot.core.calendar import awake
from plbot.core.cards import Choice, Literal
from plbot.core.events import Chose, Move, Wrote
from plbot.core.helpdesk import Aftermath, Helping, Rating, Seeking
from plbot.core.readiness import chance_right, elsewhere, score
from plbot.core.talk import Talk
from plbot.dialogues import cheer, find_helper, passing, relay
from plbot.limits import limits

RATINGS: tuple[Rating, ...] = ("yes", "little", "not_yet")


def ask(talk: Talk, scene: ps.LookingBackOnHelp) -> None:
    after = talk.person.aftermath
    if after is None:
        talk.enter(s.AtMenu())
    elif scene.thanking:
        talk.tell("after_help", "thank", name=after.name, teacher=talk.person.teacher)
        skip = talk.choice("no", label=talk.words("labels", "no_sentence"))
        talk.ask([skip], writes="write_sentence", longest=limits.peer_longest)
    else:
        talk.tell("after_help", "did_it_help")
        talk.ask([*_ratings(talk), talk.choice("menu")])


def _ratings(talk: Talk) -> list[Choice]:
    return [talk.choice(f"helped_{rating}", f"helped:{rating}") for rating in RATINGS]


def hear(talk: Talk, scene: ps.LookingBackOnHelp, move: Move) -> None:
    after = talk.person.aftermath
    match move:
        case Wrote(text) if scene.thanking and after:
            _thank(talk, after, text)
        case Chose("no") if scene.thanking and after:
            talk.enter(s.Learning(after.standard))
        case _:
            talk.tell("common", "pick_one")
            talk.enter(scene)


def _thank(talk: Talk, after: Aftermath, text: str) -> None:
    passed = passing.passed(talk, text[: limits.peer_longest])
    said = talk.note(f.WroteToPeer(after.standard, after.session), passed.text)
    talk.send(after.helper, p.Thanked(after.session, after.standard, passed.text, said=said), _not_at_night(talk))
    talk.tell("after_help", "thanked", name=after.name)
    talk.enter(s.Learning(after.standard))


def rate(talk: Talk, rating: str) -> None:
    """The one question afterwards. The helper hears only of the good."""
    after = talk.person.aftermath
    how = next((each for each in RATINGS if each == rating), None)
    if after is None or after.rated or how is None:
        talk.tell("common", "settled")
        talk.enter(talk.person.scene)
        return
    talk.note(f.RatedHelp(after.standard, after.session, how))
    talk.become(aftermath=msgspec.structs.replace(after, rated=True))
    talk.send(after.classroom, p.ShowsWorth(after.session, how != "not_yet"))
    here = isinstance(talk.person.scene, ps.LookingBackOnHelp) or relay.is_free(talk.person.scene)
    if how != "not_yet":
        talk.send(after.helper, p.Thanked(after.session, after.standard), _not_at_night(talk))
        talk.tell("after_help", "glad", name=after.name)
        talk.enter(ps.LookingBackOnHelp(after.standard, thanking=True) if here else talk.person.scene)
        return
    talk.tell("after_help", "not_yet", teacher=talk.person.teacher)
    if here:
        again = talk.choice("help", f"find_helper:{after.standard}")
        talk.stay(s.Learning(after.standard))
        other = [*find_helper.teacher(talk, after.standard), *find_helper.meanwhile(talk, after.standard)]
        talk.ask([*other, again, talk.choice("menu")])
    else:
        talk.enter(talk.person.scene)


def _not_at_night(talk: Talk) -> int:
    """When thanks may arrive: nobody waits for them in quiet hours."""
    return awake(talk.world.now, talk.person.zone, talk.person.policy)


# mail


def open_mail(talk: Talk, note: p.HelpOver | p.Thanked) -> None:
    match note:
        case p.HelpOver():
            helping = talk.person.helping
            if helping and helping.session == note.session:
                _over(talk, helping, note)
        case p.Thanked():
            _thanked(talk, note)


def _over(talk: Talk, helping: Helping, note: p.HelpOver) -> None:
    number = talk.note(f.HelpEnded(helping.standard, helping.session))
    talk.send(helping.classroom, p.HelpSpan(helping.session, talk.person.id, helping.began, number))
    talk.become(helping=None)
    names = {"name": helping.name, "teacher": talk.person.teacher}
    ending = note.why
    if note.mine:
        talk.tell("after_help", f"mine_{ending}", **names)
    else:
        talk.tell("after_help", f"theirs_{note.why}", **names)
    if helping.role == "helper":
        _close_helper(talk)
        return
    if note.why == "report" or (note.mine and note.why == "block"):
        find_helper.close_with(
            talk, helping.standard, [*find_helper.meanwhile(talk, helping.standard), talk.choice("menu")]
        )
        return
    base = score(talk.person.standing(helping.standard), elsewhere(talk.person.standings, helping.standard))
    after = Aftermath(helping.session, helping.classroom, helping.standard, helping.partner, helping.name, base)
    talk.become(aftermath=after)
    if note.again:
        talk.become(seeking=Seeking(note.again, helping.classroom, helping.standard))
        talk.tell("after_help", "asking_on")
        _go_on_seeking(talk, helping)
    elif isinstance(talk.person.scene, ps.InHelp):
        talk.enter(ps.LookingBackOnHelp(helping.standard))
    else:
        talk.tell("after_help", "did_it_help")
        talk.notice(_ratings(talk))


def _close_helper(talk: Talk) -> None:
    if isinstance(talk.person.scene, ps.InHelp):
        talk.enter(s.AtMenu())
    else:
        talk.notice()


def _go_on_seeking(talk: Talk, helping: Helping) -> None:
    """The class goes on asking; what comes of it is told next."""
    if isinstance(talk.person.scene, ps.InHelp):
        talk.stay(ps.SeekingHelp(helping.standard))
    talk.notice()


def _thanked(talk: Talk, note: p.Thanked) -> None:
    known, text, better = talk.standard(note.standard), note.text, note.better
    if known is None:
        return
    if text:
        talk.note(f.ThankedForHelp(note.standard, note.session, note.said))
        talk.tell("after_help", "got_thanks", title=known.title)
        talk.show(Literal(f"“{text}”"))
    else:
        talk.note(f.HelpedSomebody(note.standard, note.session, better))
        talk.tell("after_help", "went_better" if better else "it_helped", title=known.title)
    talk.owe(talk.blocks, [], lane="help")
    talk.blocks = []
    if not text and not better and cheer.has_an_audience(talk):
        cheer.offer_thanks(talk)


# what came of it


def keep(talk: Talk) -> None:
    """Count the next unaided answers after help, beside what was predicted of them."""
    for kept in talk.facts:
        after = talk.person.aftermath
        fact = kept.fact
        if after and isinstance(fact, f.Answered) and fact.standard == after.standard and not fact.aided:
            _count(talk, after, fact)


def _count(talk: Talk, after: Aftermath, fact: f.Answered) -> None:
    if after.answers >= limits.peer_outcome:
        return
    counted = msgspec.structs.replace(
        after,
        answers=after.answers + 1,
        right=after.right + fact.right,
        predicted=round(after.predicted + chance_right(after.base, fact.level), 4),
    )
    talk.become(aftermath=counted)
    if counted.answers == limits.peer_outcome:
        better = counted.right >= counted.predicted
        talk.note(f.HelpShowed(after.standard, after.session, counted.right, counted.answers, counted.predicted))
        talk.send(after.classroom, p.ShowsWorth(after.session, better, better))
