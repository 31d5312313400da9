# Starts the program from a fresh clone:
#   powershell -ExecutionPolicy Bypass -File installer\run.ps1 [desk-app arguments]
& (Join-Path $PSScriptRoot 'start.ps1') run @args
exit $LASTEXITCODE
