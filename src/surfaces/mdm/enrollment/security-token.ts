/** The token in the header of a message (WS-Security). */

import { children, textAt, type XmlElement } from 'taxiway-device/xml/read'
import { EnrollmentFault } from '../../../core/enrollment/fault.ts'

/** Of a token from our page or an administrator, and of an access token. [documented] */
export const tokenTypes = {
  own: 'http://schemas.microsoft.com/5.0.0.0/ConfigurationManager/Enrollment/DeviceEnrollmentUserToken',
  jwt: 'urn:ietf:params:oauth:token-type:jwt',
} as const

/** Characters. */
const maxToken = 16_384
const slackMs = 5 * 60_000

/** Throws a fault where there is none, or the header is not as it must be. */
export function securityTokenIn(header: XmlElement | undefined, now: Date): string {
  const [security, ...more] = header === undefined ? [] : children(header, 'Security')
  if (more.length > 0) throw invalid('The header has Security twice.')
  if (security === undefined) throw missing()
  refuseOld(security, now)
  const [token, ...others] = children(security, 'BinarySecurityToken')
  if (others.length > 0) throw invalid('Security has more than one token.')
  if (token === undefined) throw missing()
  const { ValueType = '', EncodingType = '' } = Object.fromEntries(token.attributes)
  if (!Object.values<string>(tokenTypes).includes(ValueType))
    throw invalid(`The token’s ValueType must be ${Object.values(tokenTypes).join(' or ')}.`)
  if (EncodingType !== '' && !EncodingType.toLowerCase().endsWith('#base64binary'))
    throw invalid('The token’s EncodingType must be base64binary.')
  return decoded(token.text)
}

/** What Microsoft's service calls a password policy is off here: no message is accepted with a name and password. */
function missing(): EnrollmentFault {
  return new EnrollmentFault(
    'authentication',
    'The message brings no token; user names with passwords are not accepted.',
  )
}

function refuseOld(security: XmlElement, now: Date): void {
  const expires = textAt(security, 'Timestamp', 'Expires')
  if (expires === undefined) return
  const end = Date.parse(expires)
  if (Number.isNaN(end) || end < now.getTime() - slackMs)
    throw invalid('The message has expired, by the time in its header.')
}

function decoded(text: string): string {
  const plain = text.replaceAll(/\s+/g, '')
  const isBase64 = /^[A-Za-z0-9+/]+={0,2}$/.test(plain)
  if (plain === '' || plain.length > maxToken || !isBase64)
    throw invalid('The token is not Base64.')
  return Buffer.from(plain, 'base64').toString('utf8')
}

function invalid(message: string): EnrollmentFault {
  return new EnrollmentFault('invalid-security', message)
}
