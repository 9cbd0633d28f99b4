/** The columns of each file format that can be written, in the order its importer requires. */
import { channels } from 'taxiway-autopilot'
import { type Column, columns, type Profile, titles } from '../row.ts'
import { channelKeyOf } from './channel-of-profile.ts'

export type Format = Profile | 'corporate-identifiers'

export const intuneColumns = columnsOfChannel('intune')

export const partnerColumns = columnsOfChannel('partner-center')

export const identifierColumns = [
  'manufacturer',
  'model',
  'serialNumber',
] as const satisfies readonly Column[]

/** All columns that the format's importer knows. */
export function columnsOf(format: Format): readonly Column[] {
  return format === 'corporate-identifiers' ? identifierColumns : columnsOfChannel(format)
}

/** The columns of a file for these rows; Intune's last two may be omitted. */
export function columnsOfPlan(
  { hasGroupTag, hasUser }: { readonly hasGroupTag: boolean; readonly hasUser: boolean },
  format: Format,
): readonly Column[] {
  const all = columnsOf(format)
  if (!all.includes('assignedUser') || hasUser) return all
  return all.slice(0, hasGroupTag ? 4 : 3)
}

function columnsOfChannel(profile: Profile): readonly Column[] {
  const own = channels[channelKeyOf(profile)].columns ?? []
  return own.flatMap((title) => columns.find((column) => titles[column] === title) ?? [])
}
