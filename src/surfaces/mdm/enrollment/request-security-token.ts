/** RequestSecurityToken (MS-WSTEP): what a device sends to enroll, or to renew its certificate. */

import { child, children, textAt, type XmlElement } from 'taxiway-device/xml/read'
import type { Applicant } from '../../../core/enrollment/enroll.ts'
import { EnrollmentFault } from '../../../core/enrollment/fault.ts'
import { parseUuid } from '../../../core/uuid.ts'

const base = 'http://schemas.microsoft.com/windows/pki/2009/01/enrollment'

export const tokenActions = {
  request: `${base}/RST/wstep`,
  response: `${base}/RSTRC/wstep`,
} as const

const trust = 'http://docs.oasis-open.org/ws-sx/ws-trust/200512'
const tokenType =
  'http://schemas.microsoft.com/5.0.0.0/ConfigurationManager/Enrollment/DeviceEnrollmentToken'

export type TokenRequest =
  | { readonly kind: 'issue'; readonly applicant: Applicant }
  | {
      readonly kind: 'renew'
      /** CMS SignedData around a PKCS #10, DER. */
      readonly signedRequest: Buffer
      readonly deviceId: string | null
    }

/** Throws EnrollmentFault. */
export function readTokenRequest(message: XmlElement): TokenRequest {
  if (message.name !== 'RequestSecurityToken')
    throw new EnrollmentFault('message-format', 'The body must be RequestSecurityToken.')
  if (textAt(message, 'TokenType') !== tokenType)
    throw new EnrollmentFault('message-format', `TokenType must be ${tokenType}.`)
  const items = itemsOf(message)
  const type = textAt(message, 'RequestType')
  if (type === `${trust}/Renew`) {
    const signedRequest = requestOf(message, 'PKCS7')
    return { kind: 'renew', signedRequest, deviceId: items.get('DeviceID') ?? null }
  }
  if (type !== `${trust}/Issue`)
    throw new EnrollmentFault('message-format', 'RequestType must be Issue or Renew.')
  return { kind: 'issue', applicant: applicantOf(items, requestOf(message, 'PKCS10')) }
}

type Items = ReadonlyMap<string, string>

/** Of items that repeat, such as MAC, the first counts; unknown ones are normal. */
function itemsOf(message: XmlElement): Items {
  const context = child(message, 'AdditionalContext')
  const items = context === undefined ? [] : children(context, 'ContextItem')
  return new Map(
    items
      .toReversed()
      .map((item) => [item.attributes.get('Name') ?? '', textAt(item, 'Value') ?? '']),
  )
}

function requestOf(message: XmlElement, type: 'PKCS10' | 'PKCS7'): Buffer {
  const token = child(message, 'BinarySecurityToken')
  const given = token?.attributes.get('ValueType') ?? ''
  if (token === undefined || !given.endsWith(`#${type}`))
    throw new EnrollmentFault('message-format', `The body must have one token of type ${type}.`)
  const text = token.text.replaceAll(/\s+/g, '')
  if (!/^[A-Za-z0-9+/]+={0,2}$/.test(text))
    throw new EnrollmentFault('certificate-request', 'The certificate request is not Base64.')
  return Buffer.from(text, 'base64')
}

function applicantOf(items: Items, certificateRequest: Buffer): Applicant {
  return {
    deviceId: deviceIdOf(items),
    hardwareId: plain(items, 'HWDevID'),
    deviceName: plain(items, 'DeviceName'),
    osEdition: plain(items, 'OSEdition'),
    osVersion: plain(items, 'OSVersion') ?? plain(items, 'ApplicationVersion'),
    deviceType: plain(items, 'DeviceType'),
    enrollmentType: enrollmentTypeOf(items),
    statedRegistrationId: registrationOf(items),
    isInOobe: items.get('NotInOobe')?.toLowerCase() === 'false',
    certificateRequest,
  }
}

/** 32 digits of hex, or a GUID. [documented] */
function deviceIdOf(items: Items): string {
  const id = items.get('DeviceID') ?? ''
  if (/^[0-9a-f]{32}$/i.test(id) || parseUuid(id) !== undefined) return id
  throw invalid('DeviceID must be 32 hexadecimal digits or a GUID.')
}

function enrollmentTypeOf(items: Items): 'device' | 'full' {
  const type = items.get('EnrollmentType')?.toLowerCase() ?? 'full'
  if (type === 'device' || type === 'full') return type
  throw invalid('EnrollmentType must be Device or Full.')
}

function registrationOf(items: Items): string | null {
  const text = items.get('ZeroTouchProvisioning') ?? ''
  if (text === '') return null
  const id = parseUuid(text)
  if (id === undefined) throw invalid('ZeroTouchProvisioning must be the id of a registration.')
  return id
}

/** Shown to administrators; null where it is absent or much too long. */
function plain(items: Items, name: string): string | null {
  const text = items.get(name)?.replaceAll('\0', '') ?? ''
  return text === '' || text.length > 200 ? null : text
}

function invalid(message: string): EnrollmentFault {
  return new EnrollmentFault('enrollment-data-invalid', message)
}
