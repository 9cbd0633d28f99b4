# The requests of Microsoft's and the community's scripts, as a current script would send them. The hosts are hard-coded.
$ErrorActionPreference = 'Stop'
$imports = 'https://graph.microsoft.com/beta/deviceManagement/importedWindowsAutopilotDeviceIdentities'
$devices = 'https://graph.microsoft.com/beta/deviceManagement/windowsAutopilotDeviceIdentities'

$token = Invoke-RestMethod -Method Post -Uri "https://login.microsoftonline.com/$env:TENANT/oauth2/v2.0/token" -Body @{
  Grant_Type    = 'client_credentials'
  Scope         = 'https://graph.microsoft.com/.default'
  Client_Id     = $env:CLIENT_ID
  Client_Secret = $env:CLIENT_SECRET
}
$headers = @{ Authorization = "$($token.token_type) $($token.access_token)" }

$body = @{
  '@odata.type'      = '#microsoft.graph.importedWindowsAutopilotDeviceIdentity'
  groupTag           = 'Sales'
  serialNumber       = $env:SERIAL
  productKey         = ''
  hardwareIdentifier = $env:HASH
  state              = @{ deviceImportStatus = 'pending' }
} | ConvertTo-Json
$import = Invoke-RestMethod -Method Post -Uri $imports -Headers $headers -Body $body -ContentType 'application/json'

for ($round = 0; $round -lt 60; $round++) {
  $import = Invoke-RestMethod -Uri "$imports/$($import.id)" -Headers $headers
  if ($import.state.deviceImportStatus -ne 'unknown') { break }
  Start-Sleep -Milliseconds 250
}
$import.state.deviceImportStatus

$id = $import.state.deviceRegistrationId
Invoke-RestMethod -Method Post -Uri "$devices/$id/UpdateDeviceProperties" -Headers $headers -Body '{ displayName: "PC-1" }' -ContentType 'application/json' | Out-Null
$device = Invoke-RestMethod -Uri "$devices/$id" -Headers $headers
"$($device.displayName) $($device.groupTag)"

$encoded = [uri]::EscapeDataString($env:SERIAL)
$found = Invoke-RestMethod -Uri "$devices`?`$filter=contains(serialNumber,'$encoded')" -Headers $headers
"found $($found.value.Count)"

Invoke-RestMethod -Method Delete -Uri "$devices/$id" -Headers $headers | Out-Null
$left = Invoke-RestMethod -Uri $devices -Headers $headers
"left $($left.value.Count)"
