"""The pictures part that bootstrap plugs in; Pillow is loaded with the first picture."""

from desk_app.devices.pictures.pdf import PdfPages
from desk_app.domain.photo_advice import PhotoAdvice
from desk_app.domain.photo_profiles import TWO_INCH, PhotoProfile
from desk_app.services.parts import Crop


class PillowPictures:
    """Socket ``Pictures`` on Pillow, and on QtPdf in a process of its own. Any thread may call; same input,
    same bytes.
    """

    def __init__(self, profile: PhotoProfile = TWO_INCH) -> None:
        """``profile`` is what the county wants a photo to be."""
        self.profile = profile
        self._pdf = PdfPages()

    def pages(self, data: bytes) -> int:
        """See ``Pictures.pages``."""
        from desk_app.devices.pictures import reading

        return self._pdf.count(data) if reading.is_pdf(data) else reading.count(data)

    def size(self, data: bytes) -> tuple[int, int]:
        """See ``Pictures.size``."""
        from desk_app.devices.pictures import reading

        image = reading.opened(data)
        size = reading.upright_size(image)
        reading.decoded(image, shrink=8)
        return size

    def photo(self, data: bytes, box: Crop | None) -> bytes:
        """See ``Pictures.photo``."""
        from desk_app.devices.pictures import making

        return making.photo(data, box, self.profile)

    def page(self, data: bytes, number: int | None = None) -> bytes:
        """See ``Pictures.page``."""
        from desk_app.devices.pictures import making, reading

        return self._pdf.page(data, number) if reading.is_pdf(data) else making.page(data, number)

    def turned(self, data: bytes, quarters: int) -> bytes:
        """See ``Pictures.turned``."""
        from desk_app.devices.pictures import turning

        return turning.turned(data, quarters)

    def advice(self, data: bytes, box: Crop | None = None) -> tuple[PhotoAdvice, ...]:
        """See ``Pictures.advice``."""
        from desk_app.devices.pictures import judging

        return judging.advice(data, box, self.profile)

    def close(self) -> None:
        """See ``Pictures.close``."""
        self._pdf.close()
