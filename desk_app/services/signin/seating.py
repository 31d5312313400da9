"""Who sits at the window when the program starts: nobody, or in a demo its clerk without a password."""

from desk_app.domain.events import Who
from desk_app.errors import RuleError
from desk_app.services.parts import Parts, Seat, Window
from desk_app.services.signin import demo
from forms.pack import Hall
from forms.procedures import CLERK


def prepare(parts: Parts, seated: bool | None) -> None:
    """Write the demo people, then seat the usual clerk where no password is asked.

    ``seated``: True for what runs by itself (walkthrough, screenshots, benches), False for the window, where
    somebody signs in; None for a command, which works without a password in the demo hall alone. RuleError
    with True when people are registered in the book: then nobody acts in it without a password.
    """
    demo.add_people(parts)
    registered = any(not c.demo for c in parts.store.clerks.all())
    if seated and registered:
        raise RuleError("这份数据里已登记了人员,演示不能用它,请用 DESK_DATA 换一个数据文件夹")
    if seated or (seated is None and parts.window.demo and not registered):
        window = parts.window
        window.seat.give(Who(window.usual, CLERK, window.hall.name, window.number), (CLERK,))


def empty(hall: Hall, number: str, county_url: str, idle_minutes: int, usual: str) -> Window:
    """A window at which nobody sits yet; its demo people may sign in where there is no county's address."""
    demo_hall = hall.demo and not county_url
    return Window(hall, number, Seat(), demo=demo_hall, idle_minutes=idle_minutes, usual=usual)
