"""Learn: all ways into a standard, and the student picks. `Another way` is always one tap away."""

from plbot.core import facts as f
from plbot.core import path, worked
from plbot.core import scenes as s
from plbot.core.cards import Choice, Image
from plbot.core.events import Chose, Move
from plbot.core.library import Standard
from plbot.core.talk import Talk, blocks_of


def ask(talk: Talk, scene: s.Learning) -> None:
    standard = talk.world.library.standards[scene.standard]
    if 0 <= scene.way < len(standard.resources):
        _show_way(talk, standard, scene.way)
    else:
        _offer_ways(talk, standard)


def _offer_ways(talk: Talk, standard: Standard) -> None:
    seen = talk.person.standing(standard.code).ways
    block = "with_teacher" if not standard.resources and not standard.items else "again" if seen else "intro"
    talk.tell("learn", block, title=standard.title, i_can=standard.i_can.strip(), why=standard.why.strip())
    ways = [way_choice(talk, standard, place) for place in in_order(talk, standard)]
    talk.ask([*ways, *_warm_ups(talk, standard), *_onward(talk, standard)])


def _warm_ups(talk: Talk, standard: Standard) -> list[Choice]:
    """Before what the class works on now: the nearest it builds on that this student does not know yet."""
    library = talk.world.library
    if standard.code != path.current_of(talk.person, library):
        return []
    return [
        talk.choice(
            "learn", f"learn:{code}", label=talk.words("labels", "warm_up", title=library.standards[code].title)
        )
        for code in path.warm_ups(talk.person, library)
    ]


def in_order(talk: Talk, standard: Standard) -> list[int]:
    """The places of the ways into a standard: those not tried first, and among them what worked before."""
    seen = talk.person.standing(standard.code).ways
    known = worked.told(worked.together(each.after_ways for each in talk.person.standings.values()))

    def rank(place: int) -> tuple[bool, float]:
        mode = standard.resources[place].mode
        return mode in seen, -known[mode].gain if mode in known else 0.0

    return sorted(range(len(standard.resources)), key=rank)


def way_choice(talk: Talk, standard: Standard, place: int) -> Choice:
    resource = standard.resources[place]
    label = talk.words(
        "labels",
        "way",
        mode=talk.words("labels", f"mode_{resource.mode}"),
        title=resource.title,
        minutes=resource.minutes,
    )
    return Choice(label, resource.mode, f"way:{place}")


def _onward(talk: Talk, standard: Standard) -> list[Choice]:
    onward = (
        [talk.choice("practise"), talk.choice("check")] if standard.items_for("practice") else [talk.choice("reassess")]
    )
    return [*onward, talk.choice("menu")]


def _show_way(talk: Talk, standard: Standard, place: int) -> None:
    resource = standard.resources[place]
    talk.tell("learn", "way", title=resource.title, minutes=resource.minutes)
    if resource.image:
        talk.show(Image(resource.image, resource.alt))
    talk.show(*blocks_of(resource.text.strip()))
    if resource.link:
        talk.tell("learn", "link", link=resource.link)
    drill = [talk.choice("practise"), talk.choice("another_way"), talk.choice("check")]
    talk.ask(
        [
            *(drill if standard.items_for("practice") else [talk.choice("another_way"), talk.choice("reassess")]),
            talk.choice("menu"),
        ]
    )


def open_way(talk: Talk, standard: Standard, place: int) -> None:
    talk.note(f.Opened(standard.code, standard.resources[place].mode))
    talk.enter(s.Learning(standard.code, place))


def hear(talk: Talk, scene: s.Learning, move: Move) -> None:
    standard = talk.world.library.standards[scene.standard]
    if isinstance(move, Chose) and move.verb == "way" and move.number < len(standard.resources):
        open_way(talk, standard, move.number)
        return
    talk.tell("common", "pick_one")
    talk.enter(scene)
