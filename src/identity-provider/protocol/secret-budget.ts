/**
 * Guessing a program's secret: wrong ones are counted per program and address, each is in the audit trail, and a caller that
 * has sent too many is not listened to for a while, with the right one either.
 */
import type { Context } from 'hono'
import type { Tenant } from '../../core/tenants/tenant.ts'
import { newUuid, parseUuid } from '../../core/uuid.ts'
import { addressOf } from '../../surfaces/http/connection.ts'
import { networkOf } from '../../surfaces/http/network-of.ts'
import { secretRule } from '../core/attempts.ts'
import { tooManySecrets } from '../oidc/faults/client-faults.ts'
import { Refused } from '../oidc/faults/fault.ts'
import type { Authority } from './authority.ts'

type Question = {
  readonly tenant: Tenant
  readonly form: URLSearchParams
  readonly ask: () => Promise<Response>
}

export async function withSecretBudget(
  c: Context,
  authority: Pick<Authority, 'attempts' | 'audit' | 'applications'>,
  { tenant, form, ask }: Question,
): Promise<Response> {
  const authorization = c.req.header('authorization')
  if (!form.has('client_secret') && authorization === undefined) return await ask()
  const clientId = parseUuid(form.get('client_id') ?? nameIn(authorization)) ?? 'nobody'
  const address = addressOf(c.req.raw)
  const subject = `${clientId} ${networkOf(address)}`
  const wait = authority.attempts.refusedFor?.(tenant.id, secretRule, subject)
  if (wait !== undefined) throw new Refused({ ...tooManySecrets, retryAfter: wait })
  const answer = await ask()
  if (answer.status !== 401) return answer
  const verdict = await authority.attempts.take(tenant.id, secretRule, subject)
  const application = await authority.applications.find(tenant.id, clientId)
  if (application !== undefined)
    await authority.audit.refused(
      {
        tenantId: tenant.id,
        ...refusedToken,
        correlationId: newUuid(),
        actor: {
          kind: 'application',
          applicationId: application.id,
          objectId: application.objectId,
          address,
        },
      },
      'The client secret or certificate was wrong.',
    )
  if (!verdict.allowed) throw new Refused({ ...tooManySecrets, retryAfter: verdict.retryAfter })
  return answer
}

export const refusedToken = {
  category: 'Application',
  activity: 'Ask for a token',
  operation: 'Action',
} as const

/** The user name of HTTP's basic authentication. */
function nameIn(authorization: string | undefined): string {
  const [, encoded = ''] = /^basic +(\S+)$/i.exec(authorization ?? '') ?? []
  return Buffer.from(encoded, 'base64').toString('utf8').split(':')[0] ?? ''
}
