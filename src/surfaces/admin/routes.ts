/**
 * How a route of the admin API is declared: with its permission, and with the shapes of what it takes and
 * answers, so that the API's description is made of the same words that check its requests.
 */
import type { Context, Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { z } from 'zod'
import type { Caller } from '../../core/access/caller.ts'
import type { Permission } from '../../core/access/permissions.ts'
import { DomainError } from '../../core/errors.ts'
import { checked } from '../http/checked.ts'
import { type GuardDeps, guarded } from '../http/guard.ts'
import type { RequestEnv } from '../http/request-context.ts'

const maxBody = 1024 * 1024

type Described = {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE'
  /** Below `/admin/v1`, in lower case, parameters as `:name`. */
  readonly path: string
  readonly permission: Permission
  /** Bytes that a body may have; absent = 1 MiB. */
  readonly maxBody?: number
  readonly summary: string
  /** 200 when absent; 204 answers nothing. */
  readonly status?: 201 | 204
  /** The shape of a JSON answer; absent = none, or not JSON. */
  readonly answer?: z.ZodType
  /** The shape of the JSON answer with 202, where it may be done later than at once; absent = it never is. */
  readonly delayed?: z.ZodType
}

export type Input<Body, Query> = {
  readonly c: Context<RequestEnv>
  readonly caller: Caller
  readonly body: Body
  readonly query: Query
  /** The path's parameter of that name. */
  readonly parameter: (name: string) => string
}

export type AdminRoute = Described & {
  readonly body?: z.ZodType
  readonly query?: z.ZodType
  /** An object becomes the JSON answer; a Response is one already. */
  readonly handle: (input: Input<never, never>) => Promise<object | undefined>
}

const nothing = z.unknown()

/** A route whose handler gets body and query as its shapes say. */
export function route<
  Body extends z.ZodType = z.ZodUnknown,
  Query extends z.ZodType = z.ZodUnknown,
>(
  declared: Described & {
    readonly body?: Body
    readonly query?: Query
    readonly handle: (input: Input<z.output<Body>, z.output<Query>>) => Promise<object | undefined>
  },
): AdminRoute {
  return declared as AdminRoute
}

function limited(maxSize: number) {
  return bodyLimit({
    maxSize,
    onError: () => {
      throw new DomainError('too-large', `The body is larger than ${maxSize / 1024} KiB.`)
    },
  })
}

export function addAdminRoutes(
  app: Hono<RequestEnv>,
  guard: GuardDeps,
  routes: readonly AdminRoute[],
): void {
  for (const each of routes) {
    const { method, path, status = 200 } = each
    const handler = guarded(guard, each, async (c, caller) => {
      const answer = await each.handle({
        c,
        caller,
        body: (await bodyOf(c, each.body)) as never,
        query: checked(each.query ?? nothing, c.req.query(), { name: 'the query' }) as never,
        parameter: (name) => c.req.param(name) ?? '',
      })
      if (answer instanceof Response) return answer
      return status === 204 ? c.body(null, 204) : c.json(answer ?? {}, status)
    })
    app.on(method, path, limited(each.maxBody ?? maxBody), handler)
  }
}

async function bodyOf(c: Context<RequestEnv>, shape: z.ZodType | undefined): Promise<unknown> {
  if (shape === undefined) return undefined
  const body = await c.req.json().catch((cause: unknown) => {
    if (cause instanceof DomainError) throw cause
    throw new DomainError('request-invalid', 'The body is not valid JSON.', { cause })
  })
  return checked(shape, body)
}
