/** By what a row is compared with other rows. */

import { isJunkSerial } from '../hardware-hash/index.ts'
import type { DeviceTraits } from './device-index.ts'
import { type Fingerprint, fingerprintOf, noFingerprint } from './fingerprint.ts'
import type { HashFacts } from './hash-facts.ts'
import type { DeviceRow } from './row.ts'

/** `facts` is what the row's hash says; undefined when it has none that can be read. */
export function traitsOf(row: DeviceRow, facts: HashFacts | undefined): DeviceTraits {
  return facts === undefined ? traitsOfRow(row) : traitsOfHash(row, facts)
}

function traitsOfHash(row: DeviceRow, facts: HashFacts): DeviceTraits {
  const { tpmKey, uuid } = facts
  const hasTpm = tpmKey !== noFingerprint
  return {
    board: hasTpm ? tpmKey : uuid,
    hasTpm,
    serial: serialKey(facts.serialNumber === '' ? row.serialNumber : facts.serialNumber),
    uuid,
    capture: facts.capture,
    rest: restOf(row),
  }
}

/** Without a hash, maker and model take the UUID's part: they tell two machines with one serial number apart. */
function traitsOfRow(row: DeviceRow): DeviceTraits {
  const { manufacturer = '', model = '', hardwareHash } = row
  return {
    board: noFingerprint,
    hasTpm: false,
    serial: serialKey(row.serialNumber),
    uuid: manufacturer + model === '' ? noFingerprint : fingerprintOf(`${manufacturer}|${model}`),
    capture: hardwareHash === '' ? noFingerprint : fingerprintOf(hardwareHash),
    rest: restOf(row),
  }
}

function serialKey(serialNumber: string): Fingerprint {
  if (isJunkSerial(serialNumber)) return noFingerprint
  return fingerprintOf(serialNumber.toUpperCase())
}

function restOf(row: DeviceRow): Fingerprint {
  const { serialNumber, productKey, groupTag, assignedUser } = row
  const { manufacturer = '', model = '', deviceName = '', deviceLink = '' } = row
  const values = [serialNumber, productKey, groupTag, assignedUser, manufacturer, model, deviceName]
  return fingerprintOf([...values, deviceLink].join('\u001f'))
}
