/**
 * Routes that anybody may ask, declared as the others are: by `open`, with the reason, the name that the audit trail
 * has for what they do, and the shapes of what they take and say. Callers prove something else there, or nothing.
 */
import type { Env, Handler, Hono } from 'hono'
import { bodyLimit } from './body-limit.ts'
import { markOpen } from './protected-routes.ts'
import { rememberRoute } from './request-context.ts'
import type { OpenDescribed, OpenMethod } from './route.ts'

export type OpenRoute<E extends Env = Env> = OpenDescribed & { readonly handle: Handler<E> }

type Declared<E extends Env> = Omit<OpenRoute<E>, 'methods' | 'paths'> & {
  readonly method: OpenMethod | readonly OpenMethod[]
  readonly path: string | readonly string[]
}

/** Throws where no reason is given. */
export function open<E extends Env = Env>({ method, path, ...rest }: Declared<E>): OpenRoute<E> {
  const methods = [method].flat()
  const paths = [path].flat()
  if (rest.reason === '') throw new Error(`${methods} ${paths} is open and needs a reason`)
  return { ...rest, methods, paths }
}

/** The fields of a form that its route takes. */
export function fieldsOf(
  text: string,
  { form = [] }: Pick<OpenDescribed, 'form'>,
): URLSearchParams {
  const sent = new URLSearchParams(text)
  return new URLSearchParams([...sent].filter(([name]) => form.includes(name)))
}

/** `tooLarge` answers, or throws; absent: 413 and nothing more. */
export function addOpenRoutes<E extends Env>(
  app: Hono<E>,
  routes: readonly OpenRoute<E>[],
  tooLarge?: Parameters<typeof bodyLimit>[0]['onError'],
): void {
  for (const route of routes) {
    const { handle, maxBody } = route
    const marked: Handler<E> = (c, next) => handle(c, next)
    markOpen(marked, route)
    const limits =
      maxBody === undefined
        ? []
        : [bodyLimit({ maxSize: maxBody, ...(tooLarge && { onError: tooLarge }) })]
    app.on([...route.methods], [...route.paths], rememberRoute, ...limits, marked)
  }
}
