/** A device asks again and again until its person has signed in: whether it may, and how often. */
import type { Tenant } from '../../core/tenants/tenant.ts'
import { devicePollRule } from '../core/attempts.ts'
import { Refused } from '../oidc/faults/fault.ts'
import { noDeviceCode, slowDown } from '../oidc/faults/sign-in-faults.ts'
import type { Authority } from './authority.ts'

/** Refuses where the tenant has no sign-in by code. */
export async function checkDeviceCode({ policies }: Authority, { id }: Tenant): Promise<void> {
  const { deviceCode } = await policies.find(id)
  if (!deviceCode) throw new Refused(noDeviceCode)
}

/**
 * A device that asks too often is asked to slow down (RFC 8628 section 3.5). Only polls of a code that waits are
 * counted: otherwise anybody could fill the database with counters of codes that there never were.
 */
export async function askPatiently(
  { attempts }: Authority,
  { tenant, form, ask }: Polling,
): Promise<Response> {
  const code = form.get('device_code') ?? ''
  if (attempts.refusedFor?.(tenant.id, devicePollRule, code) !== undefined)
    throw new Refused(slowDown)
  const answer = await ask()
  if (answer.ok || !(await isPending(answer))) return answer
  const verdict = await attempts.take(tenant.id, devicePollRule, code)
  if (!verdict.allowed) throw new Refused(slowDown)
  return answer
}

type Polling = {
  readonly tenant: Tenant
  readonly form: URLSearchParams
  readonly ask: () => Promise<Response>
}

async function isPending(answer: Response): Promise<boolean> {
  const { error } = (await answer.clone().json()) as { readonly error?: string }
  return error === 'authorization_pending'
}
