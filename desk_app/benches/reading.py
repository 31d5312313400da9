"""How quickly and how rightly cards and pages are read, each beside the bare library doing the same."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from pathlib import Path
from random import Random
from statistics import median
from typing import Any, Final

from desk_app.benches import drawn_cards
from desk_app.benches.drawn_cards import DrawnCard
from desk_app.benches.measuring import Figure, median_ms
from desk_app.devices.pictures.main import PillowPictures
from desk_app.devices.reading.main import OfflineReader
from desk_app.domain import portraits
from desk_app.domain.photo_profiles import TWO_INCH
from desk_app.domain.recognised import ReadPage
from desk_app.services.parts import Crop
from desk_app.services.recognition.recognise import Recogniser
from forms import loader

_ROUNDS: Final = 15
_RATIO: Final = 1.3
_TODAY: Final = date(2026, 11, 27)
_SEED: Final = 20261127


@dataclass(slots=True)
class CardsRead:
    """How many fields of many cards came out how."""

    fields: int = 0
    right: int = 0
    marked: int = 0
    """Of those not right: said to be doubtful."""
    missed: int = 0
    wrong: int = 0
    """Neither right nor marked."""

    def add(self, card: DrawnCard, read: ReadPage) -> list[str]:
        """Count the fields of a card; those that are wrong without a mark are named."""
        got, silent = {f.id: f for f in read.fields}, []
        for field, value in card.told.items():
            self.fields += 1
            if field not in got:
                self.missed += 1
            elif got[field].value == value:
                self.right += 1
            elif got[field].doubt:
                self.marked += 1
            else:
                self.wrong += 1
                silent.append(f"{card.kind}.{field}: {got[field].value}, not {value}")
        return silent


def reading(cards: int) -> Iterator[Figure]:
    """Figures of reading, straightening and the photo; and of so many cards read, a new one each."""
    reader = OfflineReader()
    if reader.missing():
        return
    try:
        yield from _speed(reader)
        if cards:
            yield from _rightness(reader, cards)
    finally:
        reader.close()


def _speed(reader: OfflineReader) -> Iterator[Figure]:
    import cv2

    card = drawn_cards.drawn(Random(_SEED), "id_front")
    flat = drawn_cards.scanned(card.picture, Random(_SEED))
    recogniser = Recogniser.of(reader, loader.shipped().codes, _TODAY)
    bare = _bare_engine()
    yield _compared(
        "devices.ocr",
        lambda: recogniser.read(flat),
        lambda: bare(cv2.imdecode(_bytes(flat), cv2.IMREAD_COLOR)),
        "读一张身份证的字,认出各项;裸库为识别库直接读",
    )
    photo, portrait = drawn_cards.photographed(card.picture, Random(_SEED)), _portrait()
    yield _compared(
        "devices.straight",
        lambda: reader.straight(photo),
        lambda: _bare_straight(photo),
        "照片里的证件找出来、拉平到85.6×54.0 mm;裸库为同样的几步",
    )
    yield _compared(
        "devices.photo",
        lambda: _photo(reader, portrait),
        lambda: _bare_photo(portrait),
        "按人脸裁成2寸照片;裸库为同样的几步",
    )


def _compared(name: str, ours: Callable[[], object], bare: Callable[[], object], what: str) -> Figure:
    """Both in turns, so that whatever else the computer does falls on both; the first of each warms up."""
    times: tuple[list[float], list[float]] = [], []
    for _ in range(_ROUNDS + 1):
        for work, taken in zip((ours, bare), times, strict=True):
            taken.append(median_ms(work, 1))
    mine, beside = (median(taken[1:]) for taken in times)
    return Figure(name, mine, "ms", beside, _RATIO, what)


def _rightness(reader: OfflineReader, cards: int) -> Iterator[Figure]:
    recogniser, share = Recogniser.of(reader, loader.shipped().codes, _TODAY), CardsRead()
    kinds = 0
    for number in range(cards):
        random = Random(_SEED + number)
        card, taken = drawn_cards.taken(random, drawn_cards.CARDS[number % len(drawn_cards.CARDS)])
        read = recogniser.read(taken)
        kinds += read.kind == card.kind
        for told in share.add(card, read):
            print(f"  {number}: {told}")
    what = f"{cards}张画出来再拍下的证件,共{share.fields}项"
    yield Figure(
        "devices.cards.kinds", cards - kinds, "张", None, cards * 0.02, f"{what}:没有认出是什么证件的"
    )
    missed = share.fields - share.right
    yield Figure("devices.cards.not_right", missed, "项", None, share.fields * 0.1, f"{what}:没有读对的")
    yield Figure(
        "devices.cards.marked", share.marked, "项", None, share.fields * 0.1, f"{what}:读错而有标记的"
    )
    yield Figure("devices.cards.wrong", share.wrong, "项", None, 0, f"{what}:读错又没有标记的")


# ---- the bare library -----------------------------------------------------------------------------


def _bytes(data: bytes) -> Any:
    import numpy as np

    return np.frombuffer(data, np.uint8)


def _bare_engine() -> Any:
    from rapidocr import RapidOCR

    from desk_app.devices.reading.models import THREADS

    return RapidOCR(
        params={
            "Global.log_level": "critical",
            "Global.return_word_box": True,
            "Global.return_single_char_box": True,
            "EngineConfig.onnxruntime.intra_op_num_threads": THREADS,
        }
    )


def _bare_straight(data: bytes) -> bytes:
    import cv2
    import numpy as np

    picture: Any = cv2.imdecode(_bytes(data), cv2.IMREAD_COLOR)
    grey = cv2.GaussianBlur(cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY), (5, 5), 0)
    _, mask = cv2.threshold(grey, 0, 255, cv2.THRESH_BINARY + cv2.THRESH_OTSU)
    found, _ = cv2.findContours(mask, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    box: Any = cv2.boxPoints(cv2.minAreaRect(max(found, key=cv2.contourArea)))
    to = np.array([[0, 0], [1011, 0], [1011, 638], [0, 638]], np.float32)
    flat = cv2.warpPerspective(
        picture, cv2.getPerspectiveTransform(box, to), (1011, 638), flags=cv2.INTER_CUBIC
    )
    return bytes(cv2.imencode(".jpg", flat, [cv2.IMWRITE_JPEG_QUALITY, 92])[1])


def _bare_photo(data: bytes) -> bytes:
    import cv2
    from PIL import Image

    image = Image.open(BytesIO(data)).convert("RGB")
    grey: Any = cv2.imdecode(_bytes(data), cv2.IMREAD_GRAYSCALE)
    scale = 480 / grey.shape[1]
    small = cv2.equalizeHist(cv2.resize(grey, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA))
    folder = Path(cv2.__file__).with_name("data")
    face, eye = (
        cv2.CascadeClassifier(str(folder / f"haarcascade_{name}.xml"))
        for name in ("frontalface_default", "eye_tree_eyeglasses")
    )
    least = min(small.shape) // 5
    for x, y, across, down in face.detectMultiScale(small, 1.1, 3, minSize=(least, least)):
        eye.detectMultiScale(
            small[y : y + down * 3 // 5, x : x + across], 1.05, 3, minSize=(across // 8,) * 2
        )
    out = BytesIO()
    sized = image.resize(TWO_INCH.size, Image.Resampling.LANCZOS)
    sized.save(out, "JPEG", quality=95, dpi=(TWO_INCH.dpi, TWO_INCH.dpi))
    return out.getvalue()


def _photo(reader: OfflineReader, data: bytes) -> bytes:
    pictures = PillowPictures()
    width, height = pictures.size(data)
    face = reader.portrait(data)
    if face is None:
        return pictures.photo(data, None)
    spot = portraits.frame(face, width, height)
    return pictures.photo(data, Crop(spot.left, spot.top, spot.right, spot.bottom))


def _portrait() -> bytes:
    import resources

    return resources.path("samples", "01", "portrait.jpg").read_bytes()
