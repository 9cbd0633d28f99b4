/** Watches every request of an emulator: injects faults, and logs it. */
import {
  type Fault,
  type Faults,
  isDeviceFault,
  pathFits,
  takeFault,
} from '../../core/emulator/fault.ts'
import { literal } from '../../core/emulator/literal.ts'
import { redact, redactBody } from '../../core/emulator/redact.ts'
import type { RequestLog } from '../../core/emulator/request-log.ts'
import type { Connection } from '../http/connection.ts'
import { originOf, type PublicOrigin } from '../http/public-origin.ts'
import { playFault } from './fault-answer.ts'

export type Fetch = (request: Request, connection: Connection) => Promise<Response>

export type WatchDeps = {
  readonly faults: Faults
  readonly requests: RequestLog
  readonly origin: PublicOrigin
}

type Ask = (request: Request) => Response | Promise<Response>

/** The same for the requests inside a batch, which have no connection to drop. */
export function watchedParts(answer: Ask, deps: WatchDeps): Ask {
  const faults: Faults = {
    ...deps.faults,
    list: async () =>
      (await deps.faults.list()).filter(({ answer: { drop, truncate } }) => !drop && !truncate),
  }
  const watch = watched(async (request) => answer(request), { ...deps, faults })
  return (request) => watch(request, { drop: () => undefined })
}

export function watched(answer: Fetch, { faults, requests, origin }: WatchDeps): Fetch {
  return async (request, connection) => {
    const started = performance.now()
    const time = new Date()
    const { pathname, search } = new URL(request.url)
    const body = await bodyText(request)
    const fault = await takeFault(faults, (each) => fitsRequest(each, { request, body }))
    const response =
      fault === undefined
        ? await answer(request, connection)
        : await playFault(fault.answer, {
            answer: () => answer(request, connection),
            request,
            connection,
            origin: originOf(request, origin),
          })
    await requests.add({
      time,
      method: request.method,
      path: pathname,
      query: redact(search),
      status: response?.status ?? null,
      client: request.headers.get('user-agent') ?? '',
      body: body === undefined ? null : redactBody(body),
      faultId: fault?.id ?? null,
      milliseconds: performance.now() - started,
    })
    if (response !== null) return response
    // Only now, so that a client that has its answer finds the request in the log.
    connection.drop()
    return new Response(null, { status: 400 })
  }
}

/** Undefined = there is no body. A compressed one is decompressed, or described if that fails. */
async function bodyText(request: Request): Promise<string | undefined> {
  if (request.method === 'GET' || request.method === 'HEAD' || request.body === null)
    return undefined
  const { body } = request.clone()
  if (body === null) return undefined
  const packed = request.headers.get('content-encoding')?.trim().toLowerCase()
  const plain =
    packed === 'gzip' || packed === 'deflate'
      ? body.pipeThrough(new DecompressionStream(packed))
      : body
  return await beginningOf(plain).catch(() => '(a body that cannot be read)')
}

/** As much as Graph accepts; a longer body is refused there, and a compressed one could be endless. */
const maxBodyBytes = 32 * 1024 * 1024

async function beginningOf(body: ReadableStream<Uint8Array>): Promise<string> {
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of body) {
    chunks.push(chunk)
    size += chunk.length
    if (size > maxBodyBytes) break
  }
  return Buffer.concat(chunks).toString('utf8')
}

type Asked = { readonly request: Request; readonly body: string | undefined }

/** A fault without a path applies to Graph only, so that clients can still sign in. */
function fitsRequest(fault: Fault, { request, body }: Asked): boolean {
  if (isDeviceFault(fault)) return false
  const { method, path, serialNumber } = fault.match
  const { pathname, search } = new URL(request.url)
  const spoken = decoded(pathname)
  if (method !== undefined && method !== request.method) return false
  if (!(path === undefined ? /^\/(v1\.0|beta)\//i.test(spoken) : pathFits(path, spoken)))
    return false
  if (serialNumber === undefined) return true
  return names(serialNumber, [spoken, decoded(search.replaceAll('+', ' ')), body ?? ''])
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

/** The serial number as a whole word: `5CG12` does not match `5CG1`. */
function names(serialNumber: string, texts: readonly string[]): boolean {
  const word = new RegExp(`(?<![\\w-])${literal(serialNumber)}(?![\\w-])`, 'i')
  return texts.some((text) => word.test(text))
}
