"""From bytes to an upright picture; every file from outside is checked here."""

from io import BytesIO

from PIL import Image, UnidentifiedImageError

from desk_app.devices.pictures.models import FORMATS, MAX_BYTES, MAX_PIXELS
from desk_app.errors import WorldError

_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
_ORIENTATION = 0x0112
_BEGINNINGS = (b"\xff\xd8\xff", b"\x89PNG", b"BM", b"II*\0", b"MM\0*", b"RIFF", b"GIF8")

_NO_PICTURE = "这个文件不是图片,请选择 JPG、PNG、BMP、TIFF、WEBP 或 GIF 图片"
_TORN = "图片文件不完整,请重新拍照、重新扫描或重新拷贝后再选"


def opened(data: bytes) -> Image.Image:
    """The picture with only its header read and checked; WorldError when it is refused."""
    _refuse_foreign(data)
    try:
        image = Image.open(BytesIO(data), formats=FORMATS)
    except UnidentifiedImageError as error:
        raise WorldError(_TORN if data.startswith(_BEGINNINGS) else _NO_PICTURE) from error
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise WorldError(_too_many_pixels()) from error
    except Exception as error:  # a torn header makes the decoders raise nearly anything
        raise WorldError(_TORN) from error
    if image.width * image.height > MAX_PIXELS:
        raise WorldError(_too_many_pixels(image.size))
    return image


def upright_size(image: Image.Image) -> tuple[int, int]:
    """Width and height in pixels once turned upright; only the header is read."""
    return image.size if _orientation(image) < 5 else (image.height, image.width)


def decoded(image: Image.Image, shrink: int = 1) -> Image.Image:
    """The first frame, upright, in mode L, RGB, RGBA or CMYK; WorldError when the file is damaged.

    A JPEG may come back up to ``shrink`` times smaller, which saves time and memory.
    """
    turn = _TURNS.get(_orientation(image))
    try:
        image.draft(None, (image.width // max(shrink, 1), image.height // max(shrink, 1)))
        image.load()
        plain = _plain(image)
        return plain if turn is None else plain.transpose(turn)
    except MemoryError as error:
        raise WorldError(_too_many_pixels(image.size)) from error
    except Exception as error:  # see opened()
        raise WorldError(_TORN) from error


def _refuse_foreign(data: bytes) -> None:
    """WorldError for files people choose by mistake: empty, too large, PDF, HEIC; each says what to do."""
    if not data:
        raise WorldError("这个文件是空的,请重新拍照或重新选择图片")
    if len(data) > MAX_BYTES:
        raise WorldError(f"图片文件有{len(data) / 1e6:.0f} MB,最多40 MB,请调低分辨率后重拍或重扫")
    if b"%PDF-" in data[:1024]:
        raise WorldError("这是PDF,不是图片,请先把它导出为图片(JPG或PNG)再选")
    if data[4:12] in (b"ftypheic", b"ftypheix", b"ftypmif1", b"ftypmsf1"):
        raise WorldError("这是手机的HEIC照片,请在手机上改存为JPG后再选")


def _too_many_pixels(size: tuple[int, int] | None = None) -> str:
    told = f"({size[0]}×{size[1]})" if size else ""
    return f"图片像素太多{told},最多1亿像素,请调低拍照或扫描的分辨率后再试"


def _orientation(image: Image.Image) -> int:
    """EXIF orientation 1 … 8; 1 when absent, damaged, or when Pillow already turns the picture (TIFF)."""
    if image.format == "TIFF":
        return 1
    try:
        value = image.getexif().get(_ORIENTATION, 1)
    except Exception:  # the tags are not worth a picture
        return 1
    return value if value in _TURNS else 1


def _plain(image: Image.Image) -> Image.Image:
    """The picture in one of the modes L, RGB, RGBA, CMYK."""
    if image.mode.startswith("I;16"):
        return image.point(lambda value: value * (1 / 257)).convert("L")
    if image.mode in ("I", "F"):
        return _spread(image)
    if image.has_transparency_data:
        return image.convert("RGBA")
    if image.mode in ("L", "RGB", "CMYK"):
        return image
    return image.convert("L" if image.mode == "1" else "RGB")


def _spread(image: Image.Image) -> Image.Image:
    """A grey picture of unknown range as mode L: its darkest becomes black, its lightest white."""
    low, high = image.convert("F").getextrema()
    if not isinstance(low, float) or not isinstance(high, float):
        raise ValueError("more than one band")
    scale = 255 / (high - low) if high > low else 0.0
    return image.point(lambda value: value * scale - low * scale).convert("L")
