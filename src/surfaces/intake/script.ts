/**
 * What a technician runs at a device in OOBE (Shift+F10): it reads the hardware hash as Microsoft's own script does, hands
 * it in with the code, and waits for the answer. It installs nothing. [documented: MDM_DevDetail_Ext01, DeviceHardwareData]
 */
export function intakeScript(publicUrl: string): string {
  return `# Hands in this device's hardware hash for approval. Run it in an elevated Windows PowerShell.
$ErrorActionPreference = 'Stop'
$server = '${publicUrl.replaceAll("'", "''")}'
$code = if ($env:TAXIWAY_INTAKE_CODE) { $env:TAXIWAY_INTAKE_CODE } else { Read-Host 'Code' }
$detail = Get-CimInstance -Namespace root/cimv2/mdm/dmmap -ClassName MDM_DevDetail_Ext01 -Filter "InstanceID='Ext' AND ParentID='./DevDetail'"
if (-not $detail.DeviceHardwareData) { throw 'This Windows gives no hardware hash. Run PowerShell as administrator.' }
function Send($path, $body) {
  Invoke-RestMethod -Method Post -Uri "$server/intake/v1/$path" -ContentType 'application/json' -Body ($body | ConvertTo-Json)
}
$null = Send 'submissions' @{ code = $code; hardwareHash = $detail.DeviceHardwareData; note = $env:COMPUTERNAME }
Write-Host 'Handed in. Waiting for an administrator...'
do {
  Start-Sleep -Seconds 10
  $status = Send 'status' @{ code = $code }
} while ($status.state -eq 'pending')
if ($status.state -ne 'approved') { throw "Not registered: $($status.state). $($status.reason)" }
Write-Host "Approved: $($status.serialNumber). Restart the device in a few minutes."
`
}
