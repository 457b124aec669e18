"""Letters about good news: cheers, the wall, and what a class reaches together."""

from plbot.core.note import Note


class SawGoodNews(Note, frozen=True, tag="good-news"):
    """A student opened a result and moved up, or (without a standard) said yes to being thanked: the wall says so if they stand on it."""

    person: str
    standard: str = ""


class Cheer(Note, frozen=True, tag="cheer"):
    """A student said yes to these very words: that `name` moved up (in `standard`, where it is named), or helped a classmate."""

    person: str
    name: str
    standard: str = ""
    helped: bool = False


class Claps(Note, frozen=True, tag="claps"):
    """Somebody of the class pressed the button under the cheers of that day."""

    person: str
    day: str


class CountClaps(Note, frozen=True, tag="count-claps"):
    """A little later: the claps since are said in one go."""


class WantsCheers(Note, frozen=True, tag="wants-cheers"):
    """A student wants, or no longer wants, to be told when classmates move up."""

    person: str
    wants: bool


class OntoWall(Note, frozen=True, tag="onto-wall"):
    """A student puts themselves on the wall, under a nickname and a symbol of their choice."""

    person: str
    nickname: str
    symbol: str


class OffWall(Note, frozen=True, tag="off-wall"):
    """A student leaves the wall, and today's cheers: at once."""

    person: str


class SetsClassGoal(Note, frozen=True, tag="class-goal"):
    """A teacher sets how many standards the class wants to master together this month; 0: none."""

    teacher: str
    goal: int


class GoalReached(Note, frozen=True, tag="goal-reached"):
    """The class reached what it wanted: those who hear cheers hear it, when the quiet hours are over."""

    goal: int


AnyWallNote = SawGoodNews | Cheer | Claps | CountClaps | WantsCheers | OntoWall | OffWall | SetsClassGoal | GoalReached
