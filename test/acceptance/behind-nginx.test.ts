/** Debian's nginx with `deploy/nginx.conf` in front: addresses of clients, the public origin, certificates of devices. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import type { IncomingMessage } from 'node:http'
import https, { type RequestOptions } from 'node:https'
import { join } from 'node:path'
import { buffer } from 'node:stream/consumers'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Listener, listen } from '../../src/host/listening/listen.ts'
import { listenForDevices } from '../../src/host/listening/mdm-listener.ts'
import { trustedProxies } from '../../src/host/listening/trusted-proxies.ts'
import { ensureCertificates } from '../../src/host/tls/ensure-certificates.ts'
import { defaultFactorPolicy } from '../../src/identity-provider/core/factors/factor-policy.ts'
import { factorPoliciesIn } from '../../src/identity-provider/storage/factors/factor-standings.ts'
import { actionOf, answered } from '../factors/sign-in.ts'
import { softwareKey } from '../factors/software-authenticator.ts'
import { pemOf, pkcs8Of } from '../mdm/pem.ts'
import { openManagement } from '../mdm/support.ts'
import { eventually } from '../support/eventually.ts'
import { freePort } from '../support/network/free-port.ts'
import { type Client, json, origin } from '../support/registry.ts'
import { emptyFolder, root } from '../support/taxiway-command.ts'
import { browserSession, codeRequest } from '../surfaces/authority/browser-session.ts'
import { addManager, authorizePath, password } from '../surfaces/authority/people.ts'

const hasNginx = spawnSync('nginx', ['-v']).status === 0
if (!hasNginx)
  process.stderr.write(
    'No nginx here (Debian: nginx-light): the test of deploy/nginx.conf is skipped.\n',
  )

/** The proxy connects from 127.0.0.1, and the clients of this test from 127.0.0.2. */
const client = '127.0.0.2'
const portalId = 'c1f4a7b2-8e1d-4a53-b6c0-92d7e35f8a10'

describe.runIf(hasNginx)('behind nginx', () => {
  let boot: Awaited<ReturnType<typeof openManagement>>
  let tenant: Client
  let nginx: ChildProcess
  let listener: Listener
  let devices: Awaited<ReturnType<typeof listenForDevices>>
  let ca: string
  const ports = { public: 0, devices: 0 }

  beforeAll(async () => {
    boot = await openManagement()
    tenant = await boot.newTenant()
    const folder = emptyFolder()
    const { cert, key, caPath } = await ensureCertificates({ dataDir: folder })
    ca = readFileSync(caPath, 'utf8')
    const proxies = trustedProxies({
      proxies: ['127.0.0.1'],
      addressHeader: 'x-forwarded-for',
      certificateHeader: 'ssl-client-cert',
    })
    const at = { host: '127.0.0.1', cert, key, proxies }
    listener = await listen({ ...at, port: 0 })
    devices = await listenForDevices({ mdmPort: 0, host: at.host }, origin, at)
    for (const each of [listener, devices])
      each.serve((request, connection) => boot.app.fetch(request, connection))
    ports.public = await freePort()
    ports.devices = await freePort()
    nginx = await startNginx(folder, caPath)
  })
  afterAll(async () => {
    const ended = once(nginx, 'exit')
    nginx.kill('SIGTERM')
    await ended
    await Promise.all([listener.close(0), devices.close(0)])
    expect(boot.failures).toEqual([])
    await boot.close()
  })

  /** The published file, with names, ports and places of this test. */
  async function startNginx(folder: string, caPath: string): Promise<ChildProcess> {
    const { port } = new URL(devices.address.mdmUrl ?? '')
    const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi']
      .map((name) => `${name}_temp_path ${join(folder, name)};`)
      .join(' ')
    const changes: readonly [string, string][] = [
      ['http {', `http { access_log off; ${temporary}`],
      ['listen 443 ssl', `listen 127.0.0.1:${ports.public} ssl`],
      ['listen 8444 ssl', `listen 127.0.0.1:${ports.devices} ssl`],
      ['server 127.0.0.1:8443', `server 127.0.0.1:${listener.port}`],
      ['server 127.0.0.1:8444', `server 127.0.0.1:${port}`],
      ['/etc/taxiway/ca.pem', caPath],
      ['/etc/nginx/autopilot.pem', join(folder, 'server.pem')],
      ['/etc/nginx/autopilot.key', join(folder, 'server.key')],
    ]
    const published = readFileSync(join(root, 'deploy/nginx.conf'), 'utf8')
    const own = changes.reduce((text, [from, to]) => {
      expect(text).toContain(from)
      return text.replaceAll(from, to)
    }, published)
    const file = join(folder, 'nginx.conf')
    writeFileSync(file, own)
    mkdirSync(join(folder, 'logs'))
    const orders = `daemon off; error_log stderr; pid ${join(folder, 'nginx.pid')};`
    const child = spawn('nginx', ['-p', folder, '-e', 'stderr', '-c', file, '-g', orders], {
      stdio: ['ignore', 'ignore', 'inherit'],
    })
    await eventually(async () => expect((await ask('/livez')).status).toBe(200))
    return child
  }

  /** Through nginx, as a client elsewhere that knows the public address. */
  async function over(request: Request, more: RequestOptions = {}): Promise<Response> {
    const { pathname, search, host } = new URL(request.url)
    const outgoing = https.request({
      host: '127.0.0.1',
      servername: 'localhost',
      localAddress: client,
      ca,
      agent: false,
      method: request.method,
      path: pathname + search,
      port: ports.public,
      headers: { ...Object.fromEntries(request.headers), host },
      ...more,
    })
    outgoing.end(Buffer.from(await request.arrayBuffer()))
    const [incoming] = (await once(outgoing, 'response')) as [IncomingMessage]
    const headers = new Headers()
    for (const [name, values = []] of Object.entries(incoming.headersDistinct))
      for (const value of values) headers.append(name, value)
    const { statusCode = 0 } = incoming
    const body = await buffer(incoming)
    return new Response([204, 304].includes(statusCode) ? null : body, {
      status: statusCode,
      headers,
    })
  }

  const ask = (path: string, init: RequestInit = {}) => over(new Request(`${origin}${path}`, init))

  test('the client’s address is in the trail and counts for its limit, whatever the client writes', async () => {
    const wrong = (headers: Record<string, string>) =>
      ask(`/${tenant.tenantId}/oauth2/v2.0/token`, {
        method: 'POST',
        headers,
        body: new URLSearchParams({
          grant_type: 'client_credentials',
          client_id: tenant.applicationId,
          client_secret: 'not the secret',
          scope: 'https://graph.microsoft.com/.default',
        }),
      })
    expect(
      (await wrong({ 'x-forwarded-for': '203.0.113.9', forwarded: 'for=203.0.113.8' })).status,
    ).toBe(401)
    const { value } = await json(tenant.ask('GET', '/admin/v1/audit?category=Application'))
    expect(value[0].actor).toMatchObject({ address: client })
    const statuses: number[] = []
    for (let n = 0; n < 30 && !statuses.includes(429); n++)
      statuses.push((await wrong({ 'x-forwarded-for': `203.0.113.${n}` })).status)
    expect(statuses).toContain(429)
    // The limit is this client's alone.
    const other = await over(
      new Request(`${origin}/${tenant.tenantId}/v2.0/.well-known/openid-configuration`),
      { localAddress: '127.0.0.3' },
    )
    expect(await other.json()).toMatchObject({
      token_endpoint: `${origin}/${tenant.tenantId}/oauth2/v2.0/token`,
    })
  })

  test('a person signs in and adds a passkey, which belongs to the public origin', async () => {
    await addManager(boot.store, tenant.tenantId)
    await factorPoliciesIn(boot.store).set(tenant.tenantId, {
      ...defaultFactorPolicy,
      passkeyRoles: ['Global Administrator'],
    })
    const browser = browserSession({ request: (url, init) => over(new Request(url, init)) })
    const redirect = `${origin}/`
    const { query } = codeRequest({ client_id: portalId, redirect_uri: redirect })
    const page = await browser.open(authorizePath(tenant.tenantId, query))
    expect(page.url.origin).toBe(origin)
    const named = { username: 'ada@contoso.test', password }
    const arrival = await browser.send(`${page.url.pathname}/password`, named)
    const adding = await browser.open(`${arrival.url.pathname}?factor=add-passkey`)
    expect(adding.html).toContain('data-kind="create"')
    const done = await browser.send(actionOf(adding.html), answered(adding.html, softwareKey()))
    expect([done.status, done.html]).toEqual([200, expect.not.stringContaining('could not')])
  })

  test('a managed device speaks with the certificate whose key nginx has seen proved', async () => {
    const device = await boot.enrolled(tenant)
    const other = await boot.enrolled(tenant)
    const session = (holder: typeof device | undefined, headers: Record<string, string> = {}) =>
      boot
        .managed({ ...device, address: `${origin}/omadm` }, undefined, {
          ask: (request) => {
            for (const [name, value] of Object.entries(headers)) request.headers.set(name, value)
            return over(request, {
              port: ports.devices,
              ...(holder && { cert: pemOf(holder.certificate), key: pkcs8Of(holder.privateKey) }),
            })
          },
          proof: 'certificate',
        })
        .checkIn()
    expect(await session(device)).toMatchObject({ kind: 'done' })
    const forged = { 'ssl-client-cert': encodeURIComponent(pemOf(device.certificate)) }
    for (const [holder, headers] of [
      [undefined, {}],
      [other, {}],
      [undefined, forged],
      [other, forged],
    ] as const)
      expect(await session(holder, headers)).toMatchObject({ kind: 'refused', status: 403 })
  })
})
