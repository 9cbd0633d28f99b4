/** What a sign-in with a one-time code asks of the database, from the first request to the tokens. */
import { expect, test } from 'vitest'
import { statementsOf } from '../support/databases/counted-statements.ts'
import { startCareful } from './careful-site.ts'

test('a sign-in with a one-time code takes at most 30 statements', async () => {
  const site = await startCareful()
  try {
    const holder = await site.holder('ada')
    // Once before, for what is only ever asked the first time.
    await holder.signIn()
    const code = holder.code()
    let client: Awaited<ReturnType<typeof site.people.signIn>> | undefined
    const asked = await statementsOf(site.registry.store, async () => {
      client = await site.people.signIn('ada', code)
    })
    // All sign-ins share the keys for signing, which are read anew now and then.
    const own = asked.filter((text) => !text.includes('signing_key'))
    expect((await client?.ask('GET', '/admin/v1/me'))?.status).toBe(200)
    expect(own.length, own.join('\n')).toBeLessThanOrEqual(30)
  } finally {
    await site.close()
  }
})
