"""Carries out the orders of a print run. Call it away from the main thread: it waits for printer and book."""

from collections.abc import Callable
from contextlib import suppress

from desk_app.domain.prints import OVER, Job, JobState
from desk_app.errors import DeskError, UnclearPrint, WorldError
from desk_app.services.parts import Printer
from desk_app.services.printing.print_run import (
    Handed,
    LetGo,
    Obstacle,
    Outcome,
    Printout,
    Refused,
    Send,
    Watch,
    WhyAsked,
)
from desk_app.services.printing.prints import PrintCount, WhyAgain


def hand_over(
    printer: Printer,
    count: PrintCount,
    paper: Printout,
    send: Send,
    to: str,
    pages: Callable[[bytes], int],
    shown: bytes = b"",
) -> Outcome:
    """Send a paper to the printer ``to`` under a number of its own; returns the outcome and never raises.

    What an earlier try left in the queue is taken back first. ``shown`` is the PDF on the screen: a first
    print without an offset sends these very bytes. ``pages`` counts the pages of a PDF.
    """
    attempt = send.attempt
    try:
        take_back(printer, attempt.job)
        if attempt.claim is None and not attempt.reason and (copy := count.next()):
            return WhyAsked(copy)
        if not send.insist and (obstacle := printer.preflight(to, paper.media)):
            return Obstacle(obstacle)
        claim = attempt.claim or count.claim(attempt.reason)
    except WhyAgain as why:
        return WhyAsked(why.copy)
    except DeskError as error:
        return Refused(str(error))
    try:
        shift = printer.offset(to) if paper.overlay else (0.0, 0.0)
        pdf = shown if shown and not (claim.copy or any(shift)) else paper.draw(claim.copy, shift)
        return Handed(claim, _sent(printer, pdf, to, paper, attempt.part), pages(pdf))
    except DeskError as error:
        if attempt.claim is None:  # it never reached the queue; where this fails too, the number is used up
            with suppress(DeskError):
                count.release(claim)
        return Refused(str(error))


def _sent(printer: Printer, pdf: bytes, to: str, paper: Printout, part: range | None) -> Job:
    """The job; one without an id when it is unclear whether the queue took the paper."""
    try:
        return printer.send(pdf, to, paper.title, paper.media, part)
    except UnclearPrint as error:
        return Job("", to, str(error))


def let_go(printer: Printer, count: PrintCount, order: LetGo) -> None:
    """Take back what the queue may hold of a try, and free its number when nothing can have come out."""
    take_back(printer, order.attempt.job)
    if order.attempt.claim and not order.attempt.begun:
        count.release(order.attempt.claim)


def take_back(printer: Printer, job: Job | None) -> None:
    """Take back what the queue may still hold of a job, so that nothing is printed twice; never raises."""
    if job is not None and job.id:
        try:
            printer.cancel(job)
        except WorldError:
            return  # it has ended, or the service is away: its paper is not in the queue any more


def follow(
    printer: Printer, job: Job, tell: Callable[[JobState], None], pause: Callable[[], None]
) -> JobState:
    """Report a job's state at each change until the job is over or silent for long; returns the last state.

    ``pause`` is called between two looks.
    """
    watch, told = Watch(), None
    while True:
        watch, state = watch.heard(printer.state(job))
        if state != told:
            tell(told := state)
        if state.stage in OVER:
            return state
        pause()
