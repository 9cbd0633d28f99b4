/**
 * Tokens and sign-ins, in one process with everything that they need: first each for itself, then all at their
 * goals at the same time, while the registry is read.
 */
import { createPrivateKey, randomBytes, sign } from 'node:crypto'
import { createApp } from '../src/compose/app.ts'
import { allRoles } from '../src/core/access/permissions.ts'
import { createApplication } from '../src/core/applications/application.ts'
import { createPublicApplication } from '../src/core/applications/sign-in-settings.ts'
import { ensureUser } from '../src/core/directory/user.ts'
import { newSigningKey } from '../src/identity-provider/core/signing-keys.ts'
import { hashPassword } from '../src/identity-provider/passwords/argon2.ts'
import { applicationsIn } from '../src/storage/applications/applications.ts'
import { usersIn } from '../src/storage/directory/users.ts'
import { browserSession, codeRequest } from '../test/surfaces/authority/browser-session.ts'
import { openBenchRegistry, percentile, submissions, timed } from './registry-store.ts'
import type { Report } from './report.ts'

const origin = 'https://localhost:8443'
const redirectUri = 'https://spa.example/back'
const password = 'correct horse battery staple'
const seconds = 10
/** One account has few attempts at once: so many that nobody signs in often enough to be limited. */
const people = 1_000
const goals = { tokens: 1_200, signIns: 5, readMs: 100 }
/** Grants a second beside which everything else goes on. */
const tokensBeside = 600

export async function run(report: Report): Promise<void> {
  const registry = await openBenchRegistry()
  try {
    await registry.import(submissions('authority', 0, 500))
    const work = await workOn(registry)
    await work.token()
    await work.signIn()
    const floor = await signaturesPerSecond()
    const tokens = await perSecond(work.token, { inFlight: 16, seconds })
    report({
      name: 'tokens by client secret, in process',
      figure: `${tokens.toFixed(0)} / s`,
      floor: `${floor.toFixed(0)} / s (one thread that only signs)`,
      ratio: tokens / floor,
      goal: `≥ ${goals.tokens} / s`,
      met: tokens >= goals.tokens,
    })
    const signIns = await perSecond(work.signIn, { inFlight: 4, seconds: 5 })
    report({
      name: 'sign-ins by password, all pages and the code',
      figure: `${signIns.toFixed(0)} / s`,
      goal: `≥ ${goals.signIns} / s`,
      met: signIns >= goals.signIns,
    })
    await together(work, report)
  } finally {
    await registry.close()
  }
}

type Work = Readonly<Record<'token' | 'signIn' | 'read', () => Promise<void>>>

/** Everything at its goal at once, begun by the clock and not by the end of what was before. */
async function together({ token, signIn, read }: Work, report: Report): Promise<void> {
  const [tokens, signIns, reads] = await Promise.all([
    paced(token, tokensBeside),
    paced(signIn, goals.signIns),
    paced(read, 20),
  ])
  const p99 = percentile(reads.took, 0.99)
  const rates = [tokens, signIns].map(({ rate }) => rate.toFixed(rate < 10 ? 1 : 0))
  report({
    name: `reads of 100 devices beside ${rates[0]} tokens / s and ${rates[1]} sign-ins / s`,
    figure: `p99 ${p99.toFixed(0)} ms (median ${percentile(reads.took, 0.5).toFixed(0)})`,
    goal: `p99 ≤ ${goals.readMs} ms`,
    met:
      p99 <= goals.readMs &&
      tokens.rate >= tokensBeside * 0.98 &&
      signIns.rate >= goals.signIns * 0.98,
  })
}

async function workOn(registry: Awaited<ReturnType<typeof openBenchRegistry>>): Promise<Work> {
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

/** As many as go through with `inFlight` at any time. */
async function perSecond(
  work: () => Promise<void>,
  { inFlight, seconds: length }: { readonly inFlight: number; readonly seconds: number },
): Promise<number> {
  const start = performance.now()
  const until = start + length * 1000
  let done = 0
  await Promise.all(
    Array.from({ length: inFlight }, async () => {
      for (; performance.now() < until; done++) await work()
    }),
  )
  return done / ((performance.now() - start) / 1000)
}

type Paced = { readonly took: readonly number[]; readonly rate: number }

/** As clients send forms: of known length. Without it the address is not known, and one address is limited. */
function withLength(init: RequestInit | undefined): RequestInit | undefined {
  if (!(init?.body instanceof URLSearchParams)) return init
  const body = init.body.toString()
  const headers = new Headers(init.headers)
  headers.set('content-type', 'application/x-www-form-urlencoded')
  headers.set('content-length', String(body.length))
  return { ...init, body, headers }
}

/**
 * Begins `rate` per second, however long each takes; milliseconds of each, counted from when it was due. What is
 * refused, because the server has too much to do, does not count.
 */
async function paced(work: () => Promise<void>, rate: number): Promise<Paced> {
  const start = performance.now()
  const count = rate * seconds
  const took: number[] = []
  const failed: unknown[] = []
  const running: Promise<void>[] = []
  for (let n = 0; n < count; n++) {
    const due = start + (n * 1000) / rate
    const wait = due - performance.now()
    if (wait > 1) await new Promise((resolve) => setTimeout(resolve, wait))
    running.push(
      work().then(
        () => void took.push(performance.now() - due),
        (error) => void failed.push(error),
      ),
    )
  }
  await Promise.all(running)
  return { took, rate: (count - failed.length) / ((performance.now() - start) / 1000) }
}

/** The least that a token costs: its signature. */
async function signaturesPerSecond(): Promise<number> {
  const key = createPrivateKey({ key: { ...(await newSigningKey()) }, format: 'jwk' })
  const data = randomBytes(700)
  const count = 1000
  const ms = await timed(async () => {
    for (let n = 0; n < count; n++) sign('sha256', data, key)
  })
  return (count * 1000) / ms
}
