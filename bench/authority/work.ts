/** A tenant with a program and people, and what is measured there: a token, a sign-in, a page of devices. */
import { randomBytes } from 'node:crypto'
import { createApp } from '../../src/compose/app.ts'
import { allRoles } from '../../src/core/access/permissions.ts'
import { createApplication } from '../../src/core/applications/application.ts'
import { createPublicApplication } from '../../src/core/applications/sign-in-settings.ts'
import { ensureUser } from '../../src/core/directory/user.ts'
import { hashPassword } from '../../src/identity-provider/passwords/argon2.ts'
import { applicationsIn } from '../../src/storage/applications/applications.ts'
import { usersIn } from '../../src/storage/directory/users.ts'
import { browserSession, codeRequest } from '../../test/surfaces/authority/browser-session.ts'
import type { openBenchRegistry } from '../registry-store.ts'

const origin = 'https://localhost:8443'
const redirectUri = 'https://spa.example/back'
const password = 'correct horse battery staple'

/** One account has few attempts at once: so many that nobody signs in often enough to be limited. */
const people = 1_000

export type Work = Readonly<Record<'token' | 'signIn' | 'read', () => Promise<void>>>

export async function workOn(
  registry: Awaited<ReturnType<typeof openBenchRegistry>>,
): Promise<Work> {
  const { store, wrap, tenantId } = registry
  const app = await createApp({
    store,
    wrap,
    publicUrl: origin,
    onImport: () => undefined,
    report(error) {
      throw error
    },
  })
  const applications = applicationsIn(store)
  const robot = await createApplication(applications, {
    tenantId,
    displayName: 'Robot',
    roles: allRoles,
  })
  const [scope = ''] = allRoles
  const page = await createPublicApplication(applications, {
    tenantId,
    displayName: 'Page',
    kind: 'spa',
    redirectUris: [redirectUri],
    delegatedScopes: [scope],
    consentedScopes: [scope],
  })
  const hash = await hashPassword(password)
  for (let n = 0; n < people; n++) {
    await ensureUser(usersIn(store), async () => hash, {
      tenantId,
      userPrincipalName: `person-${n}@bench.test`,
      displayName: `Person ${n}`,
      password,
      roles: [],
      licensed: true,
    })
  }
  let signIns = 0

  const ask = (path: string, init?: RequestInit) => {
    const address = `10.${[...randomBytes(3)].join('.')}`
    const request = new Request(`${origin}${path}`, withLength(init))
    return app.fetch(request, { address, drop: () => undefined })
  }
  const tokenPath = `/${tenantId}/oauth2/v2.0/token`
  const form = {
    grant_type: 'client_credentials',
    client_id: robot.applicationId,
    client_secret: robot.secret,
    scope: 'https://graph.microsoft.com/.default',
  }
  const newToken = () => ask(tokenPath, { method: 'POST', body: new URLSearchParams(form) })
  const { access_token } = (await (await newToken()).json()) as { access_token: string }

  return {
    token: async () => expectOk(await newToken()),
    async signIn() {
      const request = (url: string, init?: RequestInit) => ask(url.slice(origin.length), init)
      const browser = browserSession({ request }, origin)
      const { verifier, query } = codeRequest({ client_id: page, redirect_uri: redirectUri })
      const asked = await browser.open(`/${tenantId}/oauth2/v2.0/authorize?${query}`)
      const action = `${asked.url.pathname}/password`
      const username = `person-${signIns++ % people}@bench.test`
      const { url } = await browser.send(action, { username, password })
      const redeem = {
        grant_type: 'authorization_code',
        client_id: page,
        code: url.searchParams.get('code') ?? '',
        redirect_uri: redirectUri,
        code_verifier: verifier,
      }
      await expectOk(await ask(tokenPath, { method: 'POST', body: new URLSearchParams(redeem) }))
    },
    async read() {
      const path = '/v1.0/deviceManagement/windowsAutopilotDeviceIdentities?$top=100'
      await expectOk(await ask(path, { headers: { authorization: `Bearer ${access_token}` } }))
    },
  }
}

async function expectOk(answer: Response): Promise<void> {
  const text = await answer.text()
  if (!answer.ok) throw new Error(`${answer.status} ${text}`)
}

/** As clients send forms: of known length. Without it the address is not known, and one address is limited. */
function withLength(init: RequestInit | undefined): RequestInit | undefined {
  if (!(init?.body instanceof URLSearchParams)) return init
  const body = init.body.toString()
  const headers = new Headers(init.headers)
  headers.set('content-type', 'application/x-www-form-urlencoded')
  headers.set('content-length', String(body.length))
  return { ...init, body, headers }
}
