/** Checks one row against the rules of its kind of file; each check reports at most one finding per value. */

import {
  deviceNameFaults,
  isUserPrincipalName,
  maxGroupTagLength,
  startsFormula,
} from 'taxiway-autopilot'
import { isJunkSerial } from 'taxiway-hardware-hash'
import type { Say } from '../findings/say.ts'
import { type HashFacts, readHash } from '../hash/hash-facts.ts'
import { identifierColumns } from '../layout/columns-of-format.ts'
import type { Column, DeviceRow, FileKind, Profile } from '../row.ts'
import { isScientific, sameSerial } from '../values/serial-spelling.ts'
import { digitsOfProductId, judgeHash } from './judge-hash.ts'
import { doubtAboutTag } from './tag-doubt.ts'

export type RowRules = {
  readonly profile: Profile
  readonly kind: FileKind
  /** The user names that exist, in lower case; absent when unknown. */
  readonly users?: ReadonlySet<string> | undefined
}

/** Checks `row` and returns what its hash says; undefined without a readable hash. */
export function judgeRow(row: DeviceRow, rules: RowRules, say: Say): HashFacts | undefined {
  if (rules.kind === 'corporate-identifiers') {
    judgeIdentifiers(row, say)
    return undefined
  }
  if (rules.kind === 'devicelink') {
    if (!row.deviceLink) say('devicelink-missing', 'deviceLink')
    return undefined
  }
  const facts = judgeIdentity(row, rules.profile, say)
  // For partners a hash or a product id is enough; a row without either is reported as a whole.
  if (row.serialNumber !== '' || rules.profile !== 'partner-center')
    judgeSerialNumber(row, facts, say)
  judgeProductKey(row, rules.profile, say)
  if (row.groupTag !== '') judgeTag(row, say)
  if (row.assignedUser !== '') judgeUser(row.assignedUser, rules.users, say)
  judgeNames(row, rules.profile, say)
  return facts
}

function judgeIdentity(row: DeviceRow, profile: Profile, say: Say): HashFacts | undefined {
  if (row.hardwareHash !== '') {
    const reading = readHash(row.hardwareHash)
    if (!reading.ok) {
      say(reading.code, 'hardwareHash', reading.detail)
      return undefined
    }
    judgeHash(row, reading.facts, say)
    return reading.facts
  }
  const { serialNumber, manufacturer = '', model = '', productKey } = row
  const tuple = serialNumber !== '' && manufacturer !== '' && model !== ''
  if (profile !== 'partner-center') say('hash-missing', 'hardwareHash')
  else if (!tuple && productKey === '') say('identity-incomplete', 'hardwareHash')
  return undefined
}

function judgeSerialNumber(
  { serialNumber, hardwareHash }: DeviceRow,
  facts: HashFacts | undefined,
  say: Say,
): void {
  if (serialNumber === '') {
    say('serial-missing', 'serialNumber', facts?.hasJunkSerial === false ? facts.serialNumber : '')
    return
  }
  const known = facts !== undefined && sameSerial(serialNumber, facts.serialNumber)
  if (known ? facts.hasJunkSerial : isJunkSerial(serialNumber)) {
    say('serial-junk', 'serialNumber', serialNumber)
  } else if (hardwareHash === '' && isScientific(serialNumber)) {
    say('serial-spreadsheet', 'serialNumber', serialNumber)
  }
  // A value that is also in the hash is not an injected formula.
  if (!known) judgePlain(serialNumber, 'serialNumber', say)
  else if (serialNumber.includes(',')) say('comma-in-value', 'serialNumber', serialNumber)
}

function judgeProductKey({ productKey }: DeviceRow, profile: Profile, say: Say): void {
  if (productKey === '') return
  const digits = digitsOfProductId(productKey)
  const known = digits !== undefined || /^\d{5}-\d{5}-\d{5}-[A-Z0-9]{5}$/.test(productKey)
  if (profile === 'partner-center') {
    if (digits === undefined) say('product-id-not-13-digits', 'productKey', productKey)
  } else if (!known || /^0+$/.test(productKey)) say('product-id-form', 'productKey', productKey)
  judgePlain(productKey, 'productKey', say)
}

function judgeTag(row: DeviceRow, say: Say): void {
  const { groupTag } = row
  const doubt = doubtAboutTag(groupTag, row)
  if (doubt !== undefined) say('group-tag-doubtful', 'groupTag', `${groupTag} (${doubt})`)
  if (groupTag.length > maxGroupTagLength)
    say('group-tag-length', 'groupTag', String(groupTag.length))
  judgePlain(groupTag, 'groupTag', say)
}

/** Hyphens and quotation marks that a word processor makes: they look right, and are in no user's name. */
const typographic = /[\u2010-\u2015\u2018-\u201d\u2212]/

function judgeUser(user: string, users: ReadonlySet<string> | undefined, say: Say): void {
  if (!isUserPrincipalName(user) || typographic.test(user)) say('user-form', 'assignedUser', user)
  else if (users !== undefined && !users.has(user.toLowerCase()))
    say('user-unknown', 'assignedUser', user)
  judgePlain(user, 'assignedUser', say)
}

function judgeNames(
  { deviceName = '', manufacturer = '', model = '' }: DeviceRow,
  profile: Profile,
  say: Say,
): void {
  if (deviceName !== '' && deviceNameFaults(deviceName).length > 0) {
    say('device-name-form', 'deviceName', deviceName)
  }
  if (profile !== 'partner-center') return
  judgePlain(manufacturer, 'manufacturer', say)
  judgePlain(model, 'model', say)
}

/** No value may contain a comma, and none should look like a formula. */
function judgePlain(value: string, column: Column, say: Say): void {
  if (value === '') return
  if (value.includes(',')) say('comma-in-value', column, value)
  if (startsFormula(value)) say('formula-start', column, value)
}

const partNames = {
  manufacturer: 'manufacturer',
  model: 'model',
  serialNumber: 'serial number',
} as const

function judgeIdentifiers(row: DeviceRow, say: Say): void {
  for (const column of identifierColumns) {
    const value = row[column] ?? ''
    if (value === '') say('tuple-missing', column, partNames[column])
    if (value.includes('.')) say('identifier-period', column, value)
    judgePlain(value, column, say)
  }
  if (row.serialNumber !== '' && isJunkSerial(row.serialNumber))
    say('serial-junk', 'serialNumber', row.serialNumber)
}
