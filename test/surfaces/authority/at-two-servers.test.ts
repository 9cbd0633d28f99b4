/** What is good once, redeemed at two servers at the same moment; and guesses, counted over both. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  accountRule,
  passwordRule,
  userCodeRule,
} from '../../../src/identity-provider/core/attempts.ts'
import { addSigners, redeem, type Signers, signIn, type UserTokens } from './people.ts'
import { authorityOn, post, startAuthority, type TestAuthority } from './support.ts'

/** Of each race so many: who wins it is the machine's to say. */
const rounds = 5

let authority: TestAuthority
let other: ReturnType<typeof authorityOn>
let programs: Signers
beforeAll(async () => {
  authority = await startAuthority()
  other = authorityOn(authority.connectionString)
  programs = await addSigners(authority)
})
afterAll(async () => {
  await other.store.close()
  await authority.close()
})

const atBoth = (): readonly TestAuthority[] => [authority, { ...authority, app: other.app }]

const refreshAt = ({ app, tenantId }: TestAuthority, refresh_token: string) =>
  post(app, `/${tenantId}/oauth2/v2.0/token`, {
    grant_type: 'refresh_token',
    client_id: programs.spa,
    refresh_token,
  })

const good = (answers: readonly Response[]) => answers.filter(({ status }) => status === 200)

/** Of both that was won and that was lost nothing is left. */
async function expectEnded(answers: readonly Response[]): Promise<void> {
  for (const answer of good(answers)) {
    const { refresh_token } = (await answer.json()) as UserTokens
    for (const each of atBoth()) expect((await refreshAt(each, refresh_token)).status).toBe(400)
  }
}

test('a code is redeemed at one of them, and its grant ends', async () => {
  for (let round = 0; round < rounds; round++) {
    const signedIn = await signIn(authority, programs.spa)
    const answers = await Promise.all(
      [...atBoth(), ...atBoth()].map((each) => redeem(each, programs.spa, signedIn)),
    )
    expect(good(answers).length).toBeLessThanOrEqual(1)
    await expectEnded(answers)
  }
})

test('a refresh token is good at one of them, and reuse ends the grant at both', async () => {
  for (let round = 0; round < rounds; round++) {
    const answer = await redeem(authority, programs.spa, await signIn(authority, programs.spa))
    const { refresh_token } = (await answer.json()) as UserTokens
    const answers = await Promise.all(
      [...atBoth(), ...atBoth()].map((each) => refreshAt(each, refresh_token)),
    )
    expect(good(answers).length).toBeLessThanOrEqual(1)
    await expectEnded(answers)
  }
})

test.each([passwordRule, accountRule, userCodeRule])(
  'guesses are counted over both: $kind',
  async (rule) => {
    const { tenantId } = authority
    const verdicts = await Promise.all(
      Array.from({ length: 3 * rule.perWindow }, (_, n) =>
        (n % 2 === 0 ? authority : other).deps.attempts.take(tenantId, rule, 'somebody'),
      ),
    )
    expect(verdicts.filter(({ allowed }) => allowed)).toHaveLength(rule.perWindow)
  },
)

test('both have failed at nothing', () => {
  expect([...authority.failures, ...other.failures]).toEqual([])
})
