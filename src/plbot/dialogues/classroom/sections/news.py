"""News of the day: nothing to do about it, and good to know."""

from plbot.core.records import News
from plbot.dialogues.classroom.sheet import Sheet
from plbot.limits import limits


def write(sheet: Sheet) -> None:
    news = sheet.register.todays_board().news
    up = [_told(sheet, each) for each in news if each.mastered]
    back = [_told(sheet, each) for each in news if not each.mastered]
    if up:
        sheet.tell("moved_up", names=up[-limits.board_listed :], count=len(up))
    if back:
        sheet.tell("not_yet_today", names=back[-limits.board_listed :], count=len(back))
    for each in [each for each in news if each.mistakes][-limits.board_listed :]:
        sheet.tell("talk_about", name=sheet.name(each.person), title=sheet.title(each.standard), mistakes=each.mistakes)


def _told(sheet: Sheet, news: News) -> str:
    return f"{sheet.name(news.person)} ({sheet.title(news.standard)})"


def write_told(sheet: Sheet) -> None:
    """What stands here today only."""
    told = sheet.register.todays_board().told
    for once in dict.fromkeys(each.what for each in told):
        names = [sheet.name(each.person) for each in told if each.what == once]
        sheet.tell(once, names=names[: limits.board_listed])
