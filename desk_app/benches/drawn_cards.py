"""Cards and pages of invented people, drawn and then photographed on a table: turned, lit, blurred.

Every one is marked 样本. Nobody on them exists: the numbers are of the order 9xx of a made-up day.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from io import BytesIO
from random import Random
from typing import Final

from PIL import Image, ImageDraw, ImageEnhance, ImageFilter, ImageFont

from forms.numbers import check_digit
from printing import font_files

_CARD: Final = (1011, 638)
_PAGE: Final = (1240, 874)
_SURNAMES: Final = (
    "张",
    "王",
    "李",
    "赵",
    "陈",
    "杨",
    "黄",
    "周",
    "吴",
    "徐",
    "马",
    "郭",
    "欧阳",
    "罗",
    "梁",
    "牛",
)
_GIVEN: Final = "样例试玉兰海燕建国秀英志强文军桂芳喆𬱟昇淼鑫雨晨凤霞德福永贵翠花明亮"
_NATIONS: Final = {
    "01": "汉",
    "03": "回",
    "02": "蒙古",
    "04": "藏",
    "11": "满",
    "30": "土",
    "26": "东乡",
    "45": "鄂温克",
}
_STREETS: Final = ("长征街道", "红会路街道", "电力路街道", "王家山镇", "水泉镇", "宝积镇", "黄峤镇", "种田乡")
_EDUCATION: Final = {"70": "初中", "80": "小学", "60": "高中", "20": "大学本科"}
_MARRIAGE: Final = {"10": "未婚", "20": "已婚", "30": "丧偶", "40": "离婚"}
_INK, _FAINT = (35, 35, 40), (60, 95, 140)


@dataclass(frozen=True, slots=True)
class DrawnCard:
    """A picture and what stands on it, by the ids of fields that can be read off it."""

    kind: str
    picture: Image.Image
    told: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class _Invented:
    name: str
    number: str
    ethnicity: str
    address: tuple[str, str]

    @property
    def birth(self) -> tuple[int, int, int]:
        return int(self.number[6:10]), int(self.number[10:12]), int(self.number[12:14])

    @property
    def sex(self) -> str:
        return "1" if int(self.number[16]) % 2 else "2"


def drawn(random: Random, kind: str = "") -> DrawnCard:
    """A card or page of somebody invented; of a kind by chance if none is named."""
    chosen = kind or random.choice(list(_DRAWERS))
    return _DRAWERS[chosen](random, _somebody(random))


def taken(random: Random, kind: str = "") -> tuple[DrawnCard, bytes]:
    """Such a card as a camera sees it, such a page as a scanner does."""
    card = drawn(random, kind)
    way = scanned if card.picture.size == _PAGE else photographed
    return card, way(card.picture, random)


def photographed(card: Image.Image, random: Random, quarters: int = 0) -> bytes:
    """The card on a table as a camera sees it: askew, unevenly lit, not quite sharp; as JPEG."""
    wide, high = 1600, 1200
    table = Image.new("RGB", (wide, high), random.choice([(92, 70, 52), (60, 64, 70), (150, 132, 108)]))
    left, top = (wide - card.width) / 2, (high - card.height) / 2
    right, bottom = left + card.width, top + card.height
    corners = [
        (x + random.uniform(-0.025, 0.025) * wide, y + random.uniform(-0.025, 0.025) * high)
        for x, y in ((left, top), (right, top), (right, bottom), (left, bottom))
    ]
    to = (wide, high), Image.Transform.PERSPECTIVE, _coefficients(corners, card.size)
    mask = Image.new("L", card.size, 255).transform(*to)
    table.paste(card.transform(*to, Image.Resampling.BICUBIC), (0, 0), mask)
    lit = Image.composite(table, ImageEnhance.Brightness(table).enhance(0.62), _light(table.size, random))
    slanted = lit.rotate(random.uniform(-4, 4), Image.Resampling.BICUBIC, fillcolor=table.getpixel((2, 2)))
    return as_jpeg(
        slanted.filter(ImageFilter.GaussianBlur(random.uniform(0.2, 1.1))).rotate(-90 * quarters, expand=True)
    )


def scanned(page: Image.Image, random: Random) -> bytes:
    """The page as a scanner gives it: a little slanted and grey; as JPEG."""
    slanted = page.rotate(random.uniform(-1.5, 1.5), Image.Resampling.BICUBIC, fillcolor=(245, 245, 243))
    return as_jpeg(slanted.filter(ImageFilter.GaussianBlur(random.uniform(0.1, 0.6))))


def _light(size: tuple[int, int], random: Random) -> Image.Image:
    """How much light falls where: from one side to the other."""
    shade = Image.linear_gradient("L").rotate(random.choice([0, 90, 180, 270])).resize(size)
    return shade.point(lambda level: 90 + level * 165 // 255)


def as_jpeg(picture: Image.Image) -> bytes:
    """The picture as JPEG of a camera's quality."""
    out = BytesIO()
    picture.convert("RGB").save(out, "JPEG", quality=88)
    return out.getvalue()


def _coefficients(corners: list[tuple[float, float]], size: tuple[int, int]) -> list[float]:
    """What ``Image.transform`` needs to lay a picture of this size between four corners."""
    wide, high = size
    rows: list[list[float]] = []
    for (x, y), (u, v) in zip(corners, ((0, 0), (wide, 0), (wide, high), (0, high)), strict=True):
        rows.append([x, y, 1, 0, 0, 0, -u * x, -u * y, u])
        rows.append([0, 0, 0, x, y, 1, -v * x, -v * y, v])
    return _solved(rows)


def _solved(rows: list[list[float]]) -> list[float]:
    """The solution of linear equations, the right side last in each row."""
    for place in range(len(rows)):
        pivot = max(range(place, len(rows)), key=lambda r: abs(rows[r][place]))
        rows[place], rows[pivot] = rows[pivot], rows[place]
        rows[place] = [v / rows[place][place] for v in rows[place]]
        for other in range(len(rows)):
            if other != place:
                part = rows[other][place]
                rows[other] = [a - part * b for a, b in zip(rows[other], rows[place], strict=True)]
    return [row[-1] for row in rows]


# ---- invented people ----------------------------------------------------------------------------------


def _somebody(random: Random) -> _Invented:
    name = random.choice(_SURNAMES) + "".join(random.sample(_GIVEN, random.choice((1, 2, 2))))
    born = f"{random.randint(1945, 2008)}{random.randint(1, 12):02}{random.randint(1, 28):02}"
    first = f"620403{born}{random.randint(900, 999)}"
    place = f"样例社区{random.randint(1, 99)}号"
    address = f"甘肃省白银市平川区{random.choice(_STREETS)}", place
    return _Invented(name, first + check_digit(first), random.choice(list(_NATIONS)), address)


# ---- drawing ------------------------------------------------------------------------------------------


class _Sheet:
    """A card or page being drawn."""

    def __init__(self, size: tuple[int, int], ground: tuple[int, int, int]) -> None:
        self.picture = Image.new("RGB", size, ground)
        self._draw = ImageDraw.Draw(self.picture)

    def write(
        self, x: int, y: int, text: str, size: int = 38, ink: tuple[int, int, int] = _INK, gap: int = 0
    ) -> None:
        """Write a line, with a gap between its characters."""
        font = ImageFont.truetype(str(font_files.regular()), size)
        for char in text if gap else (text,):
            self._draw.text((x, y), char, ink, font)
            x += round(font.getlength(char)) + gap

    def label(self, x: int, y: int, text: str, size: int = 30) -> None:
        """Write a printed label."""
        self.write(x, y, text, size, _FAINT)

    def frame(self, left: int, top: int, right: int, bottom: int) -> None:
        """Draw a ruled cell."""
        self._draw.rectangle((left, top, right, bottom), outline=(70, 70, 70), width=2)

    def sample(self, x: int, y: int) -> None:
        """Mark it as a sample."""
        self.write(x, y, "样本 虚构人物", 24, (190, 60, 60))


def _id_front(_random: Random, who: _Invented) -> DrawnCard:
    sheet = _Sheet(_CARD, (226, 238, 246))
    year, month, day = who.birth
    for y, label in ((60, "姓名"), (145, "性别"), (230, "出生"), (310, "住址"), (548, "公民身份号码")):
        sheet.label(58, y + 4, label)
    sheet.write(146, 58, who.name, 40)
    sheet.write(146, 143, "男" if who.sex == "1" else "女")
    sheet.label(256, 149, "民族")
    sheet.write(344, 143, _NATIONS[who.ethnicity])
    sheet.write(146, 228, f"{year} 年 {month} 月 {day} 日")
    sheet.write(146, 308, who.address[0], 36)
    sheet.write(146, 360, who.address[1], 36)
    sheet.write(300, 546, who.number, 40, gap=8)
    sheet.frame(668, 90, 948, 440)
    sheet.sample(720, 250)
    told = {"name": who.name, "id_number": who.number, "sex": who.sex, "ethnicity": who.ethnicity}
    told |= {"birth": f"{year:04}-{month:02}-{day:02}", "registered_address": "".join(who.address)}
    return DrawnCard("id_front", sheet.picture, told)


def _id_back(random: Random, _who: _Invented) -> DrawnCard:
    sheet = _Sheet(_CARD, (234, 230, 242))
    begin = random.randint(2008, 2024)
    until = random.choice([f"{begin + 20}.05.06", "长期"])
    sheet.write(330, 70, "中华人民共和国", 56, gap=6)
    sheet.write(330, 160, "居民身份证", 72, gap=10)
    sheet.label(220, 438, "签发机关")
    sheet.write(390, 434, "白银市公安局平川分局", 36)
    sheet.label(220, 522, "有效期限")
    sheet.write(390, 518, f"{begin}.05.06-{until}", 36)
    sheet.sample(80, 300)
    return DrawnCard("id_back", sheet.picture, {"valid_until": until.replace(".", "-")})


def _bank_card(random: Random, who: _Invented) -> DrawnCard:
    sheet = _Sheet(_CARD, random.choice([(150, 34, 40), (28, 64, 120), (24, 96, 70)]))
    pale = (244, 240, 230)
    number = _luhn(f"6217{random.randint(10**10, 10**11 - 1)}{random.randint(100, 999)}")
    sheet.write(60, 60, "惠农惠民一卡通", 46, pale)
    sheet.write(60, 370, " ".join(number[n : n + 4] for n in range(0, len(number), 4)), 62, pale)
    sheet.write(60, 500, who.name, 40, pale)
    sheet.write(760, 500, "样例银行", 40, pale)
    sheet.write(700, 70, "样本 虚构", 34, pale)
    return DrawnCard("bank_card", sheet.picture, {"bank_card": number})


def _luhn(first: str) -> str:
    """A number with its check digit."""
    total = sum(sum(divmod(int(d) * (2 if n % 2 == 0 else 1), 10)) for n, d in enumerate(reversed(first)))
    return f"{first}{-total % 10}"


def _member(random: Random, who: _Invented) -> DrawnCard:
    sheet = _Sheet(_PAGE, (250, 246, 236))
    year, month, day = who.birth
    education, marriage = random.choice(list(_EDUCATION)), random.choice(list(_MARRIAGE))
    sheet.write(400, 40, "常住人口登记卡", 46)
    rows = (
        ("姓名", who.name, "户主或与户主关系", "户主"),
        ("性别", "男" if who.sex == "1" else "女", "民族", _NATIONS[who.ethnicity] + "族"),
        ("籍贯", "甘肃省白银市", "出生日期", f"{year}年{month:02}月{day:02}日"),
        ("公民身份号码", who.number, "血型", ""),
        ("文化程度", _EDUCATION[education], "婚姻状况", _MARRIAGE[marriage]),
    )
    _ruled(sheet, rows)
    sheet.sample(520, 800)
    told = {"name": who.name, "id_number": who.number, "sex": who.sex, "ethnicity": who.ethnicity}
    told |= {"birth": f"{year:04}-{month:02}-{day:02}", "native_place": "甘肃省白银市"}
    return DrawnCard("household_member", sheet.picture, told | {"education": education, "marriage": marriage})


def _head(random: Random, who: _Invented) -> DrawnCard:
    sheet = _Sheet(_PAGE, (250, 246, 236))
    kind = random.choice(["0", "1"])
    sheet.write(400, 40, "常住人口登记卡", 46)
    rows = (
        ("户别", "农业家庭户" if kind == "0" else "非农业家庭户", "户主姓名", who.name),
        ("户号", f"{random.randint(100000, 999999)}", "住址", "\n".join(who.address)),
    )
    _ruled(sheet, rows)
    sheet.sample(520, 800)
    told = {"household_kind": kind, "registered_address": "".join(who.address)}
    return DrawnCard("household_head", sheet.picture, told)


def _ruled(sheet: _Sheet, rows: tuple[tuple[str, str, str, str], ...]) -> None:
    """A table of two labels and values in each row."""
    for row, cells in enumerate(rows):
        top = 130 + row * 110
        for (left, right), text, printed in zip(
            ((60, 280), (280, 600), (600, 860), (860, 1200)), cells, (True, False, True, False), strict=True
        ):
            sheet.frame(left, top, right, top + 110)
            size = 28 if printed else 34 if len(text) < 10 else 26
            for line, part in enumerate(text.split("\n")):
                high = top + 36 + line * 34 - 17 * text.count("\n")
                (sheet.label if printed else sheet.write)(left + 12, high, part, size)


def _certificate(random: Random, who: _Invented) -> DrawnCard:
    sheet = _Sheet(_CARD, (232, 240, 250))
    number = f"{who.number}{random.randint(1, 6)}{random.randint(1, 4)}"
    sheet.write(330, 50, "中华人民共和国残疾人证", 42)
    for y, label, value in (
        (160, "姓名", who.name),
        (240, "性别", "男" if who.sex == "1" else "女"),
        (320, "残疾类别", "肢体"),
        (400, "残疾等级", "二级"),
        (540, "残疾人证号", number),
    ):
        sheet.label(60, y, label)
        sheet.write(250, y - 4, value, 36)
    sheet.frame(720, 160, 940, 460)
    sheet.sample(740, 300)
    return DrawnCard("certificate", sheet.picture, {"certificate_number": number})


def _permit(_random: Random, who: _Invented) -> DrawnCard:
    sheet = _Sheet(_CARD, (230, 244, 232))
    sheet.write(400, 40, "居住证", 56, gap=12)
    for y, label, value in ((140, "姓名", who.name), (210, "性别", "男" if who.sex == "1" else "女")):
        sheet.label(58, y + 4, label)
        sheet.write(250, y, value, 36)
    sheet.label(58, 304, "居住地址")
    sheet.write(250, 300, who.address[0], 36)
    sheet.write(250, 352, who.address[1], 36)
    sheet.label(58, 564, "公民身份号码")
    sheet.write(300, 560, who.number, 40, gap=8)
    sheet.sample(720, 250)
    return DrawnCard("residence_permit", sheet.picture, {"present_address": "".join(who.address)})


_DRAWERS: Final[Mapping[str, Callable[[Random, _Invented], DrawnCard]]] = {
    "id_front": _id_front,
    "id_back": _id_back,
    "bank_card": _bank_card,
    "household_member": _member,
    "household_head": _head,
    "certificate": _certificate,
    "residence_permit": _permit,
}
CARDS: Final = tuple(_DRAWERS)
"""All kinds that can be drawn."""
