/**
 * The one way into a protected route: permission first, then the handler within what the caller may reach,
 * and whatever changes something in one transaction with its audit entry.
 *
 * A refused change is in the trail too, and is not answered before it is there. A route that does not come
 * through here is found when the surface starts (`requireGuards`), and the surface does not start.
 */
import type { Context, Handler, Hono } from 'hono'
import { withNotes, withScope } from '../../core/access/acting.ts'
import type { Caller } from '../../core/access/caller.ts'
import type { Access } from '../../core/access/decide.ts'
import { destructive, isPermission, type Permission } from '../../core/access/permissions.ts'
import type { StepUp } from '../../core/access/step-up.ts'
import { type Audit, type AuditedAct, actorOf } from '../../core/audit/audit.ts'
import { DomainError } from '../../core/errors.ts'
import { addressOf } from './client-address.ts'
import type { RequestEnv } from './request-context.ts'
import { actOfRoute } from './route-act.ts'

export type GuardDeps = { readonly access: Access; readonly audit: Audit; readonly stepUp: StepUp }

export type GuardedRoute = {
  readonly method: string
  readonly path: string
  readonly permission: Permission
}

export type GuardedHandler = (c: Context<RequestEnv>, caller: Caller) => Promise<Response>

/** Carries an answer that refuses past the transaction, so that nothing of the act remains. */
class Undone extends Error {
  readonly answer: Response

  constructor(answer: Response) {
    super('the request was refused')
    this.answer = answer
  }
}

const guards = new WeakMap<object, GuardedRoute>()

/** Throws for a permission that the table does not have. */
export function guarded(
  { access, audit, stepUp }: GuardDeps,
  route: GuardedRoute,
  handle: GuardedHandler,
): Handler<RequestEnv> {
  const { permission, method, path } = route
  if (!isPermission(permission)) {
    throw new Error(`${method} ${path} names the permission '${permission}', which there is not`)
  }
  const { resourceType, ...named } = actOfRoute(method, path)
  const changes = method !== 'GET' && !permission.endsWith('.read')

  const guard: Handler<RequestEnv> = async (c) => {
    const caller = c.get('caller')
    const within = async () => {
      const scope = await access.require(caller, permission)
      if (changes && destructive.has(permission)) await stepUp(caller)
      return await withScope(scope, () => (changes ? change(act) : handle(c, caller)))
    }
    const act: AuditedAct = {
      ...named,
      tenantId: caller.tenantId,
      actor: actorOf(caller, addressOf(c.req.raw)),
      correlationId: c.get('requestId'),
    }
    const change = (audited: AuditedAct) =>
      audit.change(audited, (note) => withNotes(note, () => done(c, caller)))
    return changes ? await orRefused(within, act) : await within()
  }

  async function done(c: Context<RequestEnv>, caller: Caller) {
    const response = await handle(c, caller)
    if (!response.ok) throw new Undone(response)
    const id = c.req.param('id') ?? (await idOf(response))
    return { result: response, resource: { type: resourceType, id } }
  }

  async function orRefused(work: () => Promise<Response>, act: AuditedAct): Promise<Response> {
    try {
      return await work()
    } catch (error) {
      if (error instanceof Undone) return error.answer
      if (error instanceof DomainError && error.code === 'not-permitted')
        await audit.refused(act, error.message)
      throw error
    }
  }

  guards.set(guard, route)
  return guard
}

/** The protected routes of an app; throws where a handler stands beside the guards, unless `open` names its path. */
export function requireGuards(
  app: Hono<RequestEnv>,
  open: readonly string[] = [],
): readonly GuardedRoute[] {
  const found = app.routes.flatMap(({ handler }) => guards.get(handler) ?? [])
  const known = new Set(found.map(({ method, path }) => `${method} ${path}`))
  const prefix = app.routes.find(({ handler }) => guards.has(handler))
  const base = prefix?.path.slice(0, -(guards.get(prefix.handler)?.path.length ?? 0)) ?? ''
  const bare = app.routes.find(
    ({ method, path }) =>
      !path.endsWith('*') &&
      !open.includes(path) &&
      !known.has(`${method} ${path.slice(base.length)}`),
  )
  if (bare !== undefined) throw new Error(`${bare.method} ${bare.path} has no permission`)
  return found
}

/** Of what was made, where the answer is an entity. */
async function idOf(response: Response): Promise<string | undefined> {
  if (response.status !== 201) return undefined
  const { id } = (await response.clone().json()) as { id?: unknown }
  return typeof id === 'string' ? id : undefined
}
