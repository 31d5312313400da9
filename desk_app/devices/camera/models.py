"""Constants of the camera; times in seconds or milliseconds as named."""

from dataclasses import dataclass

FRAME_INTERVAL = 1 / 15
"""Seconds between two live frames: smooth enough to aim by, light enough for an old PC."""
PATIENCE_MS = 5_000
"""A camera without frames for so long is used by another program or hangs, whatever its driver says."""
JPEG_QUALITY = 95
MOST_PIXELS = 9_000_000
"""A4 at 300 dpi has 8.7 million; more only makes every live frame slow."""
LEAST_RATE = 5
"""Frames per second below which nobody can aim."""


@dataclass(frozen=True, slots=True)
class CameraTold:
    """What is said of a camera that is gone, gives no picture, or can not be opened, with the next act."""

    lost: str
    silent: str
    broken: str


AT_HAND = CameraTold(
    "摄像头已断开,插好后自动接着用",
    "摄像头没有画面,可能正被别的程序使用,请关闭其他程序或重新插拔后再打开",
    "摄像头打不开,可能正被别的程序使用,请关闭其他程序或重新插拔后再打开",
)
BY_NETWORK = CameraTold(
    "网络摄像头断开了,请看它的电源和网线,再按“重新打开”",
    "网络摄像头没有画面,请看它的电源、网线和设置里的地址,再按“重新打开”",
    "网络摄像头打不开,这个地址连不上,或是这里播放不了的画面格式;请核对设置 camera,或改用别的摄像头",
)
MISSED = "这一张没有拍成,请再拍一次"
UNKNOWN = "没有找到这个摄像头,请插好后重新选择"
CLOSED = "摄像头没有打开,请先打开摄像头再拍"
ABSENT = "没有找到摄像头,请插好摄像头,或改用文件中的照片"
UNLOADABLE = "摄像头组件没有装好(Linux上常缺libpulse0),请管理员补装后重开程序,或改用文件中的照片"
