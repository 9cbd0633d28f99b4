/** The address of a single thing that is not there, from an old link say: its page says so, and never stays empty. */
import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { portalForAll } from './portal-for-all.ts'
import { signIn, visit } from './visits.ts'
import { go } from './walks.ts'

const portal = portalForAll()

test('a page of something that is not there says so', async () => {
  const { context, page, complaints } = await visit(portal.browser)
  await signIn(page, portal.site.origin)
  const silent: string[] = []
  for (const place of [
    'devices',
    'imports',
    'profiles',
    'groups',
    'conflicts',
    'disputes',
    'removals',
    'repairs',
  ]) {
    await go(page, `/${place}/${randomUUID()}`)
    const said = page.locator('main :is(.empty, [role=alert])').first()
    await said.waitFor().catch(() => silent.push(place))
    await go(page, '/overview')
    await page.getByRole('heading', { name: 'Overview', exact: true }).waitFor()
  }
  expect(silent).toEqual([])
  expect(complaints).toEqual([])
  await context.close()
})
