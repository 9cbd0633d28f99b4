/** An authority with all pages of second factors, and Ada's browser in front of it. */
import { fromBase32 } from '../../src/identity-provider/core/factors/codes/base32.ts'
import {
  appSettings,
  codeAt,
  stepAt,
} from '../../src/identity-provider/core/factors/codes/one-time-code.ts'
import { factorsBy } from '../../src/identity-provider/core/factors/factor-policy.ts'
import { factorPagesOf } from '../../src/identity-provider/pages/factors/factor-pages.ts'
import {
  addSigners,
  redeem,
  type SignedIn,
  signIn,
  type UserTokens,
} from '../surfaces/authority/people.ts'
import { authorityOn, decode, startAuthority } from '../surfaces/authority/support.ts'
import type { SoftwareKey } from './software-authenticator.ts'
import { serverOn } from './support.ts'

export async function startSignIn() {
  let now = new Date()
  const first = await startAuthority()
  const factors = serverOn(first.connectionString)
  const rules = factorsBy(factors.standings)
  const pages = factorPagesOf({ ...factors, factors: rules, now: () => now })
  const deps = { factors: rules, factorPages: pages }
  const second = authorityOn(first.connectionString, { deps })
  const authority = { ...first, ...second, close: first.close }
  const programs = await addSigners(authority)
  const people = Object.fromEntries(
    await Promise.all(
      ['ada', 'ben'].map(async (name) => {
        const person = await factors.people.findByName(authority.tenantId, `${name}@contoso.test`)
        if (person === undefined) throw new Error('the people are missing')
        return [name, person] as const
      }),
    ),
  )

  return {
    authority,
    factors,
    pages,
    people,
    programs,
    /** Later codes are other codes. */
    pass: (seconds: number) => {
      now = new Date(now.getTime() + seconds * 1000)
    },
    now: () => now,
    /** Name and password; what comes next is the arrival. */
    enter: (who: string) => signIn(authority, programs.spa, { who }),
    /** The methods that the access token names. */
    async methods(signedIn: SignedIn, arrival: SignedIn['arrival']): Promise<unknown> {
      const answer = await redeem(authority, programs.spa, { ...signedIn, arrival })
      const { access_token } = (await answer.json()) as UserTokens
      return decode(access_token)[1]['amr']
    },
    /** The code of the key that an enrollment page shows. */
    codeOn(html: string): string {
      const key = /class="code">([A-Z2-7 ]+)</.exec(html)?.[1]?.replaceAll(' ', '')
      return this.codeOf(key ?? '')
    },
    codeOf(key: string): string {
      const secret = fromBase32(key)
      if (!secret.ok) throw new Error('the page shows no key')
      return codeAt(secret.bytes, appSettings, stepAt(now, appSettings))
    },
    async close() {
      await factors.store.close()
      await second.store.close()
      await first.close()
    },
  }
}

export type SignInUnderTest = Awaited<ReturnType<typeof startSignIn>>

/** What the page's script would ask the authenticator for, answered as the hidden field holds it. */
export function answered(html: string, key: SoftwareKey): { answer: string } {
  const [, kind] = /data-kind="(\w+)"/.exec(html) ?? []
  const [, escaped = ''] = /data-options="([^"]*)"/.exec(html) ?? []
  const options = JSON.parse(
    escaped.replaceAll('&quot;', '"').replaceAll('&#39;', "'").replaceAll('&amp;', '&'),
  )
  const answer =
    kind === 'create' ? key.create(options) : key.get({ ...options, rpId: options.rpId })
  return { answer: JSON.stringify(answer) }
}

/** Where the page's form is sent. */
export function actionOf(html: string): string {
  return /<form method="post" action="([^"]*)"/.exec(html)?.[1] ?? ''
}
