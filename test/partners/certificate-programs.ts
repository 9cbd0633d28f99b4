/** Makers' programs that prove themselves by the certificate of their connection, over real TLS: on the server of `states.test.ts`. */
import { createHash, X509Certificate } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { decodeJwt } from 'jose'
import { expect, test } from 'vitest'
import { allRoles } from '../../src/core/access/permissions.ts'
import { createApplication } from '../../src/core/applications/application.ts'
import { listenForDevices } from '../../src/host/listening/mdm-listener.ts'
import { ensureCertificates } from '../../src/host/tls/ensure-certificates.ts'
import { overTls } from '../support/network/over-tls.ts'
import { origin } from '../support/registry.ts'
import { emptyFolder } from '../support/taxiway-command.ts'
import { type RobotCertificate, robotCertificate } from '../surfaces/authority/robot-certificate.ts'
import { ids, type World } from './partner-world.ts'

export function certificatePrograms(site: () => World): void {
  test('a maker’s program gets a token by its certificate, and only a connection with that one may use it', async () => {
    const { registry } = site()
    const { app } = registry
    const { cert, key, caPath } = await ensureCertificates({ dataDir: emptyFolder() })
    const listener = await listenForDevices({ mdmPort: 0, host: '127.0.0.1' }, origin, {
      cert,
      key,
    })
    const { mdmUrl = '' } = listener.address
    listener.serve((request, connection) => app.fetch(request, connection))
    const ca = readFileSync(caPath)
    const over = (request: Request, by: RobotCertificate | undefined) =>
      overTls(request, { ca, ...(by && { cert: by.certificate, key: by.privateKey }) })

    const admin = await registry.newClient(ids.oemId, allRoles)
    const [own, second, strange] = await Promise.all([
      robotCertificate(),
      robotCertificate(),
      robotCertificate(),
    ])
    const roles = ['Taxiway.Oem.Register', 'Taxiway.Oem.Inventory']
    const { applicationId } = await createApplication(app.applications, {
      tenantId: ids.oemId,
      displayName: 'Plant',
      roles,
    })
    for (const { certificate } of [own, second]) {
      const path = `/admin/v1/applications/${applicationId}/certificates`
      expect((await admin.ask('POST', path, { certificate })).status).toBe(201)
    }

    const tokenBy = async (by: RobotCertificate | undefined, more: object = {}) => {
      const body = new URLSearchParams({
        grant_type: 'client_credentials',
        client_id: applicationId,
        scope: 'api://taxiway-oem/.default',
        ...more,
      })
      const request = new Request(`${mdmUrl}/${ids.oemId}/oauth2/v2.0/token`, {
        method: 'POST',
        body,
      })
      return (await (await over(request, by)).json()) as {
        readonly access_token?: string
        readonly error?: string
      }
    }
    for (const by of [undefined, strange])
      expect((await tokenBy(by)).access_token, JSON.stringify(await tokenBy(by))).toBeUndefined()
    const { access_token: token = '', ...rest } = await tokenBy(own)
    expect(rest).not.toHaveProperty('error')
    const der = new X509Certificate(own.certificate).raw
    expect(decodeJwt(token)).toMatchObject({
      azpacr: '2',
      cnf: { 'x5t#S256': createHash('sha256').update(der).digest('base64url') },
    })

    const list = (by: RobotCertificate | undefined, bearer = token) =>
      over(
        new Request(`${mdmUrl}/oem/v1/submissions`, {
          headers: { authorization: `Bearer ${bearer}` },
        }),
        by,
      )
    expect((await list(own)).status).toBe(200)
    // Stolen, it is worth nothing: neither without a certificate, nor with another one of the same program.
    for (const by of [undefined, second, strange]) expect((await list(by)).status).toBe(401)
    const elsewhere = await app.fetch(
      new Request(`${origin}/oem/v1/submissions`, {
        headers: { authorization: `Bearer ${token}` },
      }),
    )
    expect([elsewhere.status, elsewhere.headers.get('www-authenticate')]).toEqual([
      401,
      expect.stringContaining('bound to a certificate'),
    ])
    // A header of the client's own is no connection.
    const forged = new Request(`${origin}/${ids.oemId}/oauth2/v2.0/token`, {
      method: 'POST',
      headers: { 'taxiway-client-certificate': der.toString('base64') },
      body: new URLSearchParams({
        grant_type: 'client_credentials',
        client_id: applicationId,
        scope: 'api://taxiway-oem/.default',
      }),
    })
    expect((await app.fetch(forged)).status).toBeGreaterThanOrEqual(400)

    // Removed, it gets no more tokens.
    const { value } = (await (
      await admin.ask('GET', `/admin/v1/applications/${applicationId}/certificates`)
    ).json()) as { value: { id: string; thumbprintSha256: string }[] }
    const digest = createHash('sha256').update(der).digest('hex').toUpperCase()
    const registered = value.find(({ thumbprintSha256 }) => thumbprintSha256 === digest)
    const path = `/admin/v1/applications/${applicationId}/certificates/${registered?.id}`
    expect((await admin.ask('DELETE', path)).status).toBe(204)
    expect((await tokenBy(own)).access_token).toBeUndefined()
    expect((await tokenBy(second)).access_token).toBeDefined()
    await listener.close(0)
  })
}
