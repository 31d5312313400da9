"""The pictures part that bootstrap plugs in; Pillow is loaded with the first picture."""

from desk_app.services.parts import Crop


class PillowPictures:
    """Socket ``Pictures`` on Pillow. Without state: any thread may call; same input, same bytes."""

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

        return making.photo(data, box)

    def page(self, data: bytes) -> bytes:
        """See ``Pictures.page``."""
        from desk_app.devices.pictures import making

        return making.page(data)

    def turned(self, data: bytes, quarters: int) -> bytes:
        """See ``Pictures.turned``."""
        from desk_app.devices.pictures import turning

        return turning.turned(data, quarters)

    def advice(self, data: bytes) -> tuple[str, ...]:
        """See ``Pictures.advice``."""
        from desk_app.devices.pictures import judging

        return judging.advice(data)
