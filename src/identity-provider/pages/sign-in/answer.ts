/** How a step of a sign-in, or its failure, becomes an answer. */
import type { Context } from 'hono'
import { judgeError } from '../../oidc/errors.ts'
import type { Step } from '../step.ts'
import { rendered } from './page.ts'
import { errorPage } from './pages.ts'

/** A page for people, whatever went wrong. */
export async function refusePage(
  error: unknown,
  report: (error: unknown) => void,
): Promise<Response> {
  const { fault, ours } = judgeError(error)
  if (ours) report(error)
  const { text, aadsts, status, retryAfter } = fault
  const { document, headers } = await rendered(errorPage(text, aadsts))
  const wait = retryAfter === undefined ? {} : { 'retry-after': String(retryAfter) }
  return new Response(document, { status, headers: { ...headers, ...wait } })
}

export async function send(c: Context, step: Step): Promise<Response> {
  if ('goTo' in step) {
    if (step.cookie !== undefined) c.header('set-cookie', step.cookie, { append: true })
    return c.redirect(step.goTo, 303)
  }
  const { document, headers } = await rendered(step.page)
  const { status = 200, retryAfter } = step
  const wait = retryAfter === undefined ? {} : { 'retry-after': String(retryAfter) }
  return new Response(document, { status, headers: { ...headers, ...wait } })
}
