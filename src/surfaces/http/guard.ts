/**
 * The one way into a protected route: permission first, then the handler within the caller's scope, with every
 * change in one transaction with its audit entry.
 *
 * Refused changes are in the trail too, and are recorded before they are answered. A route that bypasses this is
 * found when the surface starts (`requireGuards`), and the surface does not start.
 */
import type { Context, Handler } from 'hono'
import type { Access } from '../../core/access/decide.ts'
import type { EditLock } from '../../core/access/edit-lock.ts'
import { destructive } from '../../core/access/permissions.ts'
import type { StepUp } from '../../core/access/step-up.ts'
import { wholeTenant } from '../../core/access/tag-scope.ts'
import { withActor, withNotes, withScope } from '../../core/acting.ts'
import { ApprovalNeeded, approvalRequired } from '../../core/approvals/admit-act.ts'
import type { NewApproval } from '../../core/approvals/approval.ts'
import { type Audit, type AuditedAct, type AuditedResult, actorOf } from '../../core/audit/audit.ts'
import { DomainError, type DomainErrorCode } from '../../core/errors.ts'
import type { KeptAnswers, RequestKey } from '../../core/idempotency/kept-answers.ts'
import { doneOnce, keyHeader, requestKeyOf } from './answer-once.ts'
import { checkedName } from './audit-name.ts'
import { addressOf } from './connection.ts'
import { isResponse, jsonAnswer } from './json-answer.ts'
import { markProtected } from './protected-routes.ts'
import { noteRoute, type RequestEnv } from './request-context.ts'
import type { Answer, Described, Route } from './route.ts'
import { type ReadInput, type RouteInput, readInput } from './route-input.ts'
import { Undone } from './undone.ts'
import { type Condition, readVersioned, requireVersion } from './versions.ts'

/** What a change works with, bound to its transaction. */
export type Unit<Ports> = {
  readonly ports: Ports
  readonly answers: () => KeptAnswers
  readonly editLock: () => EditLock
}

export type GuardDeps<Ports> = {
  readonly access: Access
  readonly stepUp: StepUp
  /** The ports of read-only routes. */
  readonly ports: Ports
  /** Runs `work` and writes the act's entry in one transaction, with ports bound to it. */
  readonly change: Audit<Unit<Ports>>['change']
  readonly refused: Audit<Unit<Ports>>['refused']
  /** Writes a request for approval, after the act that needs it has been rolled back; returns its id. */
  readonly requestApproval: (wanted: NewApproval) => Promise<string | undefined>
}

/** Throws for a permission missing from the table, and for a change without an audit name. */
export function guarded<Ports>(
  { access, stepUp, ports, change, refused, requestApproval }: GuardDeps<Ports>,
  route: Route<Ports>,
  read: ReadInput & { readonly thing: Route<Ports> | undefined },
): Handler<RequestEnv> {
  const { permission } = route
  const named = checkedName(route)

  const guard: Handler<RequestEnv> = async (c) => {
    noteRoute(c)
    const caller = c.get('caller')
    const actor = actorOf(caller, addressOf(c.req.raw))
    const act = named && {
      ...named,
      tenantId: caller.tenantId,
      actor,
      correlationId: c.get('requestId'),
    }
    try {
      const scope = await access
        .require(caller, permission)
        .catch((error: unknown) => denied(c, error))
      if (act !== undefined && destructive.has(permission)) await stepUp(caller)
      const key = isKeyed(c, route) ? await requestKeyOf(c) : undefined
      const input = await readInput(c, route, read)
      return await withScope(scope, () =>
        withActor(actor, () =>
          act === undefined
            ? answered(route, { ...input, ports }, read.thing === route)
            : acted(act, input, key),
        ),
      )
    } catch (error) {
      return await answerTo(error, act)
    }
  }

  /** The route may know a better reason for the refusal than the missing permission. */
  async function denied(c: Context<RequestEnv>, error: unknown): Promise<never> {
    const { refusal } = route
    if (refusal === undefined) throw error
    const reason = async () => refusal({ ...(await readInput(c, route, read)), ports })
    throw (await withScope(wholeTenant, reason).catch(() => undefined)) ?? error
  }

  function acted(
    act: AuditedAct,
    input: Omit<RouteInput<Ports>, 'ports'>,
    key: RequestKey | undefined,
  ): Promise<Response> {
    const condition = conditionOf(route, input, read.thing)
    return change(act, ({ ports: bound, answers, editLock }, note) => {
      const given = { ...input, ports: bound }
      const work = () =>
        condition === undefined
          ? done(route, given)
          : requireVersion(condition, editLock(), given).then(() => done(route, given))
      return withNotes(note, key === undefined ? work : () => doneOnce(answers(), key, work))
    })
  }

  /** Handles a failure of the route; rethrows it if the surface has to answer. */
  async function answerTo(error: unknown, act: AuditedAct | undefined): Promise<Response> {
    if (error instanceof Undone) return error.answer
    const refusal =
      error instanceof ApprovalNeeded
        ? approvalRequired(error.wanted, await requestApproval(error.wanted))
        : error
    if (act !== undefined && refusal instanceof DomainError && recorded.has(refusal.code))
      await refused(act, refusal.message)
    throw refusal
  }

  markProtected(guard, route)
  return guard
}

/** Refusals that belong in the audit trail. */
const recorded: ReadonlySet<DomainErrorCode> = new Set([
  'not-permitted',
  'approval-required',
  'approval-needs-another-person',
])

/** Undefined: the change waits for no other, edits nothing that has a version, and its sender does not say so either. */
function conditionOf<Ports>(
  { method, audit, alone }: Route<Ports>,
  { request }: Pick<RouteInput<Ports>, 'request'>,
  thing: Route<Ports> | undefined,
): Condition<Ports> | undefined {
  const ifMatch = request.header('if-match')
  const isEdit = method === 'PATCH' || (thing !== undefined && method !== 'POST')
  if (!isEdit && alone === undefined && ifMatch === undefined) return undefined
  const isAlone = alone === true || method === 'PATCH' || method === 'PUT' || ifMatch !== undefined
  return { kind: audit?.resource ?? '', thing, ifMatch, isAlone }
}

async function done<Ports>(
  route: Route<Ports>,
  input: RouteInput<Ports>,
): Promise<AuditedResult<Response>> {
  const answer = await route.handle(input)
  const result = responseOf(route, answer)
  if (!result.ok) throw new Undone(result)
  const id = input.known.get('id') ?? idOf(route, answer)
  return { result, resource: { type: route.audit?.resource ?? '', id } }
}

function isKeyed(c: Context<RequestEnv>, { method, audit, keyed }: Described): boolean {
  return (
    (method === 'POST' || keyed === true) &&
    audit !== undefined &&
    c.req.header(keyHeader) !== undefined
  )
}

async function answered<Ports>(
  route: Route<Ports>,
  input: RouteInput<Ports>,
  isVersioned: boolean,
): Promise<Response> {
  if (!isVersioned) return responseOf(route, await route.handle(input))
  const { answer, version } = await readVersioned(route, input)
  const response = responseOf(route, answer)
  if (version !== undefined) response.headers.set('etag', version)
  return response
}

function responseOf({ status = 200 }: { status?: number }, answer: Answer): Response {
  if (answer !== undefined && isResponse(answer)) return answer
  if (status === 204) return new Response(null, { status })
  return jsonAnswer(answer ?? {}, { status })
}

/** The id of what was created, if the answer is an entity. */
function idOf({ status }: { status?: number }, answer: Answer): string | undefined {
  if (status !== 201 || answer === undefined || !('id' in answer)) return undefined
  return typeof answer.id === 'string' ? answer.id : undefined
}
