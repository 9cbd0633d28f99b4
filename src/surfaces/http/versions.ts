/**
 * Versions of what can be edited, so that no editor overwrites another unseen: `ETag` on reading a thing, `If-Match` on
 * changing it (RFC 9110, 13.1.1).
 *
 * The version is a digest of what reading the thing answers without options, so there is one for each thing that has
 * an address to read it at, without code of its own. It belongs to that address: read elsewhere the thing looks
 * otherwise.
 */
import { createHash } from 'node:crypto'
import type { EditLock } from '../../core/access/edit-lock.ts'
import { canonicalJson, type JsonValue } from '../../core/audit/canonical-json.ts'
import { DomainError } from '../../core/errors.ts'
import { isResponse, jsonAnswer } from './json-answer.ts'
import type { Answer, Method, Route } from './route.ts'
import type { RouteInput } from './route-input.ts'

const edits: ReadonlySet<Method> = new Set(['PATCH', 'PUT', 'DELETE'])

/** For each route the one that reads the thing that it is about; none where nothing that can be edited is read. */
export function thingsOf<Ports>(routes: readonly Route<Ports>[]) {
  const edited = new Set(routes.filter(({ method }) => edits.has(method)).map(({ path }) => path))
  const readings = new Map(
    routes
      .filter(({ method, path }) => method === 'GET' && edited.has(path))
      .map((route) => [route.path, route]),
  )
  return ({ path }: Route<Ports>): Route<Ports> | undefined => {
    for (let at = path; at !== ''; at = at.slice(0, at.lastIndexOf('/')))
      if (readings.has(at)) return readings.get(at)
    return undefined
  }
}

/** The answer of a handler that knows the version of what it shows. */
export function versioned(body: object, version: string): Response {
  return jsonAnswer(body, { headers: { etag: version } })
}

/**
 * What `reading` answers, and the version of the thing, if its handler has not stated it: that of the same reading, or
 * of one before, never of a later one. Otherwise an editor could overwrite with it what was not shown.
 */
export async function readVersioned<Ports>(
  reading: Route<Ports>,
  input: RouteInput<Ports>,
): Promise<{ readonly answer: Answer; readonly version: string | undefined }> {
  if (input.request.options.size === 0) {
    const answer = await reading.handle(input)
    return { answer, version: digestOf(answer) }
  }
  const version = reading.version === undefined ? await digestOfThing(reading, input) : undefined
  return { answer: await reading.handle(input), version }
}

/** Of what `reading` answers without options; undefined where that is not JSON. */
async function digestOfThing<Ports>(
  reading: Route<Ports>,
  input: RouteInput<Ports>,
): Promise<string | undefined> {
  const plain = {
    ...input,
    query: reading.query?.parse({}),
    request: { ...input.request, options: new URLSearchParams() },
  }
  return digestOf(await reading.handle(plain))
}

/** Without annotations: they name the server's address. */
function digestOf(answer: unknown): string | undefined {
  if (answer === undefined || isResponse(answer as object)) return undefined
  const members = Object.entries(answer as object).filter(([name]) => !name.startsWith('@odata.'))
  const known = JSON.parse(JSON.stringify(Object.fromEntries(members))) as JsonValue
  const digest = createHash('sha256').update(canonicalJson(known)).digest('base64url')
  return `"${digest.slice(0, 22)}"`
}

export type Condition<Ports> = {
  /** What the trail calls things of its kind, which is the same on every surface. */
  readonly kind: string
  /** What reads the thing that is edited. */
  readonly thing: Route<Ports> | undefined
  /** Absent: it may be as it will. */
  readonly ifMatch: string | undefined
  /** The change keeps what it has read and does not name: another edit in between would be lost. */
  readonly isAlone: boolean
}

/** Holds the thing as its editor has seen it until the transaction ends; throws if it is otherwise by now. */
export async function requireVersion<Ports>(
  { kind, thing, ifMatch, isAlone }: Condition<Ports>,
  editLock: EditLock,
  input: RouteInput<Ports>,
): Promise<void> {
  await editLock(input.caller.tenantId, kind, isAlone)
  if (ifMatch !== undefined) requireMatch(ifMatch, thing && (await versionNow(thing, input)))
}

function versionNow<Ports>(
  thing: Route<Ports>,
  input: RouteInput<Ports>,
): Promise<string | undefined> {
  return thing.version === undefined ? digestOfThing(thing, input) : thing.version(input)
}

/** Throws `version-conflict` unless the thing is as the editor has seen it. */
function requireMatch(ifMatch: string, current: string | undefined): void {
  if (ifMatch.trim() === '*') return
  if (current === undefined)
    throw new DomainError(
      'version-conflict',
      'If-Match: nothing at this address has a version. Send the request without it.',
    )
  const seen = ifMatch.split(',').map((each) => each.trim().replace(/^W\//, ''))
  if (seen.includes(current.replace(/^W\//, ''))) return
  throw new DomainError(
    'version-conflict',
    'Somebody else has changed this since you opened it. Load it again and decide which values to keep.',
  )
}
