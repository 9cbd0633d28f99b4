/**
 * The provider's answers in Entra's words: the one edge through which a refusal of the token endpoint leaves.
 *
 * The provider reports why it refused by an event, together with the request it belongs to.
 */
import type Provider from 'oidc-provider'
import type { KoaContextWithOIDC } from 'oidc-provider'
import type { TenantId } from '../../core/ids.ts'
import { faultBody } from './fault-body.ts'
import {
  type Fault,
  internalFault,
  malformedRequest,
  missingParameter,
  noCredential,
  Refused,
  unknownResource,
} from './faults.ts'

export type AnswerDeps = { readonly now: () => Date; readonly report: (error: unknown) => void }

/** The header of our own request to the provider that carries the correlation id. */
export const correlationHeader = 'client-request-id'

export function answerAsEntra(
  provider: Provider,
  tenantId: TenantId,
  { now, report }: AnswerDeps,
): void {
  const faults = new WeakMap<object, Fault>()

  provider.on('grant.error', (ctx: KoaContextWithOIDC, error: Error) => {
    faults.set(ctx.req, faultOf(ctx, error, tenantId))
  })
  provider.on('server_error', (ctx: KoaContextWithOIDC, error: Error) => {
    if (!(error instanceof Refused)) report(error)
    faults.set(ctx.req, error instanceof Refused ? error.fault : internalFault)
  })

  provider.use(async (ctx, next) => {
    try {
      await next()
    } catch (error) {
      report(error)
      faults.set(ctx.req, internalFault)
    }
    const fault = faults.get(ctx.req)
    if (fault !== undefined) {
      ctx.status = fault.status
      ctx.body = faultBody(fault, ctx.get(correlationHeader), now())
    } else if (isToken(ctx.body)) {
      const { token_type, expires_in, access_token, ...rest } = ctx.body
      ctx.body = { token_type, expires_in, ext_expires_in: expires_in, access_token, ...rest }
    }
  })
}

type TokenBody = {
  readonly token_type: string
  readonly expires_in: number
  readonly access_token: string
}

function isToken(body: unknown): body is TokenBody {
  return typeof body === 'object' && body !== null && 'access_token' in body
}

/** Refusals that the provider came to by itself; ours carry their fault. */
function faultOf(ctx: KoaContextWithOIDC, error: Error, tenantId: TenantId): Fault {
  switch (error.message) {
    case 'invalid_target':
      return unknownResource(String(ctx.oidc.params?.['resource']), tenantId)
    case 'invalid_client':
      return noCredential
    default:
      return hasClient(ctx) ? malformedRequest : missingParameter('client_id')
  }
}

function hasClient(ctx: KoaContextWithOIDC): boolean {
  return Boolean(ctx.oidc.params?.['client_id'] || ctx.get('authorization'))
}
