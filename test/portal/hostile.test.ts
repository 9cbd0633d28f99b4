/** Hostile values in every field that firmware, partners or people set, on every page: nothing of them runs. */

import type { Browser, Page } from 'playwright-core'
import {
  decodeHardwareHash,
  describeHardwareHash,
  encodeHardwareHash,
  makeFleet,
} from 'taxiway-hardware-hash'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startBrowser } from '../support/browser.ts'
import { type Json, json } from '../support/registry.ts'
import { hostileValues } from './hostile-values.ts'
import { fillOrganization } from './organization-content.ts'
import { isWhole, sliceOf } from './looks.ts'
import { pagesOf, settle, show } from './pages.ts'
import { openPortalSite, type PortalSite, signIn, visit } from './portal-site.ts'
import { go } from './walks.ts'

let site: PortalSite
let browser: Browser

beforeAll(async () => {
  site = await openPortalSite()
  await fillOrganization(site, 8)
  await addHostileDevices()
  await addHostileNeighbours()
  await site.settled()
  browser = await startBrowser()
})
afterAll(async () => {
  await browser.close()
  await site.close()
})

const ask = (method: string, path: string, body: unknown) =>
  site.contoso.client.ask(method, path, body)

/** Texts of a firmware end at a zero byte and are bytes of Latin letters; the file's own columns are Unicode. */
async function addHostileDevices(): Promise<void> {
  const fleet = [...makeFleet({ seed: 'hostile', count: hostileValues.length, mix: { hp: 1 } })]
  const rows = hostileValues.map((value, i) => {
    const decoded = decodeHardwareHash(fleet[i]?.hash().bytes ?? new Uint8Array())
    if (!decoded.ok) throw new Error(decoded.message)
    const firmware = value.replace(/[^\x20-\x7e]/g, '?').slice(0, 60)
    const { text } = encodeHardwareHash({
      ...describeHardwareHash(decoded),
      manufacturer: firmware,
      model: firmware,
      serialNumber: `${i} ${firmware}`,
    })
    return {
      file: `${value}.csv`.slice(0, 255),
      line: i + 2,
      serialNumber: `${i} ${firmware}`,
      hardwareIdentifier: text,
      groupTag: value,
    }
  })
  const label = hostileValues[1]
  const sent = await ask('POST', '/admin/v1/imports', { label, rows })
  expect(sent.status, await sent.clone().text()).toBe(201)
}

async function addHostileNeighbours(): Promise<void> {
  const profiles = '/beta/deviceManagement/windowsAutopilotDeploymentProfiles'
  const identifiers = '/beta/deviceManagement/importedDeviceIdentities'
  const accepted = new Map<string, number>()
  async function offer(path: string, bodyOf: (value: string, i: number) => object): Promise<void> {
    for (const [i, value] of hostileValues.slice(0, 40).entries()) {
      const { ok } = await ask('POST', path, bodyOf(value, i))
      accepted.set(path, (accepted.get(path) ?? 0) + (ok ? 1 : 0))
    }
  }
  await offer(profiles, (value, i) => ({
    '@odata.type': '#microsoft.graph.azureADWindowsAutopilotDeploymentProfile',
    displayName: `${i} ${value}`,
    description: value,
  }))
  await offer('/v1.0/groups', (value, i) => ({
    displayName: value,
    description: value,
    mailNickname: `hostile${i}`,
    securityEnabled: true,
    mailEnabled: false,
  }))
  await offer('/admin/v1/applications', (value) => ({ displayName: value }))
  await offer('/admin/v1/roles', (value, i) => ({
    displayName: `${i} ${value}`,
    description: value,
    permissions: ['devices.read'],
  }))
  await offer(`${identifiers}/importDeviceIdentityList`, (value) => ({
    importedDeviceIdentities: [
      {
        importedDeviceIdentifier: `Dell,XPS,${value.replaceAll(',', ' ')}`,
        importedDeviceIdentityType: 'manufacturerModelSerial',
        description: value,
      },
    ],
    overwriteImportedDeviceIdentities: true,
  }))
  for (const [path, count] of accepted) expect(count, path).toBeGreaterThan(5)
  for (const [i, value] of hostileValues.slice(0, 40).entries())
    await site.contoso.addPerson(`hostile${i}`, value, [])
}

async function lookAtAllRows(page: Page): Promise<void> {
  await page.locator('.grid-body [role=gridcell]').nth(1).click()
  const last = Number(await page.getByRole('grid').getAttribute('aria-rowcount'))
  for (let row = 0; row < last; row += 16) {
    await page.keyboard.press('PageDown')
    await settle(page)
  }
}

test('nothing runs, nothing is asked for elsewhere, and the policy has nothing to refuse', async () => {
  expect(new Set(hostileValues).size).toBeGreaterThanOrEqual(200)
  const { context, page, complaints } = await visit(browser)
  await context.exposeFunction('taxiwayRan', () => complaints.push('a value ran'))
  page.on('dialog', (dialog) => complaints.push(`a dialog: ${dialog.message()}`))
  page.on('request', (request) => {
    if (!request.url().startsWith(site.origin)) complaints.push(`asked for ${request.url()}`)
  })
  await signIn(page, site.origin, 'grace@contoso.test')
  for (const shown of sliceOf(await pagesOf(site.contoso.client), 4)) await show(page, shown)
  for (const path of sliceOf(['/devices', '/profiles', '/groups', '/access/people', '/imports'], 2)) {
    await go(page, '/me')
    await settle(page)
    await go(page, path)
    await settle(page)
    await lookAtAllRows(page)
  }
  const { value } = await json(site.contoso.client.ask('GET', '/admin/v1/devices?top=200'))
  for (const { id } of (value as Json[]).slice(0, isWhole ? 12 : 2)) {
    await go(page, `/devices/${id}`)
    await settle(page)
  }
  expect(complaints).toEqual([])
  expect(site.registry.failures).toEqual([])
  await context.close()
})

test('a tag that turns text around or hides in it is shown as what it is', async () => {
  const { context, page } = await visit(browser)
  await signIn(page, site.origin, 'grace@contoso.test')
  await go(page, `/devices?tag=${encodeURIComponent('\u202egpj.exe')}`)
  await settle(page)
  const shown = await page.locator('main').textContent()
  expect(shown).toContain('⟨202E⟩gpj.exe')
  expect(shown).not.toMatch(/[\u202a-\u202e\u2066-\u2069]/)
  await context.close()
})
