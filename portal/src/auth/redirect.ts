/** Sign-in by the whole window: out to the authority and back to the address one came from. */
import { redeem, requestFor, SignInError } from './protocol.ts'
import { begin } from './session.ts'
import { keepFlow, rememberedTenant, takeFlow } from './stored.ts'

export type Leaving = {
  readonly tenant: string
  readonly returnTo: string
  readonly silent?: boolean
  readonly loginHint?: string
  /** The sign-in is asked for although the browser has a session. */
  readonly anew?: boolean
}

/** Goes to the authority; resolves when the browser is about to leave. Throws SignInError for an unknown tenant. */
export async function leaveForSignIn(leaving: Leaving): Promise<void> {
  const { tenant, returnTo, silent = false, loginHint, anew = false } = leaving
  const { state, nonce, verifier, url } = await requestFor({
    tenant,
    ...(silent && { prompt: 'none' as const }),
    ...(anew && { prompt: 'login' as const }),
    ...(loginHint !== undefined && { loginHint }),
  })
  keepFlow(state, { tenant, nonce, verifier, returnTo, silent })
  if (silent) location.replace(url)
  else location.assign(url)
}

/** What came of an answer in the address. */
export type Returned = 'signed-in' | 'no-session' | 'stopped'

/** Takes the answer out of the address at once, so that neither history nor a copied link holds it. */
export async function returnFromSignIn(search: string): Promise<Returned> {
  const answer = new URLSearchParams(search)
  const state = answer.get('state') ?? ''
  const flow = takeFlow(state)
  history.replaceState(null, '', flow?.returnTo ?? '/')
  if (flow === undefined) return 'stopped'
  try {
    begin(await redeem(answer, { ...flow, state }))
    return 'signed-in'
  } catch (error) {
    if (error instanceof SignInError && flow.silent) return 'no-session'
    return 'stopped'
  }
}

/** After a reload: asks the authority without a word, as long as a tenant is remembered. Whether it leaves. */
export async function leaveSilently(): Promise<boolean> {
  const tenant = rememberedTenant()
  if (tenant === undefined) return false
  try {
    await leaveForSignIn({ tenant, returnTo: location.pathname + location.search, silent: true })
    return true
  } catch {
    return false
  }
}
