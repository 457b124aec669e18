"""The wall of a class: this week's good news, by nicknames that students chose; and what the class reaches together. Never a ranking."""

from collections.abc import Mapping
from types import MappingProxyType

import msgspec

from plbot.core.calendar import day

SYMBOLS: Mapping[str, str] = MappingProxyType(
    {
        "fox": "🦊", "owl": "🦉", "whale": "🐋", "turtle": "🐢", "bee": "🐝", "cat": "🐈",
        "star": "⭐", "rocket": "🚀", "kite": "🪁", "drum": "🥁", "tree": "🌳", "cactus": "🌵",
        "lemon": "🍋", "cherry": "🍒", "cloud": "☁️", "comet": "☄️", "anchor": "⚓", "bell": "🔔",
    }
)  # fmt: skip


class Appearance(msgspec.Struct, frozen=True, array_like=True):
    """How one student stands on the wall: a nickname and the name of a symbol, both their own choice."""

    nickname: str
    symbol: str

    @property
    def shown(self) -> str:
        return f"{SYMBOLS.get(self.symbol, '')} {self.nickname}".strip()


class GoodNews(msgspec.Struct, frozen=True, array_like=True):
    """A student moved up in a standard; without one: they helped a classmate."""

    person: str
    standard: str = ""


class Wall(msgspec.Struct, frozen=True, omit_defaults=True):
    """`people` is who wants to stand on it. The rest belongs to one week (`2026-W37`) and one month (`2026-09`) of the class."""

    people: dict[str, Appearance] = {}
    week: str = ""
    news: tuple[GoodNews, ...] = ()
    up: int = 0  # standards mastered in the week, by anyone in the class
    back: int = 0  # times that somebody came back to try again
    month: str = ""
    together: int = 0  # standards mastered in the month, by all together
    goal: int = 0  # what the class wants to reach together in the month; 0: nothing
    goal_month: str = ""

    def at(self, moment: int, zone: str) -> "Wall":
        """The wall as it is at `moment`: what belongs to another week or month is gone."""
        today = day(moment, zone)
        year, number, _ = today.isocalendar()
        week, month = f"{year}-W{number:02d}", f"{today:%Y-%m}"
        wall = self if week == self.week else msgspec.structs.replace(self, week=week, news=(), up=0, back=0)
        if month != self.month:
            wall = msgspec.structs.replace(wall, month=month, together=0)
        return wall if wall.goal_month == month else msgspec.structs.replace(wall, goal=0, goal_month=month)

    def told(self, person: str, standard: str = "") -> "Wall":
        """The wall with one more piece of news, if this person wants to stand on it."""
        news = GoodNews(person, standard)
        if person not in self.people or news in self.news:
            return self
        return msgspec.structs.replace(self, news=(*self.news, news))

    def counted(self, *, up: bool, again: bool) -> "Wall":
        """The class's totals after one more result."""
        return msgspec.structs.replace(self, up=self.up + up, back=self.back + again, together=self.together + up)

    def without(self, person: str) -> "Wall":
        """The wall once this person has left it; the totals stay, they name nobody."""
        return msgspec.structs.replace(
            self,
            people={pid: looks for pid, looks in self.people.items() if pid != person},
            news=tuple(news for news in self.news if news.person != person),
        )

    @property
    def reached(self) -> bool:
        return 0 < self.goal <= self.together
