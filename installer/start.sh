# Sourced by run.sh and test.sh: start run|test [args...] makes the environment ready, then starts.
# Plain bash 3.2, so that macOS runs it too.

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)

# The first Python that is new enough; DESK_PYTHON names another one to try first.
find_python() {
    local name
    for name in ${DESK_PYTHON:+"$DESK_PYTHON"} python3.13 python3.12 python3.11 python3; do
        if "$name" -I -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; then
            command -v "$name"
            return 0
        fi
    done
    return 1
}

# Whether the Python that apt would install is new enough; on an old system it is not, and nothing is installed.
candidate_is_new() {
    local version
    version=$(LC_ALL=C apt-cache policy python3 2>/dev/null | sed -n 's/^ *Candidate: *\([0-9]*\.[0-9]*\).*/\1/p')
    case $version in
        "") return 0 ;; # the lists are not read yet
        3.*) [ "${version#3.}" -ge 11 ] ;;
        *) return 1 ;;
    esac
}

# Debian's own Python, where this user may install it and it is new enough.
install_python() {
    local as_root=""
    command -v apt-get >/dev/null 2>&1 || return 1
    candidate_is_new || too_old
    if [ "$(id -u)" -ne 0 ]; then
        sudo -n true >/dev/null 2>&1 || return 1
        as_root="sudo -n"
    fi
    echo "没有找到 Python 3.11 或更新的版本，正在用 apt 安装……"
    $as_root apt-get update -qq || return 1
    candidate_is_new || too_old
    $as_root env DEBIAN_FRONTEND=noninteractive \
        apt-get install -y -qq --no-install-recommends python3 python3-venv >/dev/null
}

too_old() {
    echo "本机软件源里的 Python 比 3.11 旧，装了也用不了，没有装。请把 Python 3.11 或更新的版本装在别处，用 DESK_PYTHON 指明它，例如：DESK_PYTHON=/opt/python3.13/bin/python3 bash installer/run.sh" >&2
    exit 1
}

start() {
    local mode=$1 venv=${DESK_VENV:-$here/../.venv} python
    if ! { [ -x "$venv/bin/python" ] && "$venv/bin/python" -I -S "$here/prepare.py" ready "$mode" 2>/dev/null; }; then
        python=$(find_python) || { install_python && python=$(find_python); } || {
            echo "需要 Python 3.11 或更新的版本，请管理员（root）运行：apt-get update && apt-get install -y python3 python3-venv（其他系统请从软件管理工具安装）；装在别处的可用 DESK_PYTHON 指明。" >&2
            exit 1
        }
        "$python" -I "$here/prepare.py" set-up "$mode" || exit
    fi
    exec "$venv/bin/python" -I -S "$here/prepare.py" go "$@"
}
