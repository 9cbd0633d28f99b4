/**
 * Routes that anybody may ask, declared as the others are: by `open`, with the reason, the name that the audit trail
 * has for what they do, and the shapes of what they take and say. Whoever asks proves something else there, or nothing.
 */
import type { Env, Handler, Hono } from 'hono'
import type { z } from 'zod'
import { bodyLimit } from './body-limit.ts'
import { markOpen } from './protected-routes.ts'
import type { Method } from './route.ts'

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
    app.on([...route.methods], [...route.paths], ...limits, marked)
  }
}
