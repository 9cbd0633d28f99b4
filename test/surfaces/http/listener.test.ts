/** A process of its own answers with lighter requests and responses than one that is a guest: nobody may notice. */
import { request } from 'node:https'
import { setTimeout as pause } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { type Fetch, type ListenOptions, listen } from '../../../src/host/listening/listen.ts'
import { ensureCertificates } from '../../../src/host/tls/ensure-certificates.ts'
import { emptyFolder } from '../../support/taxiway-command.ts'

const text = { 'content-type': 'text/plain' }

/** Text says its type, as every surface's does: only what is taken for granted differs. */
const answers: Readonly<Record<string, Fetch>> = {
  '/echo': async (asked) =>
    new Response(await asked.text(), { status: 201, headers: { ...text, method: asked.method } }),
  '/headers': (asked) => new Response(asked.headers.get('x-asked'), { headers: text }),
  '/json': () => Response.json({ a: 'ä' }, { headers: { 'x-own': '1' } }),
  '/later': () => {
    const response = new Response('text', { headers: text })
    response.headers.set('x-later', '1')
    response.headers.append('set-cookie', 'a=1')
    response.headers.append('set-cookie', 'b=2')
    return response
  },
  '/read-before': async () => {
    const response = new Response('twice', { headers: text })
    await response.clone().text()
    response.headers.set('x-later', '1')
    return response
  },
  '/stream': () =>
    new Response(
      new ReadableStream({
        async start(controller) {
          controller.enqueue(Buffer.from('first '))
          await pause(20)
          controller.enqueue(Buffer.from('second'))
          controller.close()
        },
      }),
    ),
  '/nothing': () => new Response(null, { status: 204 }),
  '/elsewhere': () => Response.redirect('https://example.com/', 303),
  '/made-anew': () => {
    const { body, status, headers } = new Response('anew', { status: 202, headers: text })
    return new Response(body, { status, headers: new Headers([...headers, ['x-more', '1']]) })
  },
  '/fails': () => Promise.reject(new Error('on purpose')),
}

type Asked = { readonly path: string; readonly method?: string; readonly body?: readonly string[] }

const questions: readonly Asked[] = [
  ...Object.keys(answers).map((path) => ({ path })),
  { path: '/json', method: 'HEAD' },
  { path: '/echo', method: 'POST' },
  { path: '/echo', method: 'POST', body: ['in ', 'pieces'] },
  { path: '/nothing', method: 'POST', body: ['not read'] },
  { path: '/echo', method: 'PATCH', body: ['whole'] },
]

async function allAnswers(options: Pick<ListenOptions, 'ownsProcess'>): Promise<readonly object[]> {
  const { cert, key } = await ensureCertificates({ dataDir: emptyFolder() })
  const listener = await listen({ host: '127.0.0.1', port: 0, cert, key, ...options })
  listener.serve((asked, connection) => {
    const answer = answers[new URL(asked.url).pathname]
    return answer?.(asked, connection) ?? new Response('unknown', { status: 404 })
  })
  const found: object[] = []
  for (const question of questions) found.push(await ask(listener.port, question))
  await listener.close(100)
  return found
}

/** The time, and how the end of a body is marked, are the connection's own business. */
const passing = new Set(['date', 'content-length', 'transfer-encoding'])

/** A body of several pieces goes in chunks, one piece with its length. */
function ask(port: number, { path, method = 'GET', body = [] }: Asked): Promise<object> {
  return new Promise((resolve, reject) => {
    const length = body.length === 1 ? { 'content-length': body[0]?.length ?? 0 } : {}
    const headers = { 'x-asked': 'ÿ', ...length }
    const at = { host: '127.0.0.1', port, rejectUnauthorized: false, agent: false }
    const sent = request({ ...at, path, method, headers }, async (answer) => {
      const sent = Object.entries(answer.headers).filter(([name]) => !passing.has(name))
      const text = Buffer.concat(await answer.toArray()).toString('utf8')
      resolve({ path, status: answer.statusCode, text, headers: Object.fromEntries(sent) })
    })
    sent.on('error', reject)
    for (const piece of body) sent.write(piece)
    sent.end()
  })
}

test('a process of its own answers as a guest does', async () => {
  const asGuest = await allAnswers({ ownsProcess: false })
  const before = globalThis.Response
  const asOwner = await allAnswers({ ownsProcess: true })
  expect(globalThis.Response).not.toBe(before)
  expect(asOwner).toEqual(asGuest)
  expect(asGuest).toContainEqual(expect.objectContaining({ path: '/echo', text: 'in pieces' }))
})
