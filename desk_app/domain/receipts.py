"""The receipt number: unique without a line, readable over the telephone, with a check digit."""

from datetime import date


def check_digit(digits: str) -> str:
    """Check digit of a row of digits by ISO 7064 MOD 11,10."""
    product = 10
    for digit in digits:
        total = (int(digit) + product) % 10 or 10
        product = total * 2 % 11
    return str((11 - product) % 10)


def receipt_number(region_code: str, window: str, day: date, counter: int) -> str:
    """``region-window-date-counter+check``, e.g. ``620403-03-20261122-00018``.

    Region and window come first, so windows without a line never clash; ``counter`` is 1 … 9999 a day.
    """
    if not 1 <= counter <= 9999:
        raise ValueError("counter out of range")
    body = f"{region_code}{int(window):02d}{day:%Y%m%d}{counter:04d}"
    return f"{body[:6]}-{body[6:8]}-{body[8:16]}-{body[16:]}{check_digit(body)}"


def sound(number: str) -> bool:
    """Whether a receipt number's shape and check digit hold."""
    digits = number.replace("-", "")
    return len(digits) == 21 and digits.isdigit() and check_digit(digits[:-1]) == digits[-1]
