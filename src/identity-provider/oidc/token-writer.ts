/** Puts our claims into the access tokens that the provider signs. */
import type { AccessToken, ClientCredentials, KoaContextWithOIDC } from 'oidc-provider'
import type { People } from '../../core/directory/user.ts'
import { applicationOf } from './client-adapter.ts'
import { proofOf } from './client-proof.ts'
import { accessTokenClaims, delegatedTokenClaims } from './token-claims.ts'

export type WriterDeps = {
  readonly issuer: string
  readonly now: () => Date
  readonly people: Pick<People, 'find'>
}

type Parts = { header?: object | undefined; payload: object }

export function tokenWriter({ issuer, now, people }: WriterDeps) {
  return async (
    ctx: KoaContextWithOIDC,
    token: AccessToken | ClientCredentials,
    parts: Parts,
  ): Promise<void> => {
    if (token.client === undefined) throw new Error('a token without its client')
    const application = applicationOf(token.client)
    const proof = proofOf(token.client.clientAuthMethod)
    const bound = Reflect.get(token, 'x5t#S256') as string | undefined
    const place = { issuer, audience: String(token.aud), now: now(), proof, bound }
    parts.header = { typ: 'JWT' }
    if (token.kind === 'ClientCredentials') {
      parts.payload = accessTokenClaims(application, place)
      return
    }
    const { accountId } = token as AccessToken
    const person = await people.find(application.tenantId, accountId)
    if (person === undefined) throw new Error('a token without its person')
    const { AuthorizationCode, RefreshToken, DeviceCode } = ctx.oidc.entities
    const source = AuthorizationCode ?? DeviceCode ?? RefreshToken
    parts.payload = delegatedTokenClaims(
      application,
      {
        person,
        scope: token.scope ?? '',
        amr: source?.amr ?? [],
        authTime: source?.authTime ?? 0,
      },
      place,
    )
  }
}
