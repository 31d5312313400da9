# Runs every check from a fresh clone:
#   powershell -ExecutionPolicy Bypass -File installer\test.ps1 [pytest arguments]
& (Join-Path $PSScriptRoot 'start.ps1') test @args
exit $LASTEXITCODE
