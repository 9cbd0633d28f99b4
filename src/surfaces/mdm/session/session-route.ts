/** `POST /omadm`: a message of a managed device. */
import type { Context } from 'hono'
import { UnreadableXml } from 'taxiway-device/xml/scan'
import type { RunInTransaction } from '../../../core/run-in-transaction.ts'
import { addressOf, clientCertificateOf } from '../../http/connection.ts'
import { failureOf, retryHeader } from '../../http/failure.ts'
import { networkOf } from '../../http/network-of.ts'
import { type OpenRoute, open } from '../../http/open-route.ts'
import type { RequestEnv } from '../../http/request-context.ts'
import { type ExchangePorts, exchange } from './exchange.ts'
import { type ProofDeps, prove } from './prove.ts'
import { readSyncMl, UnreadableSyncMl } from './read-syncml.ts'
import type { SessionLimits } from './session-limits.ts'
import { SessionRefusal } from './session-refusal.ts'

export type SessionRouteDeps = {
  readonly proof: ProofDeps
  readonly limits: SessionLimits
  /** Among the changes of this tenant, so that one tenant's devices do not hold up the others'. */
  readonly transactFor: (tenantId: string) => RunInTransaction<ExchangePorts>
  /** Called with internal errors. */
  readonly report: (error: Error, requestId: string) => void
}

export const maxMessage = 65_536
const xml = 'application/vnd.syncml.dm+xml'
const type = `${xml}; charset=utf-8`

export function sessionRoutes(deps: SessionRouteDeps): readonly OpenRoute<RequestEnv>[] {
  return [
    open({
      method: 'POST',
      path: '/omadm',
      reason:
        'the device signs its message, or its connection has the certificate that it enrolled with',
      audit: ['Unenroll ManagedDevice'],
      says: xml,
      handle: (c) => answered(deps, c),
    }),
  ]
}

/** Whatever fails, no command leaves: a status, a sentence and nothing more. */
async function answered(deps: SessionRouteDeps, c: Context<RequestEnv>): Promise<Response> {
  try {
    const text = await converse(deps, c)
    const bytes = Buffer.from(text)
    return new Response(bytes, {
      headers: { 'content-type': type, 'content-length': String(bytes.length), ...noStore },
    })
  } catch (error) {
    return refusal(deps, c, error)
  }
}

const noStore = { 'cache-control': 'no-store' }

function refusal(deps: SessionRouteDeps, c: Context<RequestEnv>, error: unknown): Response {
  if (error instanceof SessionRefusal) return plain(error.status, error.message)
  if (error instanceof UnreadableXml)
    return plain(error.code === 'too-long' ? 413 : 400, error.message)
  if (error instanceof UnreadableSyncMl) return plain(400, error.message)
  const failure = failureOf(error)
  if (failure.isOurs) deps.report(error as Error, c.get('requestId'))
  return plain(failure.status, failure.message, retryHeader(failure))
}

function plain(status: number, message: string, headers: Record<string, string> = {}): Response {
  return new Response(message, {
    status,
    headers: { 'content-type': 'text/plain; charset=utf-8', ...noStore, ...headers },
  })
}

async function converse(deps: SessionRouteDeps, c: Context<RequestEnv>): Promise<string> {
  const network = networkOf(addressOf(c.req.raw))
  deps.limits.strangers.take(network)
  const body = await limitedBody(c.req.raw)
  const message = readSyncMl(textOf(body))
  const certificate = clientCertificateOf(c.req.raw)
  const proof = await prove(deps.proof, c.req.raw.headers, { body, certificate })
  if (message.source !== proof.enrollment.deviceId)
    throw new SessionRefusal(403, 'The certificate was issued to another device.')
  deps.limits.strangers.giveBack(network)
  deps.limits.devices.take(proof.enrollment.id)
  return await deps.limits.atOnce.pass(() =>
    deps.transactFor(proof.enrollment.tenantId)((ports) =>
      exchange(ports, { proof, message, body }),
    ),
  )
}

const firstOfText = 0x20

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

function textOf(body: Buffer): string {
  // Its first byte is its version, 1.0 to 1.3; no XML begins so. [documented: WAP-192-WBXML, 5.4]
  if ((body[0] ?? firstOfText) <= 3)
    throw new SessionRefusal(
      415,
      `The body is WBXML, which is not read here. Have the device send XML: DEFAULTENCODING ${xml}.`,
    )
  try {
    return decoder.decode(body)
  } catch {
    throw new SessionRefusal(400, 'The body is not UTF-8.')
  }
}

async function limitedBody(request: Request): Promise<Buffer> {
  const encoding = request.headers.get('content-encoding')?.trim().toLowerCase() ?? 'identity'
  if (encoding !== 'identity') throw new SessionRefusal(400, 'The body must not be compressed.')
  if (Number(request.headers.get('content-length') ?? 0) > maxMessage) throw tooLarge()
  const pieces: Uint8Array[] = []
  let length = 0
  for await (const piece of request.body ?? []) {
    length += piece.length
    if (length > maxMessage) throw tooLarge()
    pieces.push(piece)
  }
  return Buffer.concat(pieces)
}

function tooLarge(): SessionRefusal {
  return new SessionRefusal(413, `A message has at most ${maxMessage} bytes.`)
}
