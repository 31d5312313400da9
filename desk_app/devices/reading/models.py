"""Constants and sentences of the reading of pictures; times in seconds."""

from dataclasses import dataclass
from typing import Final

NEEDED: Final = ("rapidocr", "onnxruntime", "cv2", "numpy")
"""Packages of the part; where one is missing nothing is read and everything else goes on."""
IDLE_S: Final = 60.0
"""How long the process waits for more work before it ends; it holds some 500 MB."""
SMALL_IDLE_S: Final = 10.0
"""The same on a computer with little memory (``devices.computer.memory``): a card's two sides come sooner."""
PATIENCE_S: Final = 40.0
"""How long one picture may take, the loading of the models included, on the slowest computer."""
LONGEST_SIDE: Final = 2000
"""Pixels a picture is read at; letters of a page at 170 dpi are read as well as at 300."""
PORTRAIT_SIDE: Final = 960
NICE: Final = 5
"""How far the process stands back where window and it want the same processor."""
THREADS: Final = 2

ABSENT: Final = (
    "没有装识别组件,证件和材料照常拍照、手工录入;要用时请管理员重新运行 installer/run.sh(联网)补装"
)
OFF: Final = "设置里关了识别,证件和材料照常拍照、手工录入;要用时把设置 reading 改为 yes"
FROZEN: Final = "安装包不带识别组件,证件和材料照常拍照、手工录入"
READY: Final = "可以识别;用到时才启动,空闲一分钟后自动结束"


@dataclass(frozen=True, slots=True)
class ChildTold:
    """What is said, with the next act, when the process takes too long, dies, or fails."""

    slow: str
    died: str
    failed: str


TOLD: Final = ChildTold(
    "这张图片识别得太久,已停止,请手工录入",
    "识别组件中途退出(可能内存不够),请手工录入",
    "识别组件出错,请手工录入",
)
