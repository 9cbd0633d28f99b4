/**
 * How every route of every surface is declared: method and path, the required permission, its name in the audit
 * trail, and the shapes of its input and output.
 *
 * A handler sees parsed values only: ids in canonical form, a body and a query as its shapes say, and the ports of
 * its surface. The text of the path stays outside.
 */
import type { z } from 'zod'
import type { Caller } from '../../core/access/caller.ts'
import type { Permission } from '../../core/access/permissions.ts'
import type { AuditCategory } from '../../core/audit/audit.ts'
import type { DomainError } from '../../core/errors.ts'
import type { IdKind } from '../../core/id-kinds.ts'
import type { RequestView } from './request-view.ts'

export type Method = 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE'

/** How the audit trail names the requests of a route. */
export type AuditName = {
  readonly category: AuditCategory
  /** The kind of thing acted on, such as `WindowsAutopilotDeviceIdentity`; the path's `id` names which. */
  readonly resource: string
  /** If method and resource do not say it all, such as `assignUserToDevice`. */
  readonly action?: string
}

export type Described = {
  readonly method: Method
  /** Below the surface's base, in lower case, parameters as `:name`. */
  readonly path: string
  readonly permission: Permission
  /**
   * Absent: the route changes nothing. A surface does not start if a route changes something and lacks it. A
   * read-only route has it if each reading belongs in the trail.
   */
  readonly audit?: AuditName
  /** A change that is not a POST and is done once for each idempotency key all the same. */
  readonly keyed?: true
  /** Whether it may be added depends on others of its kind, such as how many there are: each waits for the one before. */
  readonly alone?: true
  /** Maximum size of a body in bytes; absent = the surface's limit. */
  readonly maxBody?: number
  /** One sentence for the surface's description. */
  readonly summary?: string
  /** The status of an object as answer; 200 by default. 204 has no body. */
  readonly status?: 200 | 201 | 204
  /** The shape of a JSON answer; absent = none, or not JSON. */
  readonly answer?: z.ZodType
  /** The shape of the JSON answer with 202, if the work may be done later; absent = it never is. */
  readonly delayed?: z.ZodType
}

/** ALL: whatever the method is, so that a wrong one is refused in the surface's own words. */
export type OpenMethod = Method | 'ALL'

export type OpenDescribed = {
  /** Why it needs no permission; to the reader of the route. */
  readonly reason: string
  readonly methods: readonly OpenMethod[]
  /** The same under each of them, with the surface's base; parameters as `:name`. */
  readonly paths: readonly string[]
  /** What the audit trail calls what it does; absent: nothing of it belongs there. */
  readonly audit?: readonly string[]
  /** The shape of a JSON body. */
  readonly body?: z.ZodType
  /** The fields of a form; whatever else is in it is not looked at. */
  readonly form?: readonly string[]
  /** Such as `text/html`; absent: it says nothing, or leads on. */
  readonly says?: string
  /** The shape of a JSON answer. */
  readonly answer?: z.ZodType
  /** Bytes that a body may have; absent: it takes none, or its handler limits it. */
  readonly maxBody?: number
}

/** The path's parameter of that name; throws `not-found` where the text can be the id of nothing. */
export type Parameter = <Id>(name: string, kind: IdKind<Id>) => Id

export type Input<Ports, Body = unknown, Query = unknown> = {
  readonly caller: Caller
  /** For a route that changes something: bound to the transaction of its audit entry. */
  readonly ports: Ports
  readonly body: Body
  readonly query: Query
  readonly parameter: Parameter
  readonly request: RequestView
}

/** An object becomes the JSON answer; a Response is used as it is. */
export type Answer = object | undefined

export type Route<Ports> = Described & {
  readonly body?: z.ZodType
  readonly query?: z.ZodType
  readonly version?: Version<Ports>
  readonly refusal?: Refusal<Ports>
  /** Body and query are as the shapes say: `routesWith` has checked the handler against them. */
  readonly handle: (input: Input<Ports>) => Promise<Answer> | Answer
}

/**
 * The version of what a GET answers, if it is not the digest of its answer: asked for by a change, which holds the thing
 * until it ends. The handler itself states it by `versioned`, of what it has read.
 */
type Version<Ports> = (input: Input<Ports>) => Promise<string | undefined>

/** Why a caller who lacks the permission is refused; undefined: because of that. */
type Refusal<Ports> = (input: Input<Ports>) => Promise<DomainError | undefined>

type Declared<Ports, Body extends z.ZodType, Query extends z.ZodType> = Described & {
  readonly body?: Body
  readonly query?: Query
  readonly version?: Version<Ports>
  readonly refusal?: Refusal<Ports>
  readonly handle: (
    input: Input<Ports, z.output<Body>, z.output<Query>>,
  ) => Promise<Answer> | Answer
}

/** Builds the routes of a file, whose handlers get these ports, and body and query by their shapes. */
export function routesWith<Ports>() {
  return <Body extends z.ZodType = z.ZodUnknown, Query extends z.ZodType = z.ZodUnknown>(
    declared: Declared<Ports, Body, Query>,
  ): Route<Ports> => declared as Route<Ports>
}
