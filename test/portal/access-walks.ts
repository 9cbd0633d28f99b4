/** What a person with the right does about roles, applications and broken devices, in the browser: on the site of `devices.test.ts`. */
import { generateKeyPairSync } from 'node:crypto'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { eventually } from '../support/eventually.ts'
import { type Json, json } from '../support/registry.ts'
import { robotCertificate } from '../surfaces/authority/robot-certificate.ts'
import { openRow } from './pages.ts'
import type { PortalSite } from './portal-site.ts'
import { signIn, type Visit, visit } from './visits.ts'
import { button, footOf, go } from './walks.ts'

type Place = { readonly site: PortalSite; readonly page: Page; readonly browser: Browser }

export function accessWalks(of: () => Place): void {
  const ask = async (path: string): Promise<Json> => json(of().site.contoso.client.ask('GET', path))
  const dialogButton = (page: Page, name: string) =>
    page.getByRole('dialog').getByRole('button', { name, exact: true })

  let gia: Visit

  beforeAll(async () => {
    const { site, browser } = of()
    await site.contoso.addPerson('gia', 'Gia Rossi', ['Global Administrator'])
    gia = await visit(browser)
    await signIn(gia.page, site.origin, 'gia@contoso.test')
  })
  afterAll(async () => {
    expect(gia.complaints).toEqual([])
    await gia.context.close()
  })

  test('a role is made, changed and deleted', async () => {
    const { page } = gia
    const own = async (): Promise<Json[]> =>
      (await ask('/admin/v1/roles')).value.filter(({ builtIn }: Json) => !builtIn)
    await go(page, '/access/roles')
    await button(page, 'Create role').click()
    await page.getByRole('dialog').getByRole('textbox', { name: 'Role' }).fill('Helpers')
    const { value: permissions } = await ask('/admin/v1/permissions')
    const [first, second] = ['devices.read', 'imports.read'].map(
      (each) => permissions.find(({ permission }: Json) => permission === each).title,
    )
    await page.getByRole('checkbox', { name: first, exact: true }).check()
    await dialogButton(page, 'Create role').click()
    await eventually(async () =>
      expect(await own()).toMatchObject([
        { displayName: 'Helpers', permissions: ['devices.read'] },
      ]),
    )
    await openRow(/Helpers/)(page)
    await page.getByRole('checkbox', { name: second, exact: true }).check()
    await dialogButton(page, 'Save').click()
    await eventually(async () =>
      expect((await own())[0].permissions.toSorted()).toEqual(['devices.read', 'imports.read']),
    )
    // People are searched: of thousands a list would show the first.
    const person = page.getByRole('combobox', { name: 'A person', exact: true })
    await person.pressSequentially('gia')
    await page.getByRole('option', { name: /^Gia Rossi/ }).click()
    await dialogButton(page, 'Assign this role').click()
    await page.getByRole('dialog').getByRole('listitem').filter({ hasText: 'Gia Rossi' }).waitFor()
    await dialogButton(page, 'Delete role').click()
    await page.getByRole('alertdialog').getByRole('button', { name: 'Delete role' }).click()
    await eventually(async () => expect(await own()).toEqual([]))
  })

  test('an application gets a redirect URI and a certificate', async () => {
    const { site } = of()
    const { page } = gia
    const body = { displayName: 'Uploads of a plant', roles: [] }
    const made = await json(site.contoso.client.ask('POST', '/admin/v1/applications', body))
    const path = `/admin/v1/applications/${made.applicationId}`
    // Made elsewhere: a list that was read a moment ago does not have it.
    await page.goto(`${site.origin}/access/applications`)
    await openRow(/Uploads of a plant/)(page)
    await page.getByLabel('Redirect URIs').fill('https://plant.example/back')
    await dialogButton(page, 'Save').click()
    await eventually(async () =>
      expect((await ask(path)).redirectUris).toEqual(['https://plant.example/back']),
    )
    const { certificate } = await robotCertificate()
    await page.getByLabel('Add a certificate').fill(certificate)
    const answered = page.waitForResponse(/certificates$/)
    await dialogButton(page, 'Add a certificate').click()
    const answer = await answered
    expect(answer.status(), await answer.text()).toBe(201)
    const { value } = await ask(`${path}/certificates`)
    expect(value).toMatchObject([{ subject: 'CN=robot' }])
    await page.getByText(value[0].thumbprint).waitFor()
    await page.keyboard.press('Escape')

    const { publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
    const key = { ...publicKey.export({ format: 'jwk' }), kid: 'plant 7' }
    await site.contoso.client.ask('POST', `${path}/keys`, { key })
    await page.goto(`${site.origin}/access/applications`)
    await openRow(/Uploads of a plant/)(page)
    await page.getByText('plant 7').waitFor()
    await dialogButton(page, 'Remove the key').click()
    await page.getByText('plant 7').waitFor({ state: 'detached' })
    expect((await ask(`${path}/keys`)).value).toEqual([])
    await page.keyboard.press('Escape')
  })

  test('a repair case is opened from the page of its device', async () => {
    const { page } = of()
    const [device] = (await ask('/admin/v1/devices?top=1')).value
    await go(page, `/devices/${device.id}`)
    await page.getByText('Key of the TPM').waitFor()
    await button(page, 'Open a repair case').click()
    await page.getByLabel('What is wrong?').fill('No picture')
    await page.getByLabel('Who should get the answer?').fill('Ada')
    await dialogButton(page, 'Open a case').click()
    await page.getByRole('heading', { name: `Repair of ${device.serialNumber}` }).waitFor()
    const { value } = await ask(`/admin/v1/repair-cases?registrationId=${device.id}`)
    expect(value).toMatchObject([{ problem: { summary: 'No picture' } }])
    await go(page, '/devices')
    await footOf(page, '240 devices').waitFor()
  })
}
