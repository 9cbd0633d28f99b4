/** `taxiway partner` beside the browser, by a partner's program and a customer's. */
import { expect } from 'vitest'
import { createApplication } from '../../src/core/applications/application.ts'
import { base64, laptop } from '../support/machines.ts'
import type { Json } from '../support/registry.ts'
import { taxiway } from '../support/taxiway-command.ts'
import type { Organization, PortalSite } from './portal-site.ts'

/** Runs `taxiway partner …` as a program of the organization. */
async function programOf(
  site: PortalSite,
  { tenantId, domain }: Organization,
  roles: readonly string[],
) {
  const made = await createApplication(site.registry.app.applications, {
    tenantId,
    displayName: 'Script',
    roles,
  })
  const env = {
    TAXIWAY_GRAPH_URL: site.origin,
    TAXIWAY_AUTHORITY_URL: site.origin,
    TAXIWAY_CA: site.caPath,
    TAXIWAY_TENANT: domain,
    TAXIWAY_CLIENT_ID: made.applicationId,
    TAXIWAY_CLIENT_SECRET: made.secret ?? '',
  }
  return (words: readonly string[], input = '') =>
    taxiway(['partner', ...words, '--json'], { env, input })
}

type Sides = {
  readonly partner: Organization
  readonly customer: Organization
  /** Of the file that is uploaded. */
  readonly header: string
}

/** After two of the two devices that the customer allows were uploaded in the browser. */
export async function useCommandLine(
  site: PortalSite,
  { partner, customer, header }: Sides,
): Promise<void> {
  const asPartner = await programOf(site, partner, ['PartnerCenter.user_impersonation'])
  const upload = ['upload', 'aerofleet.test', '-', '--batch', 'autumn INTAKE']
  const third = `,,${base64(laptop('upload third'))},,`
  const sent = await asPartner(upload, [header, third, ''].join('\n'))
  expect(sent.code, sent.stderr).toBe(2)
  expect(JSON.parse(sent.stdout)).toMatchObject({
    counts: { total: 1, failed: 1 },
    rows: [{ errorName: 'CustomerLimitReached', nextStep: expect.any(String) }],
  })
  const faulty = await asPartner(upload, [header, 'SERIAL1,,,,', ''].join('\n'))
  expect([faulty.code, faulty.stderr]).toEqual([2, expect.stringContaining('Nothing was sent')])
  const jobs = JSON.parse((await asPartner(['status', 'Aerofleet'])).stdout)
  expect(jobs.map(({ batch }: Json) => batch)).toEqual(['Autumn intake', 'Autumn intake'])
  const asCustomer = await programOf(site, customer, ['Taxiway.Consent.ReadWrite.All'])
  const consents = JSON.parse((await asCustomer(['consents'])).stdout)
  expect(consents).toMatchObject([{ state: 'granted', devices: 2, maxDevices: 2 }])
  expect((await asCustomer(['batches', 'aerofleet.test'])).code).not.toBe(0)
}
