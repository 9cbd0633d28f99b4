/** How a route of the Graph surface is declared: always with the permission that it needs. */
import type { Context, Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import type { Permission } from '../../core/access/permissions.ts'
import { type GuardDeps, type GuardedHandler, guarded } from '../http/guard.ts'
import type { RequestEnv } from '../http/request-context.ts'
import { maxBody, tooLarge } from './body.ts'

export type Method = 'GET' | 'POST' | 'PATCH' | 'DELETE'
export type Handler = GuardedHandler

/** [method, path in lower case, permission, handler] */
export type Route = readonly [Method, string, Permission, Handler]

const limited = bodyLimit({
  maxSize: maxBody,
  onError: () => {
    throw tooLarge()
  },
})

export function addRoutes(app: Hono<RequestEnv>, deps: GuardDeps, routes: readonly Route[]): void {
  for (const [method, path, permission, handle] of routes) {
    const guard = guarded(deps, { method, path, permission }, handle)
    // A GET has no body, and to look for one would be a fifth of its work.
    if (method === 'GET') app.get(path, guard)
    else app.on(method, path, limited, guard)
  }
}

/** The parameter of that name, always present where the path declares it. */
export function parameter(c: Context<RequestEnv>, name: string): string {
  return c.req.param(name) ?? ''
}
