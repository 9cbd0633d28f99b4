/**
 * What the browser keeps between visits: the tenant's name, and during a redirect what proves that the answer
 * belongs to it. Never a token: a copied tab would copy it, and a refresh token is good once.
 */

const tenantKey = 'tw.tenant'
const flowPrefix = 'tw.flow.'

export type Flow = {
  readonly tenant: string
  readonly nonce: string
  readonly verifier: string
  /** Path and query to come back to. */
  readonly returnTo: string
  /** Nobody is asked anything; without a session the landing page follows. */
  readonly silent: boolean
}

export function rememberedTenant(): string | undefined {
  return localStorage.getItem(tenantKey) ?? undefined
}

export function rememberTenant(tenant: string): void {
  localStorage.setItem(tenantKey, tenant)
}

export function forgetTenant(): void {
  localStorage.removeItem(tenantKey)
}

export function keepFlow(state: string, flow: Flow): void {
  sessionStorage.setItem(flowPrefix + state, JSON.stringify(flow))
}

/** Once only: an answer that comes a second time finds nothing. */
export function takeFlow(state: string): Flow | undefined {
  const text = sessionStorage.getItem(flowPrefix + state)
  for (const key of Object.keys(sessionStorage))
    if (key.startsWith(flowPrefix)) sessionStorage.removeItem(key)
  return text === null ? undefined : (JSON.parse(text) as Flow)
}
