/** One key of a PSKC document (RFC 6030 sections 4 and 5), decrypted, whatever it is for. Throws Unreadable. */
import { Unreadable } from './file-reading.ts'
import type { OpenValue } from './pskc-decrypt.ts'
import { booleanOf, bytesOf, numberIn, numberOf } from './pskc-values.ts'
import { attribute, child, textAt, type XmlNode } from './xml.ts'

export type PskcKey = {
  readonly id: string
  /** A URN or URL. */
  readonly algorithm: string
  readonly manufacturer: string
  readonly serialNumber: string
  readonly model: string
  readonly secret: Buffer
  /** Such as `HMAC-SHA256`; absent = what the algorithm's default is. */
  readonly suite?: string
  /** Absent: the document does not say. */
  readonly digits?: number
  readonly encoding?: string
  readonly hasCheckDigit: boolean
  readonly counter?: number
  /** Seconds since 1970 at which step 0 begins. */
  readonly startTime?: number
  /** Seconds. */
  readonly timeInterval?: number
  /** Steps. */
  readonly timeDrift?: number
}

export function readKey(keyPackage: XmlNode, key: XmlNode, open: OpenValue): PskcKey {
  const device = child(keyPackage, 'DeviceInfo')
  const parameters = child(key, 'AlgorithmParameters')
  const format = child(parameters, 'ResponseFormat')
  const data = child(key, 'Data')
  const digits = attribute(format, 'Length')
  return {
    id: attribute(key, 'Id') ?? '',
    algorithm: attribute(key, 'Algorithm') ?? '',
    manufacturer: textAt(device, 'Manufacturer') ?? '',
    serialNumber: textAt(device, 'SerialNo') ?? '',
    model: textAt(device, 'Model') ?? '',
    secret: secretOf(key, child(data, 'Secret'), open),
    hasCheckDigit: booleanOf(attribute(format, 'CheckDigits'), 'CheckDigits'),
    ...present('suite', textAt(parameters, 'Suite')),
    ...present('digits', digits && numberOf(digits, 'The length of a code')),
    ...present('encoding', attribute(format, 'Encoding')),
    ...present('counter', number(data, 'Counter', open)),
    ...present('startTime', number(data, 'Time', open)),
    ...present('timeInterval', number(data, 'TimeInterval', open)),
    ...present('timeDrift', number(data, 'TimeDrift', open)),
  }
}

function secretOf(key: XmlNode, secret: XmlNode | undefined, open: OpenValue): Buffer {
  if (secret === undefined) {
    throw child(key, 'KeyReference') === undefined
      ? new Unreadable('malformed', 'The key has no secret.')
      : new Unreadable(
          'key-reference',
          'The key is only named, not contained: it can be derived with the vendor’s master key alone. Ask the vendor for the keys themselves.',
        )
  }
  const encrypted = child(secret, 'EncryptedValue')
  if (encrypted !== undefined) return open(encrypted, textAt(secret, 'ValueMAC'))
  return bytesOf(textAt(secret, 'PlainValue'), 'The secret')
}

function number(data: XmlNode | undefined, name: string, open: OpenValue): number | undefined {
  const element = child(data, name)
  if (element === undefined) return undefined
  const encrypted = child(element, 'EncryptedValue')
  if (encrypted !== undefined) return numberIn(open(encrypted, textAt(element, 'ValueMAC')), name)
  return numberOf(textAt(element, 'PlainValue') ?? '', name)
}

function present<Name extends string, Value>(name: Name, value: Value | undefined | '') {
  return (value === undefined || value === '' ? {} : { [name]: value }) as {
    readonly [key in Name]?: Exclude<Value, ''>
  }
}
