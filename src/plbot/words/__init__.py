"""Every sentence plbot says: one template file a dialogue, one block a message, one folder a language."""

from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from pathlib import Path

from jinja2 import (
    Environment,
    FileSystemBytecodeCache,
    FileSystemLoader,
    StrictUndefined,
    UndefinedError,
)
from jinja2.runtime import Context

from plbot.compiled import shelf

FALLBACK = "en"
_CURLY = "\N{RIGHT SINGLE QUOTATION MARK}"  # phones write it by themselves
_Block = Callable[[Context], Iterable[str]]


class UnknownWordsError(LookupError):
    """A message that no template holds: a mistake of ours, found by the tests."""


class Phrasebook:
    """All templates, compiled once. A language lends from English what it does not have yet."""

    def __init__(self, folder: Path) -> None:
        place = shelf(folder)
        self._environment = Environment(
            loader=FileSystemLoader(folder),
            bytecode_cache=FileSystemBytecodeCache(str(place)) if place else None,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            autoescape=False,  # noqa: S701 - this is plain text; each adapter escapes for its own platform
        )
        self._environment.filters |= {"listed": listed, "counted": counted}
        self._blocks: dict[tuple[str, str, str], tuple[_Block, Callable[[Mapping[str, object]], Context]]] = {}
        self._fixed: dict[tuple[str, str, str], str] = {}  # messages that take no names are rendered once
        self._commands: dict[tuple[str, str], str] = {}
        templates = self._environment.list_templates(extensions=["j2"])
        self.languages = tuple(sorted({name.partition("/")[0] for name in templates}))
        for name in templates:
            self._take(name)

    def _take(self, name: str) -> None:
        template = self._environment.get_template(name)
        language, _, dialogue = name.removesuffix(".j2").partition("/")

        lent = dict(template.globals)
        shared = {block: [render] for block, render in template.blocks.items()}

        def context(names: Mapping[str, object]) -> Context:
            fresh = Context(self._environment, {**lent, **names}, name, {})
            fresh.blocks = shared  # no template extends another, so that nobody changes them
            return fresh

        for block, render in template.blocks.items():
            self._blocks[language, dialogue, block] = (render, context)
            with suppress(UndefinedError):  # it takes names, so it is rendered each time
                self._fixed[language, dialogue, block] = "".join(render(context({}))).strip()
            if dialogue == "commands":
                for word in self._fixed[language, dialogue, block].split(","):
                    self._commands[language, word.strip()] = block

    def say(self, language: str, dialogue: str, block: str, names: Mapping[str, object]) -> str:
        """The message `block` of `dialogue`. Raises UnknownWordsError where no language has it."""
        fixed = self._fixed.get((language, dialogue, block))
        if fixed is not None:
            return fixed
        found = self._blocks.get((language, dialogue, block)) or self._blocks.get((FALLBACK, dialogue, block))
        if found is None:
            raise UnknownWordsError(f"words/{language}/{dialogue}.j2 has no block '{block}'")
        render, context = found
        return "".join(render(context(names))).strip()

    def command(self, language: str, text: str) -> str:
        """The global word that `text` is, or ''. English words are understood in every language."""
        word = " ".join(text.casefold().replace(_CURLY, "'").split()).strip(" .!?/")
        return self._commands.get((language, word)) or self._commands.get((FALLBACK, word), "")

    def messages(self) -> list[tuple[str, str, str]]:
        """All there is to say: (language, dialogue, block)."""
        return sorted(self._blocks)


def listed(things: Iterable[str], last: str = "and") -> str:
    """`Ana, Ben and Cleo`."""
    *most, end = [str(thing) for thing in things] or [""]
    return f"{', '.join(most)} {last} {end}" if most else end


def counted(number: int, one: str, many: str) -> str:
    """`1 question`, `2 questions`."""
    return f"{number} {one if number == 1 else many}"


def load() -> Phrasebook:
    """The words that plbot ships."""
    return Phrasebook(Path(__file__).parent)
