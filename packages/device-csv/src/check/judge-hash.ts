/** Compares a row's hash with the row's other values. */

import type { Say } from '../findings/say.ts'
import { noFingerprint } from '../hash/fingerprint.ts'
import type { HashFacts } from '../hash/hash-facts.ts'
import type { DeviceRow } from '../row.ts'
import { isSpreadsheetDamage, sameSerial } from '../values/serial-spelling.ts'

export function judgeHash(row: DeviceRow, facts: HashFacts, say: Say): void {
  const { decoded } = facts
  if (!decoded.digestValid) say('hash-digest', 'hardwareHash')
  else if (!decoded.tailIsZero) say('hash-tail', 'hardwareHash')
  judgeCompleteness(facts, say)
  if (facts.fromWinPe) say('hash-winpe', 'hardwareHash')
  if (facts.tpmKey === noFingerprint) say('hash-no-tpm', 'hardwareHash')
  judgeSerial(row, facts, say)
  judgeProductId(row, facts, say)
  judgeTuple(row, facts, say)
}

function judgeCompleteness({ hasJunkSerial, manufacturer }: HashFacts, say: Say): void {
  if (!hasJunkSerial && manufacturer !== '') return
  const lacking: string[] = []
  if (hasJunkSerial) lacking.push('serial number')
  if (manufacturer === '') lacking.push('manufacturer')
  say('hash-incomplete', 'hardwareHash', lacking.join(' and '))
}

function judgeSerial({ serialNumber }: DeviceRow, facts: HashFacts, say: Say): void {
  if (serialNumber === '' || sameSerial(serialNumber, facts.serialNumber)) return
  const real = facts.serialNumber.trim()
  if (real === '' || facts.hasJunkSerial) {
    say('serial-not-in-hash', 'serialNumber')
    return
  }
  const code = isSpreadsheetDamage(serialNumber, real) ? 'serial-spreadsheet' : 'serial-mismatch'
  say(code, 'serialNumber', `${serialNumber} in the file, ${real} in the hash`)
}

function judgeProductId({ productKey }: DeviceRow, facts: HashFacts, say: Say): void {
  if (productKey === '') return
  const inHash = facts.productKeyId
  if (inHash === null) return
  const digits = digitsOfProductId(productKey)
  if (digits !== undefined && digits !== inHash)
    say('product-id-mismatch', 'productKey', `${productKey} and ${inHash}`)
}

/**
 * The 13 digits of a product key id, also out of a full OEM product id (inferred: 00355-61019-04327-AAOEM
 * holds 3556101904327). Undefined for any other form.
 */
export function digitsOfProductId(value: string): string | undefined {
  if (/^\d{13}$/.test(value)) return value
  const full = /^00(\d{3})-(\d{5})-(\d{5})-AAOEM$/.exec(value)
  return full === null ? undefined : `${full[1]}${full[2]}${full[3]}`
}

function judgeTuple(row: DeviceRow, facts: HashFacts, say: Say): void {
  const { manufacturer = '', model = '' } = row
  if (manufacturer !== '' && facts.manufacturer !== '' && manufacturer !== facts.manufacturer) {
    say('tuple-mismatch', 'manufacturer', `${manufacturer} and ${facts.manufacturer}`)
  }
  if (model !== '' && facts.model !== '' && model !== facts.model) {
    say('tuple-mismatch', 'model', `${model} and ${facts.model}`)
  }
}
