/**
 * The imported identity as Graph knows it: what is sent for a row, and what the answers mean.
 *
 * A fresh record reads `unknown` until it is decided (observed: every known client waits for
 * exactly that word to go away), so all but the two final words are "running".
 */

import type {
  GraphPage,
  ImportedDeviceIdentity,
  ImportRequest,
  ReceiptAnnotations,
} from 'taxiway-autopilot'
import { type Graph, UnexpectedAnswerError } from 'taxiway-graph-client'
import type { KeptHash } from './files/kept-hash.ts'

export const place = '/deviceManagement/importedWindowsAutopilotDeviceIdentities'
export const collection = `/v1.0${place}`

/** What is sent for one device: everything that a row says. */
export type Submission = {
  readonly importId: string
  /** Its base64, which must be some. */
  readonly hardwareIdentifier: KeptHash
} & {
  readonly [Name in
    | 'serialNumber'
    | 'productKey'
    | 'groupTag'
    | 'assignedUserPrincipalName']: string
}

/** With what only a Taxiway server says of it. */
export type ReceiptOnServer = ImportedDeviceIdentity & ReceiptAnnotations

export type Verdict =
  | { readonly status: 'complete'; readonly registrationId: string | null }
  | { readonly status: 'error'; readonly errorCode: number; readonly errorName: string }

/** Sends `submissions` as one import; answer n is about submission n. */
export async function postImport(
  graph: Graph,
  submissions: readonly Submission[],
): Promise<readonly ImportedDeviceIdentity[]> {
  const url = `${collection}/import`
  const answer = await graph.post<Partial<GraphPage<ImportedDeviceIdentity>> | null>(
    url,
    importBody(submissions),
  )
  if (Array.isArray(answer?.value)) return answer.value
  const message = `${graph.origin} answered an import without the results of its rows.`
  throw new UnexpectedAnswerError(message, { url: `${graph.origin}${url}`, kind: 'not-json' })
}

/** An `ImportRequest` in one piece of memory, without its megabytes of hashes ever being a text. */
function importBody(submissions: readonly Submission[]): Uint8Array {
  const type = '#microsoft.graph.importedWindowsAutopilotDeviceIdentity'
  const member: keyof ImportRequest = 'importedWindowsAutopilotDeviceIdentities'
  const parts: (string | KeptHash)[] = [`{"${member}":[`]
  for (const [n, { hardwareIdentifier, ...rest }] of submissions.entries()) {
    const open = JSON.stringify({ '@odata.type': type, ...rest }).slice(0, -1)
    parts.push(`${n === 0 ? '' : ','}${open},"hardwareIdentifier":"`, hardwareIdentifier, '"}')
  }
  parts.push(']}')
  return joined(parts)
}

function joined(parts: readonly (string | KeptHash)[]): Uint8Array {
  const sizeOf = (part: string | KeptHash) =>
    typeof part === 'string' ? Buffer.byteLength(part) : part.length
  const bytes = Buffer.allocUnsafe(parts.reduce((sum, part) => sum + sizeOf(part), 0))
  let at = 0
  for (const part of parts) {
    if (typeof part === 'string') bytes.write(part, at)
    else part.copyTo(bytes, at)
    at += sizeOf(part)
  }
  return bytes
}

/** The verdict in `imported`; undefined while there is none. */
export function verdictOf({ state }: ImportedDeviceIdentity): Verdict | undefined {
  if (state?.deviceImportStatus === 'complete') {
    return { status: 'complete', registrationId: state.deviceRegistrationId || null }
  }
  if (state?.deviceImportStatus !== 'error') return undefined
  return {
    status: 'error',
    errorCode: state.deviceErrorCode ?? 0,
    errorName: state.deviceErrorName ?? '',
  }
}

/** The records whose importId is among `importIds`. */
export async function findByImportIds(
  graph: Graph,
  importIds: ReadonlySet<string>,
): Promise<readonly ImportedDeviceIdentity[]> {
  const found: ImportedDeviceIdentity[] = []
  for (const path of pathsFor(importIds)) {
    for await (const page of graph.pages<ImportedDeviceIdentity>(path)) {
      found.push(...page.filter(({ importId }) => importId !== null && importIds.has(importId)))
      if (found.length === importIds.size) return found
    }
  }
  return found
}

/** A few ids are asked for one by one; many are looked up in the whole list. */
function pathsFor(importIds: ReadonlySet<string>): readonly string[] {
  if (importIds.size > 20) return [collection]
  return [...importIds].map(
    (id) => `${collection}?$filter=${encodeURIComponent(`importId eq '${id}'`)}`,
  )
}
