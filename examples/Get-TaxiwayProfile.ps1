<#
.SYNOPSIS
    Gives this PC the deployment profile that a Taxiway server has for it.
.DESCRIPTION
    Reads the hardware hash, proves by the TPM that this is the registered device, writes
    AutopilotConfigurationFile.json and restarts OOBE. Run it as administrator (Shift+F10 in OOBE), in
    Windows PowerShell 5.1 or newer. Nothing is installed, and nothing is sent but the hash, the public part
    of a TPM key and the proof. It has not been run on Windows.
.PARAMETER Server
    Origin of the Taxiway server, such as https://taxiway.contoso.test. The proof is good for it alone.
.PARAMETER NoRestart
    Write the file, and leave OOBE as it is.
#>
[CmdletBinding()]
param(
    [Parameter(Mandatory = $true)][ValidatePattern('^https://[^/]+$')][string] $Server,
    [switch] $NoRestart
)
$ErrorActionPreference = 'Stop'
[Net.ServicePointManager]::SecurityProtocol = [Net.SecurityProtocolType]::Tls12

Add-Type -TypeDefinition @'
using System;
using System.ComponentModel;
using System.Runtime.InteropServices;
public sealed class PlatformKey : IDisposable {
    [DllImport("ncrypt.dll", CharSet = CharSet.Unicode)] static extern int NCryptOpenStorageProvider(out IntPtr provider, string name, int flags);
    [DllImport("ncrypt.dll", CharSet = CharSet.Unicode)] static extern int NCryptCreatePersistedKey(IntPtr provider, out IntPtr key, string algorithm, string name, int legacy, int flags);
    [DllImport("ncrypt.dll", CharSet = CharSet.Unicode)] static extern int NCryptSetProperty(IntPtr handle, string name, byte[] value, int length, int flags);
    [DllImport("ncrypt.dll", CharSet = CharSet.Unicode)] static extern int NCryptGetProperty(IntPtr handle, string name, byte[] value, int length, out int used, int flags);
    [DllImport("ncrypt.dll")] static extern int NCryptFinalizeKey(IntPtr key, int flags);
    [DllImport("ncrypt.dll")] static extern int NCryptDeleteKey(IntPtr key, int flags);
    [DllImport("ncrypt.dll")] static extern int NCryptFreeObject(IntPtr handle);
    IntPtr provider, key;
    static void Check(int status) { if (status != 0) throw new Win32Exception(status); }
    // An identity key (PCP_KEY_USAGE_POLICY 8) of 2,048 bits: it signs only what the TPM itself says.
    public PlatformKey(string name) {
        Check(NCryptOpenStorageProvider(out provider, "Microsoft Platform Crypto Provider", 0));
        Check(NCryptCreatePersistedKey(provider, out key, "RSA", name, 0, 0x80));
        Check(NCryptSetProperty(key, "Length", BitConverter.GetBytes(2048), 4, 0));
        Check(NCryptSetProperty(key, "PCP_KEY_USAGE_POLICY", BitConverter.GetBytes(8), 4, 0));
        Check(NCryptFinalizeKey(key, 0));
    }
    public byte[] Get(string name) {
        int length;
        Check(NCryptGetProperty(key, name, null, 0, out length, 0));
        byte[] value = new byte[length];
        Check(NCryptGetProperty(key, name, value, length, out length, 0));
        Array.Resize(ref value, length);
        return value;
    }
    public void Set(string name, byte[] value) { Check(NCryptSetProperty(key, name, value, value.Length, 0)); }
    public void Dispose() { if (key != IntPtr.Zero) NCryptDeleteKey(key, 0); if (provider != IntPtr.Zero) NCryptFreeObject(provider); key = provider = IntPtr.Zero; }
}
'@

function Send-Request([string] $Path, [hashtable] $Body) {
    $json = $Body | ConvertTo-Json -Compress
    Invoke-WebRequest -UseBasicParsing -Method Post -Uri "$Server/ztd/v1/$Path" -ContentType 'application/json' -Body $json
}

# Big-endian, as the TPM writes numbers.
function Get-UInt32Bytes([int] $Value) {
    $bytes = [BitConverter]::GetBytes([uint32] $Value); [Array]::Reverse($bytes); $bytes
}

$detail = Get-CimInstance -Namespace 'root/cimv2/mdm/dmmap' -ClassName 'MDM_DevDetail_Ext01' `
    -Filter "InstanceID='Ext' AND ParentID='./DevDetail'"
$hash = $detail.DeviceHardwareData
if (-not $hash) { throw 'Windows gives no hardware hash. Run this as administrator.' }
$hash = $hash.PadRight([Math]::Ceiling($hash.Length / 4) * 4, '=')
$hashBytes = [Convert]::FromBase64String($hash)

$key = New-Object PlatformKey 'TaxiwayFirstBoot'
try {
    # TPM2B_PUBLIC comes first in the binding: its length, then the key's public area.
    $binding = $key.Get('PCP_TPM12_IDBINDING')
    $areaLength = $binding[0] * 256 + $binding[1]
    $area = [byte[]] $binding[2..(1 + $areaLength)]

    $sha256 = [Security.Cryptography.SHA256]::Create()
    $name = [byte[]] (@(0x00, 0x0b) + $sha256.ComputeHash($area))

    $challenge = (Send-Request 'challenge' @{
        hardwareHash   = $hash
        attestationKey = [Convert]::ToBase64String($area)
    }).Content | ConvertFrom-Json

    $credential = [Convert]::FromBase64String($challenge.credentialBlob) + [Convert]::FromBase64String($challenge.encryptedSecret)
    $key.Set('PCP_TPM12_IDACTIVATION', [byte[]] $credential)
    $secret = $key.Get('PCP_TPM12_IDACTIVATION')

    $token64 = $challenge.challenge.Replace('-', '+').Replace('_', '/')
    $token = [Convert]::FromBase64String($token64.PadRight([Math]::Ceiling($token64.Length / 4) * 4, '='))
    $origin = [Text.Encoding]::UTF8.GetBytes($Server)
    $hmac = New-Object Security.Cryptography.HMACSHA256 (, $secret)
    $said = [Text.Encoding]::ASCII.GetBytes("taxiway ztd v1 proof`0") + (Get-UInt32Bytes $origin.Length) + $origin +
        $token + $sha256.ComputeHash($hashBytes) + $name

    $answer = Send-Request 'profile' @{
        hardwareHash   = $hash
        attestationKey = [Convert]::ToBase64String($area)
        challenge      = $challenge.challenge
        proof          = [Convert]::ToBase64String($hmac.ComputeHash([byte[]] $said))
        format         = 'offline'
    }
}
finally { $key.Dispose() }

$folder = Join-Path $env:windir 'Provisioning\Autopilot'
New-Item -ItemType Directory -Force -Path $folder | Out-Null
# OOBE passes over the file in any Unicode encoding; the server has escaped what is not ASCII.
$content = if ($answer.Content -is [byte[]]) { [Text.Encoding]::ASCII.GetString($answer.Content) } else { $answer.Content }
[IO.File]::WriteAllText((Join-Path $folder 'AutopilotConfigurationFile.json'), $content, [Text.Encoding]::ASCII)
Write-Host 'The profile is in place.'
if (-not $NoRestart) { & "$env:windir\System32\Sysprep\sysprep.exe" /reboot /oobe }
