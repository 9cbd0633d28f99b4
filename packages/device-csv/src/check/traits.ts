/** The traits by which rows are compared. */

import { isJunkSerial } from 'taxiway-hardware-hash'
import { type Fingerprint, fingerprintOf, noFingerprint } from '../hash/fingerprint.ts'
import type { HashFacts } from '../hash/hash-facts.ts'
import type { DeviceRow } from '../row.ts'
import { serialForm } from '../values/serial-spelling.ts'
import type { DeviceTraits } from './device-index.ts'

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
    serial: facts.hasJunkSerial ? serialKey(row.serialNumber) : keyOf(facts.serialNumber),
    uuid,
    capture: facts.capture,
    rest: restOf(row),
  }
}

/** Without a hash, manufacturer and model take the UUID's role: they distinguish two machines with one serial number. */
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
  return isJunkSerial(serialNumber) ? noFingerprint : keyOf(serialNumber)
}

const keyOf = (serialNumber: string): Fingerprint => fingerprintOf(serialForm(serialNumber))

function restOf(row: DeviceRow): Fingerprint {
  const { serialNumber, productKey, groupTag, assignedUser } = row
  const { manufacturer = '', model = '', deviceName = '', deviceLink = '' } = row
  const identity = `${serialNumber}\u001f${productKey}\u001f${groupTag}\u001f${assignedUser}`
  if (manufacturer + model + deviceName + deviceLink === '') return fingerprintOf(identity)
  return fingerprintOf([identity, manufacturer, model, deviceName, deviceLink].join('\u001f'))
}
