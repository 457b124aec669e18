"""Our own code, read as text: which modules there are, what they import, which sentences and buttons they name."""

import ast
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from itertools import product
from pathlib import Path
from typing import NamedTuple, get_args

from plbot import words
from plbot.core import attempts, facts, records, scenes, states, traces
from plbot.core.library import Mode
from plbot.dialogues import (
    after_help,
    be_helper,
    binder,
    explaining,
    helping_lesson,
    home,
    reflect,
    relay,
    week,
    welcome,
)
from plbot.dialogues.safety import paging
from plbot.dialogues.teacher import classes, helping

ROOT = Path(__file__).parent.parent
SRC = ROOT / "src"
ADAPTERS = ROOT / "adapters"
SHEET = ("sheet", "Sheet(register, teacher)")  # the board's page: it speaks to teachers in its own short verbs
EXPLAINING = "dialogues/explaining.py"  # its `say` speaks of reasons, to whoever reads


class Source(NamedTuple):
    """One module: its dotted name, its file, what it says."""

    name: str
    file: Path
    tree: ast.Module

    @property
    def is_package(self) -> bool:
        return self.file.name == "__init__.py"

    @property
    def place(self) -> str:
        """The file's path inside its package's folder: `dialogues/check.py`."""
        return self.file.relative_to(SRC / "plbot").as_posix() if self.file.is_relative_to(SRC) else self.file.name

    @property
    def area(self) -> str:
        """The part of the house: `core`, `dialogues`, `desk` ..., or the adapter's package."""
        parts = self.name.split(".")
        return parts[1] if parts[0] == "plbot" and len(parts) > 1 else parts[0]


@lru_cache
def sources() -> tuple[Source, ...]:
    """Every module of plbot and of its adapters."""
    found = [(SRC, file) for file in sorted(SRC.rglob("*.py"))]
    found += [(base, file) for base in sorted(ADAPTERS.glob("*")) for file in sorted(base.rglob("*.py"))]
    return tuple(Source(_dotted(file.relative_to(base)), file, ast.parse(file.read_text())) for base, file in found)


def _dotted(path: Path) -> str:
    parts = path.with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


@cache
def imports(source: Source) -> tuple[tuple[str, str, int], ...]:
    """(module, name taken from it or '', line), leaving out what is only imported for type checking."""
    nodes = list(ast.walk(source.tree))
    for_types = [node for node in nodes if isinstance(node, ast.If) and _is_named(node.test, "TYPE_CHECKING")]
    skipped = {inner for node in for_types for inner in ast.walk(node)}
    return tuple(_imported(node for node in nodes if node not in skipped))


def _is_named(node: ast.expr, name: str) -> bool:
    return isinstance(node, ast.Name) and node.id == name


def _imported(nodes: Iterable[ast.AST]) -> Iterator[tuple[str, str, int]]:
    for node in nodes:
        if isinstance(node, ast.Import):
            yield from ((alias.name, "", node.lineno) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from ((node.module or "", alias.name, node.lineno) for alias in node.names)


# what an expression may be


class UnknownExpressionError(LookupError):
    """An expression whose values the tests do not know: add it to `VALUES`, so that no sentence or button is overlooked."""


VALUES: dict[str, tuple[str, ...]] = {
    # where a sentence or a button is named by something other than plain text: all that it may be
    "goal": welcome.GOALS,
    "move.rest": welcome.GOALS,
    "why": ("code", "consent", "declined", "full"),
    "snag.why": get_args(facts.WhyStuck),
    "refused.kind": ("tomorrow", "with_teacher"),
    "why_question(talk, scene)": get_args(explaining.WhyQuestion),
    "_tag(fact)": tuple(binder._TOLD),
    "deed": ("approve", "mastered", "not_yet", "send_back"),
    "tap": tuple(tap for taps in (*reflect.TAPS.values(), *week.TAPS.values()) for tap in taps),
    "step": tuple(week.TAPS),
    "todo": get_args(attempts.Step),
    "did": get_args(traces.Deed),
    "person.silenced": tuple(filter(None, get_args(records.Silence))),
    "scene.when": tuple(reflect.TAPS),
    "mode": get_args(Mode),
    "resource.mode": get_args(Mode),
    "state": get_args(states.State),
    "question.kind": ("choices", "order", "match"),
    "talk.world.chance.randint(1, 4)": ("1", "2", "3", "4"),
    "talk.world.chance.randint(1, 2)": ("1", "2"),
    "str(tag).replace('-', '_')": tuple(
        str(scene.__struct_config__.tag).replace("-", "_") for scene in get_args(scenes.Scene)
    ),
    "shortcut": (*home.AT_FIRST, *home.OF_STUDENTS, *home.OF_TEACHERS, *home.OF_ALL),
    "once": ("lost", "link_refused", "group_lost", "no_helper"),
    "way": classes.WAYS,
    "rating": after_help.RATINGS,
    "ending": ("end", "report", "block", "away", "gone", "form"),
    "note.why": ("end", "report", "block", "away", "gone", "form", "time", "teacher"),
    "lack": ("nobody", "passed", "paused"),
    "helping.role": ("helper", "helped"),
    "note.role": ("helper", "helped"),
    "starter": relay.STARTERS,
    "when": be_helper.WHENS,
    "helper.hours.when": be_helper.WHENS,
    "onward": be_helper.ONWARD,
    "reply": helping_lesson.REPLIES,
    "move.verb": helping.DEEDS,
    "outcome": ("taken_over", "acknowledged", "yours_now", "closed", "test_done"),
    "reason": paging.REASONS,
    "place": ("n",),
    "place + 1": ("n",),
    "c.intent": ("answer:n",),
}


def values(node: ast.expr, source: Source) -> tuple[str, ...]:
    """All texts that this expression may be. Raises UnknownExpressionError."""
    match node:
        case ast.Constant(str(text)):
            return (text,)
        case ast.IfExp(_, body, orelse):
            return values(body, source) + values(orelse, source)
        case ast.JoinedStr(parts):
            return tuple("".join(pieces) for pieces in product(*(values(part, source) for part in parts)))
        case ast.FormattedValue(inner):
            return values(inner, source)
    known = VALUES.get(ast.unparse(node)) or _given(node, source)
    if not known:
        raise UnknownExpressionError(f"{source.place}:{node.lineno}: what may {ast.unparse(node)} be?")
    return known


def _given(node: ast.expr, source: Source) -> tuple[str, ...]:
    """All that a plain name is set to in its module."""
    if not isinstance(node, ast.Name):
        return ()
    assigned = [each for each in ast.walk(source.tree) if isinstance(each, ast.Assign)]
    given = [each.value for each in assigned if any(ast.unparse(target) == node.id for target in each.targets)]
    return tuple(text for value in given for text in values(value, source))


# sentences and buttons


class Call(NamedTuple):
    """A call of a verb, outside of the functions that only pass its arguments on."""

    source: Source
    verb: str
    args: list[ast.expr]
    labelled: bool
    on: str = ""  # what it is a verb of: `talk`, `sheet`


@lru_cache
def calls() -> tuple[Call, ...]:
    """Every call, in code that speaks to people, of a verb that says or offers something."""
    speaking = [source for source in sources() if source.area == "dialogues"]
    return tuple(call for source in speaking for call in _calls(source))


_VERBS = frozenset({"tell", "written", "words", "said", "say", "choice", "button", "Choice"})
_PASSED_ON = frozenset({"say", "tell", "button", "reasons"})  # definitions in the board's sheet: they name no sentence


def _calls(source: Source) -> Iterator[Call]:
    passing = {
        inner
        for node in ast.walk(source.tree)
        if isinstance(node, ast.FunctionDef) and node.name in _PASSED_ON
        for inner in ast.walk(node)
    }
    for node in ast.walk(source.tree):
        if not isinstance(node, ast.Call) or node in passing:
            continue
        verb = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        reads = ast.unparse(node.func).endswith("world.button")  # looks a button up; offers none
        if verb in _VERBS and node.args and not reads:
            on = ast.unparse(node.func.value) if isinstance(node.func, ast.Attribute) else ""
            yield Call(source, verb, node.args, any(word.arg == "label" for word in node.keywords), on)
        for word in node.keywords:
            if word.arg == "writes":
                yield Call(source, "writes", [word.value], labelled=False)


def said() -> set[tuple[str, str]]:
    """Every (dialogue, block) that the code may say."""
    return {pair for call in calls() for pair in _sentences(call)} | _said_by_adapters()


def _said_by_adapters() -> set[tuple[str, str]]:
    """What an adapter says of its own accord stands under its name; each block is named in its code."""
    texts = {
        (source.area.removeprefix("plbot_"), node.value)
        for source in sources()
        if source.file.is_relative_to(ADAPTERS)
        for node in ast.walk(source.tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    return {(dialogue, block) for _, dialogue, block in words.load().messages() if (dialogue, block) in texts}


def _sentences(call: Call) -> list[tuple[str, str]]:
    source, verb, args, labelled, on = call
    match verb:
        case "choice":
            return [] if labelled else [("labels", block) for block in values(args[0], source)]
        case "writes":
            return [("labels", block) for block in values(args[0], source)]
        case "button":
            return [("teacher/board", f"button_{block}") for block in values(args[0], source)]
        case "Choice":
            return []
        case "say" if source.place == EXPLAINING:
            return [("reasons", block) for block in values(args[0], source)]
        case "tell" | "say" if on in SHEET or source.place == "dialogues/classroom/sheet.py":
            return [("teacher/board", block) for block in values(args[0], source)]
        case _:
            found = product(values(args[0], source), values(args[1], source))
            return [(dialogue, block) for dialogue, block in found]


def intents() -> set[str]:
    """Every intent that a button may have; numbered ones end in `:n`."""
    return {intent for call in calls() for intent in _intents(call)}


def _intents(call: Call) -> tuple[str, ...]:
    match call.verb:
        case "choice":
            return values(call.args[0], call.source)
        case "button" | "Choice" if len(call.args) > 1:
            return values(call.args[1], call.source)
    return ()
