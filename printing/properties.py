"""What a PDF says of itself: title, subject, and the day and time of what the paper tells."""

from datetime import date, datetime
from typing import Any

from reportlab.pdfbase.pdfdoc import PDFDictionary, PDFInfo, PDFString

from forms import moments


class FileInfo(PDFInfo):  # type: ignore[misc]  # reportlab ships no types
    """The properties of one file: those of reportlab, but never a day that is not the paper's own."""

    def __init__(self, title: str, subject: str, made: date | None) -> None:
        """``made`` is the day or moment of the paper's event; None when unknown."""
        super().__init__()
        self.title, self.subject, self.author = title, subject, ""
        self.creator = "残疾人服务一件事窗口工作站"
        self._made = pdf_date(made) if made else ""

    def digest(self, md5object: Any) -> None:
        """Add the properties to what the file's number is worked out of."""
        super().digest(md5object)
        md5object.update(self._made.encode())

    def format(self, document: Any) -> bytes:
        """The dictionary as it stands in the file."""
        said = {
            "Title": self.title,
            "Author": self.author,
            "Subject": self.subject,
            "Creator": self.creator,
            "Producer": self.producer,
        }
        if self._made:
            said |= {"CreationDate": self._made, "ModDate": self._made}
        words = {name: PDFString(value) for name, value in said.items()}
        written: bytes = PDFDictionary(words).format(document)
        return written


def pdf_date(made: date) -> str:
    """A moment in the hall's zone as a PDF writes it (ISO 32000-1, 7.9.4); a day alone is its 00:00."""
    moment = made if isinstance(made, datetime) else datetime(made.year, made.month, made.day)  # noqa: DTZ001
    here = moments.local(moment)
    zone = f"{here:%z}"
    return f"D:{here:%Y%m%d%H%M%S}{zone[:3]}'{zone[3:]}'"
