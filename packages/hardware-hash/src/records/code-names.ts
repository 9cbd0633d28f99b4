/**
 * Names for the numbers Windows and SMBIOS use.
 *
 * A number without a name becomes `#` and the number, so that a name always leads back to its code.
 */

/** One table of names; made by `named`, asked by `nameOf` and `codeOf`. */
export type CodeNames = {
  readonly names: Readonly<Record<number, string>>
  readonly codes: ReadonlyMap<string, number>
}

export const architectures = named({ 0: 'x86', 5: 'ARM', 6: 'IA64', 9: 'x64', 12: 'ARM64' })

export const osTypes = named({ 1: 'WinPE', 2: 'FullOS' })

/** Windows STORAGE_BUS_TYPE. */
export const storageBuses = named({
  0: 'Unknown',
  1: 'SCSI',
  2: 'ATAPI',
  3: 'ATA',
  4: '1394',
  5: 'SSA',
  6: 'FibreChannel',
  7: 'USB',
  8: 'RAID',
  9: 'iSCSI',
  10: 'SAS',
  11: 'SATA',
  12: 'SD',
  13: 'MMC',
  14: 'Virtual',
  15: 'FileBackedVirtual',
  16: 'Spaces',
  17: 'NVMe',
  18: 'SCM',
  19: 'UFS',
})

/** NDIS_PHYSICAL_MEDIUM. */
export const physicalMedia = named({
  0: 'Unspecified',
  1: 'WirelessLan',
  8: 'WirelessWan',
  9: 'Native802.11',
  10: 'Bluetooth',
  14: '802.3',
})

/** SMBIOS type 16, error correction. */
export const errorCorrections = named({
  1: 'Other',
  2: 'Unknown',
  3: 'None',
  4: 'Parity',
  5: 'SingleBitECC',
  6: 'MultiBitECC',
  7: 'CRC',
})

/** D3DKMDT_VIDEO_OUTPUT_TECHNOLOGY, as far as notebooks show it. */
export const outputTechnologies = named({
  5: 'HDMI',
  6: 'LVDS',
  10: 'DisplayPort',
  11: 'EmbeddedDisplayPort',
  2147483648: 'Internal',
  4294967295: 'None',
})

export const offlineIdTypes = named({ 1: 'TPM_EK', 2: 'UEFI_VARIABLE_TPM' })

/** Bits of Windows' digitizer support, lowest first; 4 and 5 have no published name. */
export const digitizerBits: readonly string[] = [
  'IntegratedTouch',
  'ExternalTouch',
  'IntegratedPen',
  'ExternalPen',
  '#4',
  '#5',
  'MultiInput',
  'Ready',
]

/** SMBIOS chassis types seen on machines that are enrolled; others are shown by number. */
export const chassisTypes = named({
  1: 'Other',
  2: 'Unknown',
  3: 'Desktop',
  4: 'LowProfileDesktop',
  6: 'MiniTower',
  7: 'Tower',
  8: 'Portable',
  9: 'Laptop',
  10: 'Notebook',
  13: 'AllInOne',
  14: 'SubNotebook',
  30: 'Tablet',
  31: 'Convertible',
  32: 'Detachable',
  35: 'MiniPC',
  36: 'StickPC',
})

/** POWER_PLATFORM_ROLE. */
export const powerRoles: CodeNames = named({
  0: 'Unspecified',
  1: 'Desktop',
  2: 'Mobile',
  3: 'Workstation',
  4: 'EnterpriseServer',
  5: 'SOHOServer',
  6: 'AppliancePC',
  7: 'PerformanceServer',
  8: 'Slate',
})

/** The name of `code`, or `#` and the number. */
export function nameOf({ names }: CodeNames, code: number): string {
  return names[code] ?? `#${code}`
}

/** The code of a name made by `nameOf`; null for a name that the table does not hold. */
export function codeOf({ codes }: CodeNames, name: string): number | null {
  const code = codes.get(name)
  if (code !== undefined) return code
  return /^#\d{1,10}$/.test(name) ? Number(name.slice(1)) : null
}

function named(names: Readonly<Record<number, string>>): CodeNames {
  return {
    names,
    codes: new Map(Object.entries(names).map(([code, name]) => [name, Number(code)])),
  }
}
