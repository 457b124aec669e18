"""Choose: the menu, and what next. Always a real choice: at least two wherever two exist."""

from plbot.core import path
from plbot.core import scenes as s
from plbot.core.cards import Choice
from plbot.core.events import Chose, Move, Wrote
from plbot.core.talk import Talk
from plbot.dialogues import peers
from plbot.limits import limits

OFFERED = 3  # a choice of three is a choice; of thirty it is a search


def ask(talk: Talk, scene: s.AtMenu | s.Choosing) -> None:
    match scene:
        case s.AtMenu() if talk.person.learns_in:
            _menu(talk)
        case s.AtMenu():
            talk.tell("menu", "teacher", name=talk.person.name)
            talk.ask(_teaching(talk))
        case s.Choosing(wide, start):
            _wide(talk, start) if wide else _next(talk)


def _menu(talk: Talk) -> None:
    codes = [standard.code for standard in path.on_path(talk.person, talk.world.library)]
    standings = [talk.person.standing(code) for code in codes]
    done = sum(bool(standing.mastered_at) and not standing.unseen for standing in standings)
    several = len([m for m in talk.person.memberships if m.role == "student"]) > 1
    classroom = talk.person.learns_in.name if talk.person.learns_in and several else ""
    talk.tell("menu", "student", name=talk.person.name, done=done, of=len(codes), classroom=classroom)
    ways = [*(_waiting_for_me(talk) or _under_way(talk)), *peers.ways(talk)]
    rest = [talk.choice("next"), talk.choice("path"), talk.choice("binder"), talk.choice("settings")]
    talk.ask([*ways, *rest, *(_teaching(talk) if talk.person.teaches else [])])


def _waiting_for_me(talk: Talk) -> list[Choice]:
    """Results to open, and forms that may begin or go on."""
    found = []
    for code, standing in talk.person.standings.items():
        standard = talk.standard(code)
        if standard and standing.unseen:
            found.append(
                talk.choice("result", f"result:{code}", label=talk.words("labels", "result_of", title=standard.title))
            )
        elif standard and standing.state in ("scheduled", "reassessing"):
            label = talk.words(
                "labels", "start_of" if standing.state == "scheduled" else "resume_of", title=standard.title
            )
            found.append(talk.choice("reassess", f"reassess:{code}", label=label))
    return found[: limits.page]


def _under_way(talk: Talk) -> list[Choice]:
    """Go on with what was worked on last, where that is still under way."""
    now = path.offers(talk.person, talk.world.library, 1)
    standard = talk.standard(now[0]) if now else None
    if standard is None or talk.person.standing(standard.code).untouched:
        return []
    label = talk.words("labels", "go_on_with", title=standard.title)
    verb = "practise" if standard.items_for("practice") else "learn"
    return [talk.choice(verb, f"{verb}:{standard.code}", label=label)]


def _teaching(talk: Talk) -> list[Choice]:
    boards = [Choice(m.name, "class", f"class:{m.classroom}") for m in talk.person.teaches]
    return [*boards, talk.choice("new_class"), *([] if talk.person.learns_in else [talk.choice("settings")])]


def _next(talk: Talk) -> None:
    codes = path.offers(talk.person, talk.world.library, OFFERED)
    if not codes:
        talk.tell("choose", "finished" if path.finished(talk.person, talk.world.library) else "nothing")
        talk.ask([talk.choice("path"), talk.choice("binder"), talk.choice("menu")])
        return
    talk.tell("choose", "next" if len(codes) > 1 else "only_one")
    talk.ask([*(offer(talk, code) for code in codes), talk.choice("path"), talk.choice("menu")])


def offer(talk: Talk, code: str) -> Choice:
    """A standard as a choice that says where the person stands with it, and leads on from there."""
    title = talk.world.library.standards[code].title
    if talk.person.standing(code).unseen:
        return talk.choice("result", f"result:{code}", label=talk.words("labels", "result_of", title=title))
    state = path.state_of(talk.person, talk.world.library, code)
    label = talk.words("labels", f"state_{state}", title=title)
    return Choice(
        label,
        "choose" if state in ("open", "locked") else "learn",
        f"{'choose' if state in ('open', 'locked') else 'learn'}:{code}",
    )


def _wide(talk: Talk, start: int) -> None:
    standards = path.on_path(talk.person, talk.world.library)
    shown = on_page(talk, start)
    talk.tell("choose", "path", first=start + 1, last=start + len(shown), of=len(standards))
    more = (
        [Choice(talk.words("labels", "more"), "more", f"more:{start + limits.page}")]
        if start + limits.page < len(standards)
        else []
    )
    talk.ask([*(offer(talk, code) for code in shown), *more, talk.choice("menu")])


def on_page(talk: Talk, start: int) -> list[str]:
    """The standards on a page of the whole path, which begins with the `start`-th (from 0)."""
    return [standard.code for standard in path.on_path(talk.person, talk.world.library)][start : start + limits.page]


def hear(talk: Talk, scene: s.AtMenu | s.Choosing, move: Move) -> None:
    match scene, move:
        case s.Choosing(wide=True), Chose() if move.verb == "more":
            talk.enter(s.Choosing(wide=True, start=move.number))
        case _, Chose() if move.verb == "class":
            talk.enter(s.LookingAtClass(move.rest))
        case _, Chose("new_class"):
            talk.enter(s.NamingClass())
        case _, Wrote(text) if code := named(talk, text):
            talk.enter(s.Learning(code))
        case _:
            talk.tell("common", "pick_one")
            talk.enter(scene)


def named(talk: Talk, text: str) -> str:
    """The standard on the path that was typed, by its code or title; '' where there is none."""
    code = talk.world.library.spelled(text.strip()) or ""
    titles = {standard.title.casefold(): standard.code for standard in path.on_path(talk.person, talk.world.library)}
    found = code or titles.get(" ".join(text.casefold().split()), "")
    return found if found in titles.values() else ""
