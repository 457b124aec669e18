"""A standard as a student will see it, with what the student does not see (keys, mistakes) beside it for its author."""

from collections.abc import Iterator

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.panel import Panel
from rich.rule import Rule
from rich.text import Text

from plbot.content.proofs import keys
from plbot.core import maths
from plbot.core.drawing import draw
from plbot.core.library import Item, Resource, Standard, Theme
from plbot.core.questions import Question

SEED = 7  # any number: the same preview twice in a row, and `--draw` for another


def preview(standard: Standard, items: tuple[Item, ...], theme: Theme | None, turn: int) -> Iterator[RenderableType]:
    """The standard, then those of its items, each as it comes at that turn (0 is the first). Raises DrawError."""
    yield Rule(Text.assemble((standard.title, "bold"), f"  ({standard.code})"), align="left")
    yield prose(standard.i_can)
    if standard.why:
        yield Text()
        yield prose(standard.why, "Why: ")
    for resource in standard.resources:
        yield _resource(resource)
    for item in items:
        yield _question(item, _drawn(standard, item, theme, turn))
    yield from _ending(standard)


def _drawn(standard: Standard, item: Item, theme: Theme | None, turn: int) -> Question:
    question, cursor = draw(standard, item, 0, SEED, theme)
    for _ in range(turn):
        question, cursor = draw(standard, item, cursor, SEED, theme)
    return question


def prose(text: str, label: str = "") -> Text:
    """A content text for the terminal: bold, emphasis and maths as its author meant them."""
    shown = Text()
    shown.append(label, "bold")
    for piece in maths.pieces(" ".join(text.split())):
        match piece:
            case maths.Bold(words):
                shown.append(words, "bold")
            case maths.Emphasis(words):
                shown.append(words, "italic")
            case maths.Maths(tex):
                shown.append(maths.plain(f"${tex}$"), "cyan")
            case maths.Prose(words):
                shown.append(words)
    return shown


def _resource(resource: Resource) -> RenderableType:
    lines: list[RenderableType] = [prose(resource.text)]
    if resource.alt:
        lines.append(prose(resource.alt, "Picture: "))
    if resource.link:
        lines.append(Text(resource.link, style="underline"))
    title = Text(f"{resource.mode}: {resource.title} ({resource.minutes} min)")
    return Panel(Group(*lines), title=title, title_align="left")


def _question(item: Item, question: Question) -> RenderableType:
    lines: list[RenderableType] = [prose(question.ask)]
    if question.alt:
        lines.append(prose(question.alt, "Picture: "))
    lines += [prose(option.text, f"  {number}. ") for number, option in enumerate(question.options, 1)]
    lines += [prose(text, f"  {letter}) ") for letter, text in zip("abcdefghijklmnop", question.matches, strict=False)]
    lines.append(Text())
    lines += [prose(hint, f"Hint {number}: ") for number, hint in enumerate(question.hints, 1)]
    lines += [prose(answer, "Answer: ") for answer in keys(question)]
    lines += [_miss(mistake.id, " or ".join(mistake.answers), mistake.tell) for mistake in question.mistakes]
    lines += [_miss(option.mistake, option.text, option.tell) for option in question.options if option.tell]
    lines += [prose(line.look_for, f"{line.points} point(s): ") for line in question.rubric]
    if question.solution:
        lines.append(prose(question.solution, "Worked: "))
    title = Text(f"{item.id}: {item.kind}, level {item.level}, {', '.join(item.use)}")
    return Panel(Group(*lines), title=title, title_align="left")


def _miss(name: str, answer: str, tell: str) -> RenderableType:
    return Padding(prose(tell, f"If {answer}{f' ({name})' if name else ''}: "), (0, 0, 0, 2))


def _ending(standard: Standard) -> Iterator[RenderableType]:
    if standard.reflect_before:
        yield prose(standard.reflect_before, "Before: ")
    for text in standard.reflect_after:
        yield prose(text, "After: ")
    form = standard.reassess.form
    if form:
        levels = ", ".join(f"{count} of level {level}" for level, count in form.items())
        yield prose(f"{sum(form.values())} questions ({levels}), {standard.reassess.passing} right", "Reassessment: ")
    else:
        yield prose(f"by the teacher, with {standard.reassess.item or 'a conversation'}", "Reassessment: ")
