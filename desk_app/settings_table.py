"""Every setting by its key, with the words for people and its default."""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Setting:
    """One setting: its key, its label and help for people, and its default."""

    key: str
    label: str
    default: str
    help: str

    @property
    def environment(self) -> str:
        """Name of the environment variable, which wins over the file."""
        return f"DESK_{self.key.upper()}"


TABLE: Final = (
    Setting("data", "数据文件夹", "", "本窗口的申请、图片和设置所在;空着用系统的用户数据目录"),
    Setting("county_url", "区县服务地址", "", "如 https://county.example;空着就启动内置的演示区县服务"),
    Setting(
        "county_proxy",
        "区县服务代理",
        "",
        "空着:按电脑的代理设置;direct:直连;或代理地址,如 http://10.1.2.3:8080",
    ),
    Setting("county_token", "区县窗口密钥", "", "只从环境变量或系统钥匙串读取,不写进设置文件"),
    Setting("window", "窗口号", "3", "1到99,写进回执编号,同一大厅不能重复"),
    Setting("clerk", "经办人", "演示经办员", "登录时先列出的人;演示和命令用这个姓名"),
    Setting("idle", "空闲锁定", "5", "几分钟没有按键和鼠标就锁定,0到120,0为不锁定"),
    Setting("rounds", "定期登记", "", "yes 或 no:一个大厅只由一个窗口开定期的登记;空着:没有区县地址的窗口开"),
    Setting(
        "cipher", "密码算法", "aes", "aes 或 sm:新图片用 AES-256-GCM,或国密 SM4-GCM 和 SM3;以前的照样能读"
    ),
    Setting("reading", "识别证件", "yes", "yes 或 no:证件和材料的图片拍了就识别,填进空着的格子,待核对"),
    Setting("look", "显示", "NORMAL", "NORMAL 标准、LARGE 大字、CONTRAST 高对比;在设置页选择"),
    Setting("pictures", "图片文件夹", "", "第一次选图片时打开的文件夹;上次的记在账本里,这里写的也移进去"),
    Setting("state", "状态文件夹", "", "账本的标记所在,要在数据文件夹以外;空着用系统的用户状态目录"),
    Setting("backups", "备份文件夹", "", "每天的备份存到哪里,最好是另一块磁盘;空着存进数据文件夹"),
    Setting(
        "keep_pages",
        "图片保留天数",
        "30",
        "区县收到后图片和信件再留几天,1到3650;图片以后从区县取回",
    ),
    Setting("keep_drafts", "草稿保留天数", "90", "没有办完的申请最后改动后留几天,15到3650;到期前14天起提醒"),
    Setting("keep_books", "换下的账本保留天数", "90", "升级前、恢复时另外存放的账本留几天,30到3650;到期删除"),
    Setting("keep_reads", "查阅记录保存月数", "36", "谁看过谁的信息,记录保存几个月,6到120;到期的每天删除"),
    Setting(
        "card_reader",
        "身份证读卡器",
        "",
        "接口(COM3、/dev/ttyUSB0、hid:/dev/hidraw0),或 auto 找USB串口、demo 演示、off 不用;"
        "空着:演示大厅 demo,别处 auto",
    ),
    Setting(
        "scanner",
        "扫描仪",
        "",
        "auto 找本机的扫描仪、http 开头的网络扫描仪地址(eSCL)、demo 演示、off 不用;"
        "空着:演示大厅 demo,别处 auto",
    ),
    Setting("scan_folder", "扫描文件夹", "", "扫描仪或扫描软件存文件的文件夹;按“扫描”后到的文件收进材料"),
    Setting(
        "camera",
        "摄像头",
        "",
        "网络摄像头、网络高拍仪的地址,http 或 rtsp 开头;或 auto 只用插在本机上的、demo 另加演示的;"
        "空着:演示大厅 demo,别处 auto",
    ),
    Setting(
        "photo",
        "照片规格",
        "2inch",
        "2inch(413x579@300)、id(身份证,358x441@350)或 宽x高@分辨率;后面可以加上传的文件大小,如 2inch 40KB",
    ),
    Setting("forms", "事项定义文件夹", "", "区县自己的事项定义;空着用随程序的一套"),
)
