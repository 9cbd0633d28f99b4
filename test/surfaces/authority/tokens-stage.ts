/** An authority with programs, and tokens of people who signed in to one of them. */
import { addSigners, redeem, type Signers, signIn, type UserTokens } from './people.ts'
import { post, startAuthority, type TestAuthority } from './support.ts'

export let authority: TestAuthority
export let programs: Signers

export async function openStage(): Promise<void> {
  authority = await startAuthority()
  programs = await addSigners(authority)
}

export async function tokensOf(who: string): Promise<UserTokens> {
  const signedIn = await signIn(authority, programs.spa, { who })
  return (await (await redeem(authority, programs.spa, signedIn)).json()) as UserTokens
}

export function refresh(refresh_token: string, client_id: string = programs.spa, change = {}) {
  return post(authority.app, `/${authority.tenantId}/oauth2/v2.0/token`, {
    grant_type: 'refresh_token',
    client_id,
    refresh_token,
    ...change,
  })
}

/** `change` is SQL, such as `roles = '{}'`. */
export async function setUser(name: string, change: string): Promise<void> {
  await authority.store.pool.query(
    `update directory_user set ${change} where tenant_id = $1 and name_key = $2`,
    [authority.tenantId, `${name}@contoso.test`],
  )
}
