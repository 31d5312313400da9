"""Constants of the camera; times in seconds or milliseconds as named."""

FRAME_INTERVAL = 1 / 15
"""Seconds between two live frames: smooth enough to aim by, light enough for an old PC."""
PATIENCE_MS = 5_000
"""A camera without frames for so long is used by another program or hangs, whatever its driver says."""
JPEG_QUALITY = 95
MOST_PIXELS = 9_000_000
"""A4 at 300 dpi has 8.7 million; more only makes every live frame slow."""
LEAST_RATE = 5
"""Frames per second below which nobody can aim."""

LOST = "摄像头已断开,请插好后重新打开"
SILENT = "摄像头没有画面,可能正被别的程序使用,请关闭其他程序或重新插拔后再打开"
BROKEN = "摄像头打不开,可能正被别的程序使用,请关闭其他程序或重新插拔后再打开"
MISSED = "这一张没有拍成,请再拍一次"
UNKNOWN = "没有找到这个摄像头,请插好后重新选择"
CLOSED = "摄像头没有打开,请先打开摄像头再拍"
ABSENT = "没有找到摄像头,请插好摄像头,或改用文件中的照片"
UNLOADABLE = "摄像头组件没有装好(Linux上常缺libpulse0),请管理员补装后重开程序,或改用文件中的照片"
