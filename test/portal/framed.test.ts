/** On a common laptop, 1280 pixels wide, lists and results fit their frame, and no word is cut at its foot. */
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { fillOrganization } from './organization-content.ts'
import { pagesOf, show } from './pages.ts'
import { portalForAll } from './portal-for-all.ts'
import { signIn, type Visit, visit } from './visits.ts'

const portal = portalForAll({ isPlain: true })
let visitor: Visit

beforeAll(async () => {
  await fillOrganization(portal.site, 30)
  visitor = await visit(portal.browser, { viewport: { width: 1280, height: 800 } })
  await signIn(visitor.page, portal.site.origin, 'grace@contoso.test')
})
afterAll(async () => {
  expect(visitor.complaints).toEqual([])
  await visitor.context.close()
})

/** Pixels of the parts that are pushed out of their frame at the side. */
function pushedOut(page: Page): Promise<number> {
  return page.evaluate(`Math.max(0, ...[...document.querySelectorAll('.grid, .scroll')]
    .map((each) => each.scrollWidth - each.clientWidth))`)
}

test('lists and the rows of an import fit their frame', async () => {
  const names =
    'import-result imports profiles groups conflicts disputes associations deleted transfers webhooks access-people access-applications removals approvals enrollments'
  const shown = (await pagesOf(portal.site.contoso.client)).filter(({ name }) =>
    names.split(' ').includes(name),
  )
  expect(shown).toHaveLength(names.split(' ').length)
  const tooWide: string[] = []
  for (const each of shown) {
    await show(visitor.page, each)
    const by = await pushedOut(visitor.page)
    if (by > 0) tooWide.push(`${each.name}: ${by} px`)
  }
  expect(tooWide).toEqual([])
})

test('the way back above a device is whole, and what happened to it is said in words', async () => {
  const pages = await pagesOf(portal.site.contoso.client)
  const timeline = pages.find(({ name }) => name === 'device-timeline')
  const hashes = pages.find(({ name }) => name === 'device-hashes')
  if (timeline === undefined || hashes === undefined) throw new Error('the pages are missing')
  await show(visitor.page, { ...timeline, path: timeline.path.replace('timeline', 'hashes') })
  await show(visitor.page, timeline)
  const cut = await visitor.page.evaluate<number>(
    `Math.max(...[...document.querySelectorAll('.path button')].map((each) => each.scrollHeight - each.clientHeight))`,
  )
  expect(cut).toBe(0)
  await visitor.page.getByText('Read the hashes of a device.').waitFor()
})
