/** A device goes to repair and comes back, in the browser: the page of its case leads from step to step. */
import type { Browser } from 'playwright-core'
import { expect, test } from 'vitest'
import { base64, laptop, later } from '../support/machines.ts'
import { json } from '../support/registry.ts'
import type { PortalSite } from './portal-site.ts'
import { signIn, visit } from './visits.ts'
import { button, go } from './walks.ts'

const imports = '/v1.0/deviceManagement/importedWindowsAutopilotDeviceIdentities'
const devices = '/v1.0/deviceManagement/windowsAutopilotDeviceIdentities'

export function repairWalks(of: () => { site: PortalSite; browser: Browser }): void {
  test('a device is parked, its new hash compared, and it is registered again', async () => {
    const { site, browser } = of()
    const { client } = site.contoso
    const before = laptop('repaired in the browser')
    const row = { hardwareIdentifier: base64(before), groupTag: 'Repaired' }
    const { id: receipt } = await json(client.ask('POST', imports, row))
    await site.settled()
    const { state } = await json(client.ask('GET', `${imports}/${receipt}`))
    const found = await json(client.ask('GET', `${devices}/${state.deviceRegistrationId}`))

    const { context, page, complaints } = await visit(browser)
    await signIn(page, site.origin)
    await go(page, '/repairs')
    await button(page, 'Open a case').click()
    await page.getByLabel('Serial number').fill(found.serialNumber)
    await page.getByLabel('What is wrong?').fill('No picture')
    await page.getByLabel('Who should get the answer?').fill('Ada')
    await page.getByRole('dialog').getByRole('button', { name: 'Open a case' }).click()
    await page.getByRole('heading', { name: `Repair of ${found.serialNumber}` }).waitFor()
    await page.getByLabel('Diagnostics tool').fill('ePSA')
    await button(page, 'Add diagnostics').click()
    await page.getByLabel('Vendor').fill('Maker')
    await button(page, 'Submitted to a vendor').click()
    await page.getByRole('radio', { name: /disk were replaced; network card/ }).check()
    await page.getByText('The technician resets the device to OOBE.').waitFor()
    await button(page, 'Park it: it may be shipped').click()
    const after = later(before, [{ event: 'board-replaced', reflashed: true }])
    const file = { name: 'after.txt', mimeType: 'text/plain', buffer: Buffer.from(base64(after)) }
    await page.locator('input[type=file]').setInputFiles(file)
    await button(page, 'Compare').click()
    await page.getByText('It is the same device with another board.').first().waitFor()
    await page.getByRole('columnheader', { name: 'Before' }).waitFor()
    const answered = page.waitForResponse(/reregister$/)
    await button(page, 'Register again').click()
    const answer = await answered
    expect(answer.status(), await answer.text()).toBe(200)
    await page.getByText('Waits for its profile').first().waitFor()
    const list = await json(client.ask('GET', `/admin/v1/repair-cases?state=reregistered`))
    const again = await json(client.ask('GET', `${devices}/${list.value[0].registrationId}`))
    expect([again.serialNumber, again.groupTag]).toEqual([found.serialNumber, 'Repaired'])
    await go(page, '/repairs')
    await page.getByRole('region', { name: 'Registered again' }).waitFor()
    expect(complaints).toEqual([])
    await context.close()
  })
}
