/** Makes a token that is shown once, with which devices prove themselves by their TPM. */
import type { ClaimToken } from 'taxiway-autopilot/admin'
import { z } from 'zod'
import { nameOfCaller } from '../../../core/access/caller.ts'
import { newSessionToken } from '../../../core/deployment/session.ts'
import type { Disputes } from '../../../core/disputes/dispute.ts'
import { type Route, routesWith } from '../../http/route.ts'

export type TokenRouteDeps = { readonly disputes: Pick<Disputes, 'addToken'> }

type TokenRoute = {
  readonly path: string
  readonly summary: string
  readonly purpose: Parameters<Disputes['addToken']>[2]['purpose']
}

const answer = z.object({
  token: z.string(),
  expiresDateTime: z.string(),
}) satisfies z.ZodType<ClaimToken>

export function tokenRoute({ path, summary, purpose }: TokenRoute): Route<TokenRouteDeps> {
  return routesWith<TokenRouteDeps>()({
    method: 'POST',
    path,
    // Whatever tag its devices get: an assignment that is limited to tags does not reach so far.
    permission: 'identity.decide',
    audit: { category: 'Enrollment', resource: 'ClaimToken' },
    summary,
    answer,
    status: 201,
    handle: async ({ ports, caller }) => {
      const { token, digest } = newSessionToken(caller.tenantId)
      const by = nameOfCaller(caller)
      const expires = await ports.disputes.addToken(caller.tenantId, digest, { by, purpose })
      return { token, expiresDateTime: expires.toISOString() }
    },
  })
}
