/** Every place of an organization whose every text is hostile, opened one after the other. */
import type { Page } from 'playwright-core'
import { type Client, json } from '../support/registry.ts'
import { isWhole, sliceOf } from './looks.ts'
import { deviceDialogs, type Shown, settle, show } from './pages.ts'
import type { PortalSite } from './portal-site.ts'
import type { Visit } from './visits.ts'

/** Whatever would mean that a value did something, in the words of a complaint. */
export async function listen(
  { context, page, complaints }: Visit,
  { origin }: Pick<PortalSite, 'origin'>,
): Promise<void> {
  await context.exposeFunction('taxiwayRan', () => complaints.push('a value ran'))
  page.on('dialog', (dialog) => complaints.push(`a dialog: ${dialog.message()}`))
  page.on('request', (request) => {
    if (!request.url().startsWith(origin)) complaints.push(`asked for ${request.url()}`)
  })
}

const lists = [
  '/devices',
  '/imports',
  '/profiles',
  '/groups',
  '/conflicts',
  '/identifiers',
  '/access/people',
  '/access/roles',
  '/access/applications',
]
const others = ['/overview', '/audit', '/settings', '/me', '/import', '/associations']
const paned = ['/access/people', '/access/roles', '/access/applications']

/** Every row of every list is drawn once. */
export async function visitLists(page: Page): Promise<void> {
  for (const path of sliceOf(lists, 2)) {
    await show(page, { name: path, path })
    await page.locator('.grid-body [role=gridcell]').nth(2).click()
    const last = Number(await page.getByRole('grid').getAttribute('aria-rowcount'))
    for (let row = 0; row < last; row += 16) {
      await page.keyboard.press('PageDown')
      await settle(page)
    }
  }
}

async function openFirst(page: Page): Promise<void> {
  await page.locator('.grid-body [role=gridcell]').first().click()
  await page.keyboard.press('Enter')
  await page.getByRole('dialog').waitFor()
}

export async function visitDetails(page: Page, client: Client): Promise<void> {
  const ids = async (path: string): Promise<readonly string[]> => {
    const { value } = await json(client.ask('GET', path))
    const listed = sliceOf(value as readonly { id?: string; importId?: string }[], 10)
    return listed.slice(0, isWhole ? 12 : 2).map(({ id, importId }) => id ?? importId ?? '')
  }
  const devices = await ids('/admin/v1/devices?top=200')
  const tabs = ['identity', 'hashes', 'profile', 'entra', 'timeline']
  const details: readonly string[] = [
    ...devices.flatMap((id) => sliceOf(tabs, 2).map((tab) => `/devices/${id}?tab=${tab}`)),
    ...(await ids('/admin/v1/imports')).map((id) => `/imports/${id}`),
    ...(await ids('/v1.0/groups')).map((id) => `/groups/${id}`),
    ...(await ids('/admin/v1/conflicts')).map((id) => `/conflicts/${id}`),
    ...(await ids('/beta/deviceManagement/windowsAutopilotDeploymentProfiles')).map(
      (id) => `/profiles/${id}`,
    ),
    ...others,
  ]
  const shown: readonly Shown[] = [
    ...details.map((path) => ({ name: path, path })),
    ...sliceOf(deviceDialogs, 3),
    ...sliceOf(paned, 2).map((path) => ({ name: path, path, act: openFirst })),
  ]
  for (const each of shown) await show(page, each)
}
