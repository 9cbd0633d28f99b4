/** One hardware hash as `taxiway hash decode --json` prints it. */
import type { DecodedDisk, DecodedTpm, Finding, NetworkAdapter } from 'taxiway-hardware-hash'

type List<Entry> = readonly Entry[]

export type DecodedHash = {
  ok: true
  digestValid: boolean
  toolVersion: number | null
  toolBuild: string | null
  osBuild: string | null
  osSystemTime: string | null
  osType: string | null
  architecture: string | null
  manufacturer: string | null
  model: string | null
  serialNumber: string | null
  skuNumber: string | null
  systemFamily: string | null
  smbiosUuid: string | null
  productKeyId: string | null
  tpm: DecodedTpm | null
  disks: List<DecodedDisk>
  networkAdapters: List<NetworkAdapter>
  records: List<{ type: number; name: string; offset: number; length: number; value: unknown }>
  findings: List<Finding>
}
