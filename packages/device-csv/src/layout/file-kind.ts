/** Which kind of file a header belongs to. */

import type { Column, FileKind } from '../row.ts'
import { partnerColumns } from './columns-of-format.ts'
import { columnOfTitle, plainTitle } from './titles.ts'

const configurationManagerTitle =
  /^(?:resourceid|machineid|sitecode|smsclientid|textbox\d+|itemkey)$/
const portalTitle =
  /^(?:enrollmentstate|profilestatus|dateassigned|lastcontacted|purchaseorder|associatedintunedevice|associatedmicrosoftentradevice|enrollmentdate|deploymentprofilestatus|lastcontact)$/

export function kindOf(
  titles: readonly string[],
  has: ReadonlySet<Column>,
  fileName: string,
): FileKind {
  if (has.has('deviceLink') || fileName.toLowerCase().endsWith('.devicelink.csv')) {
    return 'devicelink'
  }
  const names = titles.map(plainTitle)
  const identified = has.has('hardwareHash') || has.has('serialNumber')
  if (!identified) return 'unknown'
  if (titles.some(isFromReport) || names.some((name) => configurationManagerTitle.test(name))) {
    return 'configuration-manager'
  }
  return has.has('hardwareHash') ? hashKind(has, titles) : listKind(names, has)
}

/** `Serial_Number` or `SerialNumber0`: only known titles count, since an extra column may have any name. */
const isFromReport = (title: string): boolean =>
  columnOfTitle(title) !== undefined && (/\w_\w/.test(title) || /[a-z]0$/i.test(title.trim()))

/** A partner's file has manufacturer or model and no column that its rules do not know. */
function hashKind(has: ReadonlySet<Column>, titles: readonly string[]): FileKind {
  const isPartners = titles.every(
    (title) => title.trim() === '' || partners.has(columnOfTitle(title)),
  )
  return isPartners && (has.has('manufacturer') || has.has('model')) ? 'partner-center' : 'intune'
}

const partners: ReadonlySet<Column | undefined> = new Set(partnerColumns)

/** Without a hash: a portal's list, a partner's tuples, or corporate identifiers with an added header. */
function listKind(names: readonly string[], has: ReadonlySet<Column>): FileKind {
  if (names.some((name) => portalTitle.test(name))) return 'portal-export'
  if (!has.has('manufacturer') || !has.has('model')) return 'intune'
  return has.has('productKey') ? 'partner-center' : 'corporate-identifiers'
}
