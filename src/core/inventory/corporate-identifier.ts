/** Corporate identifiers: hardware that counts as corporate-owned without being registered by hash. */
import { maxDevicesOf } from 'taxiway-autopilot'
import { invalid } from '../errors.ts'
import type { TenantId } from '../ids.ts'
import type { FieldTypes } from '../query.ts'
import { newRecord, type Records, type Stored } from './records.ts'

export type CorporateIdentifier = {
  /** `manufacturer,model,serial` without commas in the values, an IMEI, or a serial number. */
  readonly identifier: string
  readonly type: 'imei' | 'serialNumber' | 'manufacturerModelSerial'
  readonly description: string | null
  readonly platform: string
  /** ISO text. */
  readonly modifiedAt: string
}

export const corporateIdentifierFieldTypes = {
  id: 'id',
  identifier: 'text',
  type: 'text',
  description: 'text',
  platform: 'text',
  createdAt: 'date',
} as const satisfies FieldTypes<string>

export type CorporateIdentifierField = keyof typeof corporateIdentifierFieldTypes
export type CorporateIdentifiers = Records<CorporateIdentifier, CorporateIdentifierField>

export type Submitted = Pick<CorporateIdentifier, 'identifier' | 'type' | 'description'>

/** [documented: corporate identifiers, per file] */
const maxIdentifiers = maxDevicesOf('corporateIdentifier')

/** Identifiers are compared ignoring case. */
export function keyOf({ type, identifier }: Pick<Submitted, 'type' | 'identifier'>): string {
  return `${type}:${identifier.trim().toLowerCase()}`
}

export type ImportResult = {
  readonly record: Stored<CorporateIdentifier>
  readonly accepted: boolean
}

export type IdentifierImport = {
  readonly records: CorporateIdentifiers
  readonly tenantId: TenantId
  readonly now: Date
  /** Whether known identifiers take the new description; otherwise they are refused. */
  readonly overwrite: boolean
}

/** Result n belongs to identifier n; a known one that is left unchanged is not accepted. */
export async function importIdentifiers(
  of: IdentifierImport,
  submitted: readonly Submitted[],
): Promise<readonly ImportResult[]> {
  checkAll(submitted)
  const results: ImportResult[] = []
  for (const each of submitted) results.push(await importOne(of, each))
  return results
}

export async function searchIdentifiers(
  { records, tenantId }: Pick<IdentifierImport, 'records' | 'tenantId'>,
  submitted: readonly Submitted[],
): Promise<readonly Stored<CorporateIdentifier>[]> {
  checkAll(submitted)
  const known = await records.findByKeys(tenantId, submitted.map(keyOf))
  return [...known.values()]
}

async function importOne(
  { records, tenantId, now, overwrite }: IdentifierImport,
  submitted: Submitted,
): Promise<ImportResult> {
  const platform = submitted.type === 'manufacturerModelSerial' ? 'windows' : 'unknown'
  const members = { ...submitted, platform, modifiedAt: now.toISOString() }
  const key = keyOf(submitted)
  const record = newRecord(members, key)
  if (await records.add(tenantId, record))
    return { record: { id: record.id, createdAt: now, members }, accepted: true }
  const known = (await records.findByKeys(tenantId, [key])).get(key)
  if (known === undefined || !overwrite)
    return { record: known ?? { id: record.id, createdAt: now, members }, accepted: false }
  await records.replace(tenantId, known.id, members)
  return { record: { ...known, members }, accepted: true }
}

function checkAll(submitted: readonly Submitted[]): void {
  if (submitted.length > maxIdentifiers)
    throw invalid(`At most ${maxIdentifiers} identifiers are taken at once`)
  for (const each of submitted) check(each)
}

function check({ identifier, type, description }: Submitted): void {
  if (identifier.trim() === '') throw invalid('An importedDeviceIdentifier is missing')
  if (`${identifier}${description ?? ''}`.includes('\0'))
    throw invalid('A text holds a NUL character')
  // With or without its check digit, or with the software version in its place. [documented: 3GPP TS 23.003, 6.2]
  if (type === 'imei' && !/^\d{14,16}$/.test(identifier.trim()))
    throw invalid(`'${identifier}' is not an IMEI, which has 14 to 16 digits and nothing else`)
  if (type === 'manufacturerModelSerial' && identifier.split(',').length !== 3)
    throw invalid(`'${identifier}' is not in the form manufacturer,model,serial number`)
}
