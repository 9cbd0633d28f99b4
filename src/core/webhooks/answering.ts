/**
 * An account that adds a webhook, or changes what it sends or where, answers for it: it delivers what this account could read
 * then and still may read now. So it takes the right to read what a webhook delivers to lead it elsewhere.
 */
import type { Caller } from '../access/caller.ts'
import type { Access } from '../access/decide.ts'
import { permissionTable } from '../access/permission-table.ts'
import { isPermission, type Permission } from '../access/permissions.ts'
import { type AuditActor, actorOf, nameOfActor } from '../audit/audit.ts'
import { DomainError } from '../errors.ts'
import {
  type Held,
  heldBy,
  mayRead,
  readableTypes,
  readersOf,
  readingPermissions,
} from '../events/event-readers.ts'
import { type EventType, followedTypes } from '../events/event-types.ts'
import type { Standing } from '../standing/standing.ts'
import type { Answering, Webhook } from './webhook.ts'

type Answered = Pick<Webhook, 'tenantId' | 'createdBy' | 'answering'>

/** The operator's own: nobody else writes a seed. */
const seeded = 'seed'

export type Reach = {
  /** What it was to deliver when somebody took it on. */
  readonly meant: Held
  /** What of that may be read now. */
  readonly now: Held
}

/** What a webhook may deliver. */
export async function reachOf(standing: Standing, webhook: Answered): Promise<Reach> {
  const { answering, createdBy } = webhook
  if (answering === undefined && createdBy === seeded) {
    const all = new Set(readingPermissions)
    return { meant: all, now: all }
  }
  const actor = answering?.actor ?? actorNamed(createdBy)
  const held = await standing.permissionsOf(webhook.tenantId, actor)
  const meant = new Set(answering?.granted ?? readingPermissions)
  return { meant, now: new Set([...meant].filter((each) => held.has(each))) }
}

/** As `nameOfCaller` names them. */
function actorNamed(name: string): AuditActor {
  const applicationId = /^application (.+)$/.exec(name)?.[1]
  return applicationId === undefined
    ? { kind: 'user', applicationId: '', userId: name, userPrincipalName: name }
    : { kind: 'application', applicationId, objectId: '' }
}

export function nameOfAnswering({ answering, createdBy }: Answered): string {
  if (answering === undefined) return createdBy
  const name = nameOfActor(answering.actor)
  return answering.actor.kind === 'application' ? `application ${name}` : name
}

/** Types that it was to deliver and does not, since the account may not read them any more. */
export function withheldTypes(
  { eventTypes }: Pick<Webhook, 'eventTypes'>,
  { meant, now }: Reach,
): readonly EventType[] {
  return asked(eventTypes).filter((type) => mayRead(meant, type) && !mayRead(now, type))
}

/** Whether there is anything left that it may deliver. */
export function mayDeliver({ eventTypes }: Pick<Webhook, 'eventTypes'>, { now }: Reach): boolean {
  return asked(eventTypes).some((type) => mayRead(now, type))
}

/** Throws unless the caller may read what these types are, or those that it has delivered so far where it is all. */
export async function answeringBy(
  access: Pick<Access, 'all'>,
  caller: Caller,
  { eventTypes, soFar = new Set() }: Pick<Webhook, 'eventTypes'> & { readonly soFar?: Held },
): Promise<Answering> {
  const held = await heldBy(access, caller)
  const wanted = eventTypes.includes('*') ? readableTypes(soFar) : asked(eventTypes)
  const missing = wanted.filter((type) => !mayRead(held, type))
  if (missing.length > 0) throw notReadable(missing)
  if (readableTypes(held).length === 0) throw nothingReadable()
  return { actor: actorOf(caller), granted: readingPermissions.filter((each) => held.has(each)) }
}

function asked(eventTypes: readonly string[]): readonly EventType[] {
  return followedTypes.filter((type) => eventTypes.includes('*') || eventTypes.includes(type))
}

function notReadable(missing: readonly EventType[]): DomainError {
  const titles = new Set(missing.map((type) => readersOf(type).map(titleOf).join(' or ')))
  return new DomainError(
    'not-permitted',
    `A webhook delivers what the one who answers for it may read. ${missing.join(', ')}: this takes ${[...titles].join(', and ')}, for the whole tenant.`,
  )
}

function nothingReadable(): DomainError {
  return new DomainError(
    'not-permitted',
    `A webhook delivers what the one who answers for it may read, and you may read no events. This takes one of ${readingPermissions.map(titleOf).join(', ')}, for the whole tenant.`,
  )
}

function titleOf(permission: Permission): string {
  return `'${permissionTable[permission].title}'`
}

/** A permission unknown to this version permits nothing. */
export function grantedOf(stored: readonly string[]): readonly Permission[] {
  return stored.filter(isPermission)
}
