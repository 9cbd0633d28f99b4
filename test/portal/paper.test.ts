/** What is printed: receipts and certificates in black on white, with whose they are and exactly when. */
import type { Page } from 'playwright-core'
import { makeFleet } from 'taxiway-hardware-hash'
import { expect, test } from 'vitest'
import { json } from '../support/registry.ts'
import { importDevices } from './organization-content.ts'
import { portalForAll } from './portal-for-all.ts'
import { signIn, visit } from './visits.ts'
import { go } from './walks.ts'

const portal = portalForAll()

type Paper = {
  readonly ground: string
  readonly ink: readonly string[]
  readonly text: string
  readonly buttons: number
  readonly times: readonly string[]
}

/** What stands on the paper. */
async function onPaper(page: Page): Promise<Paper> {
  await page.emulateMedia({ media: 'print', colorScheme: 'dark' })
  return await page.evaluate(`(() => {
    const isThere = (each) => each.checkVisibility()
    const all = (selector) => [...document.querySelectorAll(selector)].filter(isThere)
    return {
      ground: getComputedStyle(document.body).backgroundColor,
      ink: [...new Set(all('main :is(h1, p, td, dd, dt, code)').map((each) => getComputedStyle(each).color))],
      text: document.body.innerText,
      buttons: all('button, nav').length,
      times: all('main time').map((each) => getComputedStyle(each, '::after').content),
    }
  })()`)
}

test('the receipt of an import says whose it is and when, and has no buttons', async () => {
  const { site } = portal
  const [device] = makeFleet({ seed: 'paper', count: 1 })
  const hardwareIdentifier = device?.hash().text
  const rows = [2, 3].map((line) => ({ file: 'twice.csv', line, hardwareIdentifier }))
  const { importId } = await json(
    site.contoso.client.ask('POST', '/admin/v1/imports', { label: 'twice.csv', rows }),
  )
  await site.settled()
  const { context, page, complaints } = await visit(portal.browser, { colorScheme: 'dark' })
  await signIn(page, site.origin)
  await go(page, `/imports/${importId}`)
  await page.getByText('twice.csv').nth(1).waitFor()
  const paper = await onPaper(page)
  expect(paper).toMatchObject({ ground: 'rgb(255, 255, 255)', buttons: 0 })
  for (const ink of paper.ink) expect(['rgb(0, 0, 0)', 'rgb(66, 66, 66)']).toContain(ink)
  expect(paper.text).toContain('Contoso')
  expect(paper.times).not.toEqual([])
  for (const time of paper.times) expect(time).toMatch(/\d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC/)
  expect(complaints).toEqual([])
  await context.close()
})

test('a list has the rows that were read, says how many of them it has, and leaves no pages empty', async () => {
  const { site } = portal
  await importDevices(site, site.contoso.client, { seed: 'printed', count: 240, label: 'all.csv' })
  const { context, page, complaints } = await visit(portal.browser)
  await signIn(page, site.origin)
  await go(page, '/devices')
  await page.locator('.grid-foot', { hasText: /^2\d\d devices$/ }).waitFor()
  const drawn = await page.locator('.grid-body .grid-row').count()
  const pdf = (await page.pdf({ format: 'A4', landscape: true })).toString('latin1')
  const pages = pdf.match(/\/Type \/Page\b/g)?.length ?? 0
  // A page of paper holds at least seven rows, whose texts take several lines, and at most thirty.
  expect(pages).toBeGreaterThanOrEqual(Math.ceil(100 / 30))
  expect(pages).toBeLessThanOrEqual(Math.ceil(100 / 7))
  expect(await page.locator('.grid-body .grid-row').count()).toBe(drawn)
  await page.evaluate(`dispatchEvent(new Event('beforeprint'))`)
  expect(await page.locator('.grid-body .grid-row').count()).toBe(100)
  await page.emulateMedia({ media: 'print' })
  await page.setViewportSize({ width: 720, height: 1000 })
  // No column is cut off at the edge of the sheet.
  const widest = await page.evaluate<number>(
    `Math.max(...[...document.querySelectorAll('.grid-cell')].map((each) => each.getBoundingClientRect().right))`,
  )
  expect(widest).toBeLessThanOrEqual(720)
  const said = await page.evaluate<string>(
    `getComputedStyle(document.querySelector('[role=grid]'), '::after').content`,
  )
  expect(said).toMatch(/^"100 of 2\d\d rows: those that had been read/)
  expect(complaints).toEqual([])
  await context.close()
})

test('a release certificate is one page, with addresses that lead somewhere from paper', async () => {
  const { site } = portal
  const { value } = await json(site.contoso.client.ask('GET', '/admin/v1/devices?top=1'))
  const other = await site.addOrganization('seaplane.test', 'Seaplane')
  const path = '/admin/v1/transfers'
  const deviceIds = [value[0].id]
  const { id, code } = await json(site.contoso.client.ask('POST', path, { deviceIds }))
  await other.client.ask('POST', `${path}/accept`, { code })
  const { certificates } = await json(site.contoso.client.ask('GET', `${path}/${id}/certificates`))
  const { context, page } = await visit(portal.browser, { colorScheme: 'dark' })
  await page.goto(`${site.origin}/verify/${certificates[0].id}`)
  const { ground, text } = await onPaper(page)
  expect(ground).toBe('rgb(255, 255, 255)')
  expect(text).toContain(`${site.origin}/.well-known/taxiway-release-keys`)
  const pdf = (await page.pdf({ format: 'A4' })).toString('latin1')
  expect(pdf.match(/\/Type \/Page\b/g)).toHaveLength(1)
  await context.close()
})
