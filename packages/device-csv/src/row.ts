/**
 * What a device row is, whatever file it came from: nine named values, all text, exactly as the file
 * spells them once quotes, surrounding blanks and invisible characters are gone. Absent means ''.
 */

/** The columns that any of the known files can carry, in the order Microsoft writes them. */
export const columns = [
  'serialNumber',
  'productKey',
  'hardwareHash',
  'groupTag',
  'assignedUser',
  'manufacturer',
  'model',
  'deviceName',
  'deviceLink',
] as const

export type Column = (typeof columns)[number]

/** One device as a file states it; `line` is the 1-based line its record starts on. The optional ones exist only where the file has that column. */
export type DeviceRow = {
  readonly line: number
  readonly serialNumber: string
  /** The `Windows Product ID` column; '' when the file has none. */
  readonly productKey: string
  /** Base64 as written; not yet decoded or padded. */
  readonly hardwareHash: string
  readonly groupTag: string
  readonly assignedUser: string
  readonly manufacturer?: string
  readonly model?: string
  readonly deviceName?: string
  readonly deviceLink?: string
}

/** The spelling of each column's title; only the first seven belong to a file that Microsoft documents. */
export const titles: Readonly<Record<Column, string>> = {
  serialNumber: 'Device Serial Number',
  productKey: 'Windows Product ID',
  hardwareHash: 'Hardware Hash',
  groupTag: 'Group Tag',
  assignedUser: 'Assigned User',
  manufacturer: 'Manufacturer name',
  model: 'Device model',
  deviceName: 'Device Name',
  deviceLink: 'DeviceLink',
}

/** Which kind of file this is; `portal-export` is a device list without hashes, `unknown` none of them. */
export type FileKind =
  | 'intune'
  | 'partner-center'
  | 'corporate-identifiers'
  | 'devicelink'
  | 'configuration-manager'
  | 'portal-export'
  | 'unknown'

/** Which rules a file is checked against; the last two are of retired channels. */
export type Profile =
  | 'intune'
  | 'intune-lenient'
  | 'partner-center'
  | 'store-for-business'
  | 'm365-business'
