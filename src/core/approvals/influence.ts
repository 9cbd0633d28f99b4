/**
 * Who could have prepared somebody to decide: a thief with an administrator's token makes an account, gives it a
 * role, and approves with it. So nobody whom the requester has touched in the last day decides what the requester asks
 * for, nor anybody who was touched by one of those.
 */
import type { AuditActor, AuditResource } from '../audit/audit.ts'

export type Change = {
  readonly actor: AuditActor
  readonly resources: readonly Pick<AuditResource, 'type' | 'id' | 'name' | 'properties'>[]
}

/** An external provider lets its operator sign in as anybody who is linked to it. */
const reachesEverybody = new Set(['IdentityProvider'])

export type Touched = { readonly everybody: boolean; readonly names: ReadonlySet<string> }

/** Ids and names that the requester's changes have reached, in lower case. */
export function touchedBy(requester: string, changes: readonly Change[]): Touched {
  const names = new Set([requester.slice(requester.indexOf(':') + 1).toLowerCase()])
  let open = changes
  let everybody = false
  for (;;) {
    const theirs = open.filter(({ actor }) => names.has(idOfActor(actor)))
    if (theirs.length === 0) return { everybody, names }
    open = open.filter((each) => !theirs.includes(each))
    for (const { resources } of theirs) {
      everybody ||= resources.some(({ type }) => reachesEverybody.has(type))
      for (const name of resources.flatMap(namesOf)) names.add(name.toLowerCase())
    }
  }
}

function idOfActor(actor: AuditActor): string {
  if (actor.kind === 'user') return actor.userId.toLowerCase()
  return actor.kind === 'application' ? actor.applicationId.toLowerCase() : ''
}

function namesOf({ id, name, properties = [] }: Change['resources'][number]): string[] {
  const values = properties.flatMap(({ after }) => after ?? [])
  return [id, ...(name === undefined ? [] : [name]), ...values]
}
