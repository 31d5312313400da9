"""The county's own number of an application (办件编号)."""

from datetime import date

from desk_app.domain.receipts import check_digit


def office_number(region_code: str, day: date, counter: int) -> str:
    """``region-date-counter+check``, e.g. ``620403-20261122-000187``; ``counter`` is 1 … 99999 a day."""
    if not 1 <= counter <= 99_999:
        raise ValueError("counter out of range")
    body = f"{region_code}{day:%Y%m%d}{counter:05d}"
    return f"{body[:6]}-{body[6:14]}-{body[14:]}{check_digit(body)}"
