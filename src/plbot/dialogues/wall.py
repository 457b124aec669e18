"""The wall: this week's good news of the class. Nobody stands on it who did not ask to, and there is nothing to compare."""

from plbot.core import facts as f
from plbot.core import names
from plbot.core import scenes as s
from plbot.core import wall_letters as w
from plbot.core.access import has_student, teaches
from plbot.core.cards import Choice, Literal
from plbot.core.events import Chose, Move, Wrote
from plbot.core.records import Classroom
from plbot.core.talk import Talk
from plbot.core.wall import SYMBOLS, Appearance, GoodNews, Wall
from plbot.dialogues import cheer
from plbot.limits import limits


def let_know(talk: Talk, code: str) -> None:
    """Let the class know of good news, once its owner has seen it."""
    home = talk.person.learns_in
    if home:
        talk.send(home.classroom, w.SawGoodNews(talk.person.id, code))


def ask(talk: Talk, scene: s.AtWall) -> None:
    match scene.doing:
        case "nickname":
            talk.tell("wall", "ask_nickname")
            back = talk.choice("no", label=talk.words("labels", "not_now"))
            talk.ask([back], numbered=False, writes="write", longest=limits.nickname_longest)
        case "symbol":
            talk.tell("wall", "ask_symbol")
            symbols = [Choice(f"{sign} {name}", "symbol", f"symbol:{name}") for name, sign in SYMBOLS.items()]
            talk.ask([*symbols, talk.choice("no", label=talk.words("labels", "not_now"))])
        case _:
            _show(talk)


def _show(talk: Talk) -> None:
    rooms = _rooms(talk)
    for room in rooms:
        _one(talk, room)
    if not rooms:
        talk.tell("wall", "nothing_yet")
    own = [way for room in rooms[:1] if has_student(room, talk.person.id) for way in _own_ways(talk, room)]
    talk.ask([*own, talk.choice("menu")])


def _rooms(talk: Talk) -> list[Classroom]:
    """The classes whose wall this person may see: the one they learn in, and those they teach."""
    home = [talk.person.learns_in] if talk.person.learns_in else []
    found = [talk.world.record(m.classroom) for m in (*home, *talk.person.teaches)]
    me = talk.person.id
    return [room for room in found if isinstance(room, Classroom) and (has_student(room, me) or teaches(room, me))]


def _one(talk: Talk, room: Classroom) -> None:
    wall = room.wall.at(talk.world.now, room.zone)
    talk.tell("wall", "head", classroom=room.name, up=wall.up, back=wall.back)
    if wall.goal:
        talk.tell("wall", "goal", goal=wall.goal, together=wall.together)
    students = sum(not member.waiting for member in room.members.values())
    news = [_line(talk, room, wall, each) for each in wall.news[-limits.wall_news :] if each.person in wall.people]
    if students < limits.wall_smallest:
        talk.tell("wall", "totals_only", least=limits.wall_smallest)
    elif news:
        talk.show(Literal("\n".join(news)))


def _line(talk: Talk, room: Classroom, wall: Wall, news: GoodNews) -> str:
    """Named is only what is on the class's own path: a standard of an earlier year would give somebody away."""
    path = talk.world.library.paths.get(room.path)
    named = path is not None and news.standard in path.standards
    standard = talk.world.library.standards.get(news.standard) if named else None
    shown = wall.people[news.person].shown
    return talk.words("wall", "news", who=shown, title=standard.title if standard else "", helped=not news.standard)


def _own_ways(talk: Talk, room: Classroom) -> list[Choice]:
    me = talk.person.id
    stand = talk.choice("leave_wall" if me in room.wall.people else "join_wall")
    hear_all = [] if room.group else [talk.choice("mute_cheers" if me in room.listeners else "hear_cheers")]
    return [stand, *hear_all]


def hear(talk: Talk, scene: s.AtWall, move: Move) -> None:
    match scene.doing, move:
        case "", Chose("join_wall"):
            talk.enter(s.AtWall("nickname"))
        case "", Chose("leave_wall"):
            leave(talk)
        case "", Chose("hear_cheers" | "mute_cheers"):
            cheer.listen(talk, wants=move == Chose("hear_cheers"))
            talk.enter(s.AtMenu())
        case "nickname" | "symbol", Chose("no"):
            talk.enter(s.AtWall())
        case "nickname", Wrote(text):
            _name(talk, text)
        case "symbol", Chose() if move.verb == "symbol" and move.rest in SYMBOLS:
            _stand(talk, Appearance(scene.nickname, move.rest))
        case _:
            talk.tell("common", "pick_one")
            talk.enter(scene)


def _name(talk: Talk, text: str) -> None:
    nickname = names.tidy_name(text, limits.nickname_longest)
    if nickname:
        talk.enter(s.AtWall("symbol", nickname))
    else:
        talk.tell("wall", "other_nickname", longest=limits.nickname_longest)
        talk.enter(s.AtWall("nickname"))


def _stand(talk: Talk, looks: Appearance) -> None:
    home = talk.person.learns_in
    if home:
        talk.note(f.JoinedWall())
        talk.send(home.classroom, w.OntoWall(talk.person.id, looks.nickname, looks.symbol))
        talk.tell("wall", "joined")
        talk.show(Literal(looks.shown))
    talk.enter(s.AtMenu())


def leave(talk: Talk) -> None:
    """Off the walls of all classes, at once."""
    talk.note(f.LeftWall())
    for membership in talk.person.memberships:
        if membership.role == "student":
            talk.send(membership.classroom, w.OffWall(talk.person.id))
    talk.tell("wall", "left")
    talk.enter(s.AtMenu())
