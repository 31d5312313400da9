#!/bin/sh
# 在没有网络的电脑上安装或升级：sudo sh 安装.sh（优盘上叫 安装.sh）
cd "$(dirname "$0")" || exit 1
stop() { printf '%s\n' "$*" >&2; exit 1; }
[ "$(id -u)" = 0 ] || stop "请由管理员运行：sudo sh 安装.sh"

machine=$(uname -m)
case $machine in x86_64) arch=amd64 ;; aarch64) arch=arm64 ;; *) arch=none ;; esac
set -- packages/*_"$arch".deb
[ -e "$1" ] || stop "优盘上没有这种处理器（$machine）的程序，没有安装。"

glibc=$(getconf GNU_LIBC_VERSION 2>/dev/null | cut -d' ' -f2)
[ "$(printf '2.28\n%s\n' "${glibc:-0}" | sort -V | head -n 1)" = 2.28 ] ||
    stop "系统太旧（glibc ${glibc:-不明}，至少要 2.28），没有安装。"
disk=/opt
[ -d $disk ] || disk=/
free=$(df -Pm $disk | awk 'NR == 2 { print $4 }')
[ "$free" -ge 1500 ] || stop "磁盘只剩 $free MB，至少要 1500 MB；没有安装，请先清理磁盘。"

# The sums find a torn stick; that nobody exchanged it is checked by the installed program, by its own keys.
sha256sum -c --quiet SHA256SUMS >/dev/null 2>&1 ||
    stop "优盘上的文件坏了，没有安装，原来的程序照常能用；请换一个优盘重新拷。"
mkdir -p /etc/desk-app && [ -e /etc/desk-app/root.json ] || cp root.json /etc/desk-app/
if [ -x /opt/desk-app/desk-app ]; then
    /opt/desk-app/desk-app updates check . || exit 1
fi

# Fonts of rare characters, where the system has none; the program runs without them.
for font in fonts/*.deb; do [ -e "$font" ] && dpkg -i "$font" >/dev/null 2>&1; done
ours=""
for package in "$@"; do ours="$ours ./$package"; done
# An installation that was cut off is taken up by dpkg; apt would look for the old package.
# shellcheck disable=SC2086 # names of packages have no spaces
[ -z "$(dpkg --audit)" ] || dpkg -i $ours
# shellcheck disable=SC2086 # names of packages have no spaces
DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends --allow-downgrades $ours ||
    stop "没有装好：上面写着缺哪些系统库，请从系统的安装盘或软件源装好再来一次。原来的程序照常能用。"
echo "装好了。从菜单打开“残疾人服务‘一件事’窗口工作站”，或运行 desk-app；desk-app doctor 检查这台电脑。"
