"""Which dialogue reads a letter to a person, and which part of a class decides on one to it."""

from plbot.core import consent_letters as c
from plbot.core import letters as n
from plbot.core import pages
from plbot.core import peer_letters as p
from plbot.core import wall_letters as w
from plbot.core.register import Register
from plbot.core.talk import Talk
from plbot.dialogues import (
    consent,
    home,
    linking,
    parking,
    peers,
    reassess,
    result,
    stuck,
    week,
    welcome,
)
from plbot.dialogues.classroom import announcing as announcements
from plbot.dialogues.classroom import cheering, joining, leaving, requests, results, roll, walling, worries
from plbot.dialogues.classroom import helping as helpdesk
from plbot.dialogues.classroom import stuck as stuck_students
from plbot.dialogues.safety import hearing, reading


def hand_over(talk: Talk, note: n.AnyNote) -> None:
    """A letter for a person: the dialogue it belongs to reads it."""
    match note:
        case c.ConsentChanged() | c.BeForgotten() | c.TalkFirst() | c.WentAway() | c.CopyGiven():
            consent.open_mail(talk, note)
        case n.WantsLink() | n.NotLinked():
            linking.open_mail(talk, note)
        case n.HomeAgain():
            home.show(talk)
        case n.Admitted() | n.NotAdmitted() | n.MustWait() | n.ClassChanged() | n.ClassIsReady():
            welcome.open_mail(talk, note)
        case n.YouMayReassess() | n.YouWait() | n.PleasePractise() | n.YourResultHolds():
            reassess.open_mail(talk, note)
        case n.YourResult() | n.ResultIsHere():
            result.open_mail(talk, note)
        case p.HelpWanted() | p.OfferOver() | p.HelperSought() | p.NoHelper() | p.HelpBegins() | p.Relayed():
            peers.open_mail(talk, note)
        case p.MeetAsked() | p.MeetAnswered() | p.HelpOver() | p.AwayCheck() | p.Thanked():
            peers.open_mail(talk, note)
        case n.StillStuck() | n.StuckFades() | n.TeacherTalked():
            stuck.open_mail(talk, note)
        case n.ComesBack():
            parking.open_mail(talk, note)
        case n.AnswersReflection():
            week.open_mail(talk, note)
        case pages.OnDutyNow():
            reading.on_duty(talk, note)
        case pages.SomebodyKnows():
            hearing.known(talk, note)
        case pages.AlarmClosed():
            hearing.closed(talk, note)
        case _:
            raise TypeError(f"a person gets no {type(note).__name__}")


def decide(register: Register, note: n.AnyNote) -> None:
    """A letter for a class."""
    match note:
        case n.FoundClass() | n.ChangeClass() | n.NewTeacherCode() | n.NewClassCode():
            joining.decide(register, note)
        case n.WantsIn() | n.ClaimsToTeach() | n.Renamed() | n.Leaves():
            joining.decide(register, note)
        case n.AsksToReassess() | n.TakesBack() | n.OpenAnswer() | n.Decides() | n.MorningCame():
            requests.decide(register, note)
        case c.SetsConsent() | c.Pauses() | c.AsksToGo() | c.AsksForCopy() | c.HasGone() | c.HeldBack():
            leaving.decide(register, note)
        case n.IsStuck() | n.AsksForHelp() | n.NoLongerStuck():
            stuck_students.decide(register, note)
        case n.SignsIn(person):
            roll.sign(register, person)
        case n.MayNeedAWord():
            worries.decide(register, note)
        case n.HasResult() | n.Records():
            results.decide(register, note)
        case w.Cheer() | w.Claps() | w.CountClaps() | w.WantsCheers():
            cheering.decide(register, note)
        case w.SawGoodNews() | w.OntoWall() | w.OffWall() | w.SetsClassGoal() | w.GoalReached():
            walling.decide(register, note)
        case n.Announces() | n.MeetsHere() | n.GroupLost() | n.NotReachable() | n.LinkRefused():
            announcements.decide(register, note)
        case p.Volunteers() | p.SeeksHelper() | p.SeeksNoMore() | p.AnswersOffer() | p.OfferRunsOut() | p.HelpSpan():
            helpdesk.decide(register, note)
        case p.LeavesHelp() | p.HelpTimeUp() | p.ShowsWorth() | p.LeavesHint() | p.DecidesHelp():
            helpdesk.decide(register, note)
        case _:
            raise TypeError(f"a class gets no {type(note).__name__}")
