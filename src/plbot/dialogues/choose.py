"""Choose: the menu, and what next. Always a real choice: at least two wherever two exist."""

from plbot.core import path, quiz
from plbot.core import scenes as s
from plbot.core.cards import Choice
from plbot.core.events import Chose, Move, Wrote
from plbot.core.library import Standard
from plbot.core.several import several
from plbot.core.talk import Talk
from plbot.dialogues import peers, place, recheck, week
from plbot.limits import limits

OFFERED = 3  # a choice of three is a choice; of thirty it is a search


ChooseScene = s.AtMenu | s.Choosing | s.AtPathEnd


def ask(talk: Talk, scene: ChooseScene) -> None:
    match scene:
        case s.AtMenu() if talk.person.learns_in:
            _menu(talk)
        case s.AtMenu():
            talk.tell("menu", "teacher", name=talk.person.name)
            talk.ask(_teaching(talk))
        case s.Choosing(wide, start, show):
            _wide(talk, start, show=show) if wide else _next(talk)
        case s.AtPathEnd():
            _end(talk)


def _menu(talk: Talk) -> None:
    codes = [standard.code for standard in path.on_path(talk.person, talk.world.library)]
    standings = [talk.person.standing(code) for code in codes]
    done = sum(bool(standing.mastered_at) and not standing.unseen for standing in standings)
    several = len([m for m in talk.person.memberships if m.role == "student"]) > 1
    classroom = talk.person.learns_in.name if talk.person.learns_in and several else ""
    this_week = week.ways(talk)
    talk.tell("menu", "student", name=talk.person.name, done=done, of=len(codes), classroom=classroom)
    ways = _waiting_for_me(talk) or _under_way(talk)
    ways += [talk.choice("place", label=talk.words("labels", "place_again"))] if place.goes_on(talk) else []
    ways += peers.ways(talk)
    rest = [
        *recheck.ways_back(talk),
        talk.choice("next"),
        talk.choice("path"),
        talk.choice("binder"),
        talk.choice("wall"),
        talk.choice("settings"),
    ]
    talk.ask([*ways, *this_week, *rest, *(_teaching(talk) if talk.person.teaches else [])])


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
    standard = talk.standard(path.at_work(talk.person, talk.world.library))
    if standard is None or talk.person.standing(standard.code).untouched:
        return []
    label = talk.words("labels", "go_on_with", title=standard.title)
    verb = "practise" if standard.items_for("practice") else "learn"
    return [talk.choice(verb, f"{verb}:{standard.code}", label=label)]


def _teaching(talk: Talk) -> list[Choice]:
    boards = [Choice(m.name, "class", f"class:{m.classroom}") for m in talk.person.teaches]
    return [*boards, talk.choice("new_class"), *([] if talk.person.learns_in else [talk.choice("settings")])]


def _next(talk: Talk) -> None:
    person, library = talk.person, talk.world.library
    if path.finished(person, library):
        talk.enter(s.AtPathEnd())
        return
    view = path.outlook(person, library)
    codes = path.offers(person, library, OFFERED, view)
    if not codes:
        talk.tell("choose", "nothing")
        talk.ask([*recheck.ways_back(talk), talk.choice("path"), talk.choice("binder"), talk.choice("menu")])
        return
    talk.tell("choose", "next" if len(codes) > 1 else "only_one")
    shown = [talk.choice("show_several")] if several(person, library, view) else []
    again = [talk.choice("place", label=talk.words("labels", "place_again"))] if place.goes_on(talk) else []
    rest = [talk.choice("path"), talk.choice("menu")]
    talk.ask([*(offer(talk, code, view) for code in codes), *shown, *again, *recheck.ways_back(talk), *rest])


def _end(talk: Talk) -> None:
    """All is mastered, and there is more: a challenge, showing one again, a new goal, the binder."""
    standards = path.on_path(talk.person, talk.world.library)
    hard = [standard for standard in standards if quiz.challenges(standard)]
    least = sorted(hard, key=lambda standard: talk.person.standing(standard.code).answered)[:OFFERED]
    talk.tell("choose", "finished", teacher=talk.person.teacher)
    challenges = [
        talk.choice("challenge", f"challenge:{each.code}", label=talk.words("labels", "challenge_of", title=each.title))
        for each in least
    ]
    again = [*recheck.ways_back(talk), talk.choice("show", label=talk.words("labels", "show_again"))]
    rest = [talk.choice("goal"), talk.choice("path"), talk.choice("binder"), talk.choice("menu")]
    talk.ask([*challenges, *again, talk.choice("be_helper"), *rest])


def offer(talk: Talk, code: str, view: path.Outlook | None = None) -> Choice:
    """A standard as a choice that says where the person stands with it, and leads on from there."""
    title = talk.world.library.standards[code].title
    if talk.person.standing(code).unseen:
        return talk.choice("result", f"result:{code}", label=talk.words("labels", "result_of", title=title))
    if talk.person.standing(code).parked_until:
        return talk.choice("take_up", f"take_up:{code}", label=talk.words("labels", "take_up", title=title))
    view = view or path.outlook(talk.person, talk.world.library)
    state = view.states.get(code) or talk.person.standing(code).state
    if code == view.current and talk.person.standing(code).untouched:
        return Choice(talk.words("labels", "current_of", title=title), "choose", f"choose:{code}")
    if code in view.known and talk.person.standing(code).untouched:
        return Choice(talk.words("labels", "show_one", title=title), "show", f"check:{code}")
    label = talk.words("labels", f"state_{state}", title=title)
    return Choice(
        label,
        "choose" if state in ("open", "locked") else "learn",
        f"{'choose' if state in ('open', 'locked') else 'learn'}:{code}",
    )


def _wide(talk: Talk, start: int, *, show: bool) -> None:
    standards = path.on_path(talk.person, talk.world.library)
    shown = standards[start : start + limits.page]
    talk.tell("choose", "show" if show else "path", first=start + 1, last=start + len(shown), of=len(standards))
    more = (
        [Choice(talk.words("labels", "more"), "more", f"more:{start + limits.page}")]
        if start + limits.page < len(standards)
        else []
    )
    view = path.outlook(talk.person, talk.world.library)
    rows = [_to_show(standard) if show else offer(talk, standard.code, view) for standard in shown]
    find_out = [talk.choice("place")] if not show and place.can_begin(talk) else []
    talk.ask([*rows, *more, *find_out, talk.choice("menu")])


def on_page(talk: Talk, start: int) -> list[str]:
    """The standards on a page of the whole path, which begins with the `start`-th (from 0)."""
    return [standard.code for standard in path.on_path(talk.person, talk.world.library)][start : start + limits.page]


def _to_show(standard: Standard) -> Choice:
    """A standard as a choice that begins a check of it; where there are no questions, the teacher is the one to show it to."""
    drill = bool(standard.items_for("practice"))
    return Choice(standard.title, "show" if drill else "learn", f"{'check' if drill else 'learn'}:{standard.code}")


def hear(talk: Talk, scene: ChooseScene, move: Move) -> None:
    match scene, move:
        case s.Choosing(wide=True, show=show), Chose() if move.verb == "more":
            talk.enter(s.Choosing(wide=True, start=move.number, show=show))
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
