# Called by run.ps1 and test.ps1: start.ps1 run|test [args...] makes the environment ready, then starts.
# Plain PowerShell 5; saved with a byte order mark, so that it reads the Chinese text.

$mode = $args[0]
$prepare = Join-Path $PSScriptRoot 'prepare.py'
$venv = $env:DESK_VENV
if (-not $venv) { $venv = Join-Path (Split-Path -Parent $PSScriptRoot) '.venv' }
$own = Join-Path $venv 'Scripts\python.exe'

# The first Python that is new enough; DESK_PYTHON names another one to try first.
function Find-Python {
    $choices = @(@('py', '-3.13'), @('py', '-3.12'), @('py', '-3.11'), @('python'), @('python3'))
    if ($env:DESK_PYTHON) { $choices = @(, @($env:DESK_PYTHON)) + $choices }
    foreach ($choice in $choices) {
        if (-not (Get-Command $choice[0] -ErrorAction SilentlyContinue)) { continue }
        $options = @($choice | Select-Object -Skip 1)
        $path = & $choice[0] @options -I -c 'import sys; print(sys.executable if sys.version_info >= (3, 11) else str())' 2>$null
        if ($LASTEXITCODE -eq 0 -and $path) { return $path }
    }
}

$isReady = $false
if (Test-Path $own) {
    & $own -I -S $prepare ready $mode 2>$null
    $isReady = $LASTEXITCODE -eq 0
}
if (-not $isReady) {
    $python = Find-Python
    if (-not $python) {
        Write-Host '需要 Python 3.11 或更新的版本，请从 Microsoft Store 或 Python 官方网站安装后再运行一次；装在别处的可用环境变量 DESK_PYTHON 指明。'
        exit 1
    }
    & $python -I $prepare set-up $mode
    if ($LASTEXITCODE -ne 0) { exit $LASTEXITCODE }
}
& $own -I -S $prepare go @args
exit $LASTEXITCODE
