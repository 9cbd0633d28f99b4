/** Somebody whose role reaches some group tags: their own work is theirs to see and to take back, and that of others is not there. */
import type { Page } from 'playwright-core'
import { beforeAll, expect, test } from 'vitest'
import { eventually } from '../support/eventually.ts'
import { type Json, json } from '../support/registry.ts'
import { giveRole } from '../support/roles.ts'
import { importDevices } from './organization-content.ts'
import { portalForAll } from './portal-for-all.ts'
import { signIn, visit } from './visits.ts'
import { button, footOf, go, openJobs, said } from './walks.ts'

const portal = portalForAll()
let page: Page
let complaints: readonly string[]

const ask = async (path: string): Promise<Json> => json(portal.site.contoso.client.ask('GET', path))

beforeAll(async () => {
  const { site, browser } = portal
  const { contoso } = site
  await importDevices(site, contoso.client, { seed: 'limited', count: 24, label: 'fleet.csv' })
  await contoso.addPerson('omar', 'Omar Haddad', [])
  const role = await json(
    contoso.client.ask('POST', '/admin/v1/roles', {
      displayName: 'Kiosk desk',
      permissions: ['devices.read', 'devices.update'],
    }),
  )
  const { value: people } = await ask('/v1.0/users')
  const { id: principalId } = people.find((each: Json) => each.displayName === 'Omar Haddad')
  await giveRole(contoso.client, role.id, {
    principalKind: 'user',
    principalId,
    groupTags: ['Kiosk'],
  })
  const begun = await contoso.client.ask('POST', '/admin/v1/jobs', {
    kind: 'update-devices',
    selection: { filter: "groupTag eq 'Sales'", expectedCount: 9 },
    change: { displayName: { template: 'S-%RAND:5%' } },
  })
  expect(begun.status, await begun.clone().text()).toBe(201)
  await site.settled()
  const visited = await visit(browser)
  page = visited.page
  complaints = visited.complaints
  await signIn(page, site.origin, 'omar@contoso.test')
})

test('the overview leads nowhere where the person may not go, and counts nothing of it', async () => {
  await go(page, '/overview')
  const tiles = page.locator('.tile')
  await tiles.first().waitFor()
  expect(await tiles.locator('span').allTextContents()).toEqual([
    'Registered',
    'Without profile',
    'Provisional, ending in 7 days',
  ])
  expect(await page.locator('main').textContent()).not.toContain('fleet.csv')
})

test('a change of many devices is behind the bell of who made it, and is taken back there', async () => {
  await go(page, '/devices')
  await footOf(page, '6 devices').waitFor()
  await page.locator('.grid-head .grid-check').click()
  await button(page, 'Edit').click()
  const pane = page.getByRole('dialog', { name: 'Edit 6 devices' })
  await pane.getByLabel('What to do with: Device name').selectOption('replace')
  await pane.getByLabel('Name template').fill('K-%RAND:5%')
  await button(page, 'Preview').click()
  await button(page, 'Change 6 devices').click()
  await said(page, 'Changing 6 devices.')
  await portal.site.settled()
  await openJobs(page)
  const jobs = page.getByRole('dialog', { name: 'Jobs' }).getByRole('listitem')
  await jobs.first().waitFor()
  expect(await jobs.count()).toBe(1)
  await jobs.getByRole('button', { name: 'Undo' }).click()
  await eventually(async () => {
    const { value } = await ask(`/admin/v1/devices?top=200`)
    const named = value.filter(({ displayName }: Json) => displayName !== '')
    expect(new Set(named.map(({ groupTag }: Json) => groupTag))).toEqual(new Set(['Sales']))
  })
  expect(complaints).toEqual([])
})
