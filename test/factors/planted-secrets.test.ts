/** After every kind of second factor was set up and used, the database holds none of their secrets in the clear. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { fromBase32, toBase32 } from '../../src/identity-provider/core/factors/codes/base32.ts'
import { importTokens } from '../../src/identity-provider/core/factors/codes/import-tokens.ts'
import { defaultFactorPolicy } from '../../src/identity-provider/core/factors/factor-policy.ts'
import { readTokenFile } from '../../src/identity-provider/token-files/read-token-file.ts'
import { actionOf, answered, type SignInUnderTest, startSignIn } from './sign-in.ts'
import { softwareKey } from './software-authenticator.ts'

let site: SignInUnderTest
const seed = Buffer.from('PLANTED-SEED-OF-A-HARDWARE-TOKEN')
beforeAll(async () => {
  site = await startSignIn()
})
afterAll(() => site.close())

/** Every row of every table as text, bytes as hexadecimal. */
async function dump(): Promise<string> {
  const { pool } = site.factors.store
  const { rows: tables } = await pool.query<{ name: string }>(
    "select table_name as name from information_schema.tables where table_schema = 'public' and table_type = 'BASE TABLE'",
  )
  const texts = []
  for (const { name } of tables) {
    const { rows } = await pool.query<{ row: string }>(`select t::text as row from "${name}" t`)
    texts.push(...rows.map(({ row }) => row))
  }
  return texts.join('\n').toLowerCase()
}

function formsOf(secret: Buffer): readonly string[] {
  const text = secret.toString('latin1')
  return [text, secret.toString('hex'), secret.toString('base64'), toBase32(secret)]
}

test('no seed, recovery code or one-time code is in any table, wherever a setting up has got to', async () => {
  const { policies, people } = site.factors
  const { tenantId } = site.authority
  const policy = { ...defaultFactorPolicy, factorRequired: true }
  await policies.set(tenantId, { ...policy, passkeyRoles: ['Global Administrator'] })
  const csv = `serial number,secret key,time interval,manufacturer,model\nS1,${toBase32(seed)},30,Contoso,Key`
  const read = await readTokenFile(csv)
  if (!read.ok) throw new Error(read.fault)
  await importTokens({ tokens: site.factors.tokens, people }, tenantId, read.rows)

  const ada = await site.enter('ada')
  await ada.browser.send(actionOf(ada.arrival.html), answered(ada.arrival.html, softwareKey()))

  const ben = await site.enter('ben')
  const page = await ben.browser.open(`${ben.arrival.url.pathname}?factor=add-app`)
  const key = /class="code">([A-Z2-7 ]+)</.exec(page.html)?.[1]?.replaceAll(' ', '') ?? ''
  const half = await dump()
  const code = site.codeOf(key)
  const shown = await ben.browser.send(actionOf(page.html), { code })
  const codes = [...shown.html.matchAll(/<code>([^<]+)<\/code>/g)].map(([, each = '']) => each)
  const unconfirmed = await dump()
  await ben.browser.send(actionOf(shown.html))
  const done = await dump()

  const secret = fromBase32(key)
  if (!secret.ok) throw new Error('the page shows no key')
  expect(codes).toHaveLength(10)
  const planted = [...formsOf(seed), ...formsOf(secret.bytes)]
  const typed = codes.flatMap((each) => [each, each.replaceAll('-', '')])
  const found = [half, unconfirmed, done].flatMap((text) =>
    [...planted, ...typed].filter((each) => text.includes(each.toLowerCase())),
  )
  expect(found).toEqual([])
  expect(done).toContain('s1')
})
