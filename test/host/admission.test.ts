/** An overloaded server: which requests are admitted, wait, are rejected, and which hold no slot. */
import type { IncomingMessage } from 'node:http'
import { expect, test } from 'vitest'
import { lineOf } from '../../src/core/bounded-line.ts'
import { defaultAdmission } from '../../src/host/admission/admission.ts'
import { retryTimes } from '../../src/host/admission/retry-times.ts'
import { eventually } from '../support/eventually.ts'
import { answerTo, holdWork } from './held-work.ts'

/** Of five slots one is reserved for each priority, and one goes to whichever comes first. */
const five = { initial: 5, min: 5, max: 5 }

/** Nothing is rejected for having waited, however slow the machine is. */
const maxWait = { burst: 600_000, sustained: 600_000 }

test('no more requests are processed than there are slots, and each kind leaves the others theirs', async () => {
  const server = await holdWork({ admission: { maxWait, slots: five } })
  const programs = Array.from({ length: 6 }, (_, n) => server.ask(`/program/${n}`))
  await eventually(() => expect(server.figures().waiting).toBe(4))
  expect(server.begun).toHaveLength(2)
  const others = ['device', 'person', 'export'].map((kind) => server.ask(`/${kind}/0`))
  await eventually(() => expect(server.begun).toHaveLength(5))
  expect(server.figures()).toMatchObject({ inProgress: 5, waiting: 4 })
  for (const kind of ['device', 'person', 'export']) server.finish(`/${kind}/0`)
  const begun = () => server.begun.filter((path) => path.startsWith('/program'))
  for (let n = 0; n < 6; n++) {
    await eventually(() => expect(begun().length).toBeGreaterThan(n))
    expect(server.figures().inProgress).toBeLessThanOrEqual(5)
    server.finish(begun()[n] ?? '')
  }
  const answers = await Promise.all([...programs, ...others])
  expect(answers.map(({ status }) => status)).toEqual(Array(9).fill(200))
})

test('waiting requests are served in order of priority, not of arrival', async () => {
  const server = await holdWork({ admission: { maxWait, slots: five } })
  const kinds = ['export', 'program', 'person', 'device']
  // Each has the slot reserved for it, and the first has the common one.
  server.start('/export/first')
  await eventually(() => expect(server.begun).toEqual(['/export/first']))
  for (const kind of ['export', 'program', 'person', 'device']) server.start(`/${kind}/kept`)
  await eventually(() => expect(server.begun).toHaveLength(5))
  for (const [n, kind] of kinds.entries()) {
    server.start(`/${kind}/waits`)
    await eventually(() => expect(server.figures().waiting).toBe(n + 1))
  }
  server.finish('/export/first')
  for (const kind of kinds.toReversed()) {
    await eventually(() => expect(server.begun.at(-1)).toBe(`/${kind}/waits`))
    server.finish(`/${kind}/waits`)
  }
})

test('a rejected request learns when to retry; the lowest priority is rejected first, health checks never', async () => {
  const server = await holdWork({
    admission: {
      slots: five,
      maxWaiting: 2,
      maxWait: { burst: 600_000, sustained: 100 },
      // It stands, so that no wait becomes an overload on a slow machine.
      clock: () => 0,
    },
  })
  const waits = []
  for (let n = 0; n < 2; n++) server.start(`/device/${n}`)
  for (let n = 0; n < 2; n++) server.start(`/export/${n}`)
  await eventually(() => expect(server.begun).toHaveLength(3))
  for (let n = 2; n < 3; n++) waits.push(server.ask(`/export/${n}`))
  await eventually(() => expect(server.figures().waiting).toBe(2))
  const away = await server.ask('/export/3')
  expect(away.status).toBe(503)
  expect(Number(away.headers['retry-after'])).toBeGreaterThanOrEqual(1)
  expect(JSON.parse(away.text).error.code).toBe('ServiceUnavailable')

  // A device comes before the waiting exports: the last of them is rejected.
  server.start('/device/2')
  expect((await waits[0])?.status).toBe(503)
  await eventually(() => expect(server.figures().waiting).toBe(2))
  const page = await server.ask('/export/4', { headers: { accept: 'text/html' } })
  expect([page.status, page.headers['content-type']]).toEqual([503, 'text/plain; charset=utf-8'])
  const health = server.ask('/health/livez')
  await eventually(() => expect(server.begun).toContain('/health/livez'))
  server.finish('/health/livez')
  expect((await health).status).toBe(200)
  expect(Object.fromEntries(server.figures().rejected)).toEqual({ 'export busy': 3 })
})

test('clients rejected together do not all return in the same second', () => {
  let now = 0
  const times = retryTimes(() => now)
  // Twenty were processed in a second, so ten may be promised for each later one.
  for (let n = 0; n < 20; n++) times.done()
  now = 1_000
  expect(Array.from({ length: 30 }, times.next)).toEqual(
    [1, 2, 3].flatMap((n) => Array(10).fill(n)),
  )
  now = 2_000
  expect(Array.from({ length: 11 }, times.next)).toEqual([...Array(10).fill(3), 4])
  for (let n = 0; n < 1_000; n++) times.next()
  expect(times.next()).toBe(60)
})

test('a client that sends a body slowly holds no slot, and is rejected in the end', async () => {
  const minRate = { afterMs: 1_000, bytesPerSecond: 1_000_000 }
  const bodies = { ...defaultAdmission.bodies, minRate }
  const server = await holdWork({ admission: { maxWait, slots: five, bodies } })
  const slow = Array.from({ length: 30 }, (_, n) => {
    const sent = server.open(`/program/${n}`, { method: 'POST', headers: { 'content-length': 9 } })
    sent.write('half')
    return answerTo(sent)
  })
  const quick = server.ask('/program/quick', { method: 'POST', body: 'whole' })
  await eventually(() => expect(server.begun).toEqual(['/program/quick']))
  server.finish('/program/quick')
  expect((await quick).status).toBe(200)
  const answers = await Promise.all(slow)
  expect(answers.map(({ status }) => status)).toEqual(Array(30).fill(408))
  expect(server.begun).toEqual(['/program/quick'])
})

test('all bodies together take limited memory', async () => {
  const bodies = { ...defaultAdmission.bodies, maxTotalBytes: 1_000 }
  const server = await holdWork({ admission: { maxWait, slots: five, bodies } })
  const first = server.ask('/program/0', { method: 'POST', body: 'x'.repeat(700) })
  await eventually(() => expect(server.begun).toHaveLength(1))
  const second = await server.ask('/program/1', { method: 'POST', body: 'x'.repeat(700) })
  expect([second.status, Number(second.headers['retry-after']) > 0]).toEqual([503, true])
  server.finish('/program/0')
  expect((await first).status).toBe(200)
  const third = server.ask('/program/2', { method: 'POST', body: 'x'.repeat(700) })
  await eventually(() => expect(server.begun).toContain('/program/2'))
  server.finish('/program/2')
  expect((await third).status).toBe(200)
})

test('a client that reads a response slowly holds no slot, and an export pauses while nobody reads it', async () => {
  let made = 0
  const piece = new Uint8Array(64 * 1024)
  const server = await holdWork({ admission: { maxWait, slots: five } }, async ({ url }) => {
    if (new URL(url).pathname.startsWith('/program'))
      return new Response(new Uint8Array(16 * 1024 * 1024))
    const endless = new ReadableStream({
      pull(controller) {
        made++
        controller.enqueue(piece)
      },
    })
    return new Response(endless)
  })
  const unread = ['/program/1', '/program/2', '/program/3', '/export/1', '/export/2', '/export/3']
  const answers: IncomingMessage[] = []
  // Without a listener Node would read and discard the response.
  for (const path of unread)
    server
      .open(path)
      .on('response', (answer: IncomingMessage) => answers.push(answer))
      .end()
  await eventually(() => expect(answers).toHaveLength(unread.length))
  let before = -1
  await eventually(() => {
    const rests = made > 0 && made === before
    before = made
    expect([rests, server.figures().inProgress]).toEqual([true, 0])
  })
})

test('a request that waits in a queue of its own gives its slot to others', async () => {
  const line = lineOf({ atOnce: 1, waiting: 100 })
  const leave = await line.enter()
  const server = await holdWork({ admission: { maxWait, slots: five } }, async ({ url }) => {
    if (url.includes('stuck')) (await line.enter())()
    return new Response('done', { headers: { 'content-type': 'text/plain' } })
  })
  const stuck = Array.from({ length: 20 }, (_, n) => server.ask(`/program/stuck/${n}`))
  expect((await server.ask('/program/other')).text).toBe('done')
  await eventually(() => expect(server.figures()).toMatchObject({ inProgress: 0, waiting: 0 }))
  leave()
  expect((await Promise.all(stuck)).map(({ text }) => text)).toEqual(Array(20).fill('done'))
  await eventually(() => expect(server.figures().inProgress).toBe(0))
})

test('a client that leaves while waiting is forgotten', async () => {
  const server = await holdWork({ admission: { maxWait, slots: five } })
  for (let n = 0; n < 2; n++) server.start(`/program/${n}`)
  await eventually(() => expect(server.begun).toHaveLength(2))
  const gone = server.open('/program/gone')
  gone.end()
  await eventually(() => expect(server.figures().waiting).toBe(1))
  gone.destroy()
  await eventually(() => expect(server.figures().waiting).toBe(0))
  server.finish('/program/0')
  await eventually(() => expect(server.figures().inProgress).toBe(1))
  expect(server.begun).toHaveLength(2)
})

test('while requests wait for the database there are fewer slots, and afterwards as many as before', async () => {
  let waitingForDatabase = 100
  const server = await holdWork({
    admission: {
      maxWait,
      slots: { initial: 40, min: 10, max: 40 },
      waitingForDatabase: () => waitingForDatabase,
    },
  })
  await eventually(() => expect(server.figures().slots).toBe(10))
  waitingForDatabase = 0
  for (let n = 0; n < 12; n++) server.start(`/program/${n}`)
  await eventually(() => expect(server.figures().slots).toBe(40))
  await eventually(() => expect(server.begun).toHaveLength(12))
})
