/** SOAP 1.2 with addresses, as MS-MDE2 uses it: one message in, one out, by action. */

import { child, readXml, textAt, type XmlElement } from 'taxiway-device/xml/read'
import { element, type Written, writeXml } from 'taxiway-device/xml/write'
import { EnrollmentFault } from '../../../core/enrollment/fault.ts'
import { DomainError } from '../../../core/errors.ts'

export const namespaces = {
  soap: 'http://www.w3.org/2003/05/soap-envelope',
  addressing: 'http://www.w3.org/2005/08/addressing',
} as const

/** Bytes. */
export const maxBody = 64 * 1024

export type Envelope = {
  readonly action: string
  readonly header: XmlElement | undefined
  /** The only element of the body. */
  readonly message: XmlElement
}

export type SoapAnswer = {
  readonly action: string
  readonly message: Written
  readonly header?: readonly Written[]
  /** Windows asks for an id of the exchange in the header. */
  readonly requestId: string
  readonly relatesTo: string | undefined
  readonly status?: 200 | 500
}

/** Which request a message id was read from, so that a fault can name it. */
const messageIds = new WeakMap<Request, string>()

export function messageIdOf(request: Request): string | undefined {
  return messageIds.get(request)
}

/** Throws UnreadableXml, or a fault for anything that is not a message of these actions. */
export async function readEnvelope(
  request: Request,
  actions: readonly string[],
): Promise<Envelope> {
  const envelope = readXml(await bodyOf(request))
  const header = child(envelope, 'Header')
  const id = textAt(header, 'MessageID')
  if (id !== undefined && id.length <= 200) messageIds.set(request, id)
  const action = withoutSlash(textAt(header, 'Action') ?? '')
  const body = envelope.name === 'Envelope' ? child(envelope, 'Body') : undefined
  const [message, ...others] = body?.children ?? []
  if (message === undefined || others.length > 0)
    throw new EnrollmentFault('message-format', 'The body is not a SOAP envelope with one message.')
  if (!actions.includes(action))
    throw new EnrollmentFault('message-format', `The action must be ${actions.join(' or ')}.`)
  return { action, header, message }
}

/** Never chunked and never compressed: Windows reads neither here. [documented: MS-MDE2 on chunks; observed in public servers] */
export function soapAnswer(given: SoapAnswer): Response {
  const { action, message, header = [], requestId, relatesTo, status = 200 } = given
  const text = writeXml(
    element(
      's:Envelope',
      { 'xmlns:s': namespaces.soap, 'xmlns:a': namespaces.addressing },
      element(
        's:Header',
        {},
        element('a:Action', { 's:mustUnderstand': '1' }, action),
        element(
          'ActivityId',
          {
            CorrelationId: requestId,
            xmlns: 'http://schemas.microsoft.com/2004/09/ServiceModel/Diagnostics',
          },
          requestId,
        ),
        ...(relatesTo === undefined ? [] : [element('a:RelatesTo', {}, relatesTo)]),
        ...header,
      ),
      element('s:Body', {}, message),
    ),
  )
  return new Response(text, {
    status,
    headers: {
      'content-type': 'application/soap+xml; charset=utf-8',
      'content-length': String(Buffer.byteLength(text)),
      'cache-control': 'no-store, no-transform',
    },
  })
}

/** Microsoft's samples write some names with a slash at the end, which the schema lacks. */
function withoutSlash(text: string): string {
  return text.replace(/\/$/, '')
}

const utf8 = new TextDecoder('utf-8', { fatal: true })

async function bodyOf(request: Request): Promise<string> {
  if ((request.headers.get('content-encoding') ?? 'identity').toLowerCase() !== 'identity')
    throw new DomainError('unsupported-encoding', 'The body must not be compressed.')
  const bytes = await request.arrayBuffer()
  try {
    return utf8.decode(bytes)
  } catch (cause) {
    throw new EnrollmentFault('message-format', 'The body is not UTF-8.', { cause })
  }
}
