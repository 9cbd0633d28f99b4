/** The columns of each file format that can be written, in the order its importer requires. */
import type { Column, Profile } from './row.ts'

export type Format = Profile | 'corporate-identifiers'

export const intuneColumns = [
  'serialNumber',
  'productKey',
  'hardwareHash',
  'groupTag',
  'assignedUser',
] as const satisfies readonly Column[]

export const partnerColumns = [
  'serialNumber',
  'productKey',
  'hardwareHash',
  'manufacturer',
  'model',
] as const satisfies readonly Column[]

export const identifierColumns = [
  'manufacturer',
  'model',
  'serialNumber',
] as const satisfies readonly Column[]

/** All columns that the format's importer knows. */
export function columnsOf(format: Format): readonly Column[] {
  if (format === 'corporate-identifiers') return identifierColumns
  return format === 'partner-center' ? partnerColumns : intuneColumns
}

/** The columns of a file for these rows; Intune's last two may be omitted. */
export function columnsOfPlan(
  { hasGroupTag, hasUser }: { readonly hasGroupTag: boolean; readonly hasUser: boolean },
  format: Format,
): readonly Column[] {
  const all = columnsOf(format)
  if (all !== intuneColumns || hasUser) return all
  return all.slice(0, hasGroupTag ? 4 : 3)
}
