/** More is asked of a server than it can do: who is let in, who waits, who is sent away, and who holds no place. */
import type { IncomingMessage } from 'node:http'
import { expect, test } from 'vitest'
import { lineOf } from '../../src/core/bounded-line.ts'
import { usualAdmission } from '../../src/host/admission/admission.ts'
import { returnTimes } from '../../src/host/admission/return-times.ts'
import { eventually } from '../support/eventually.ts'
import { answerTo, holdWork } from './held-work.ts'

/** Of five places one is kept for each priority, and one goes to the first that comes. */
const five = { first: 5, least: 5, most: 5 }

/** Nobody is sent away for having waited, however slow the machine is. */
const patience = { burst: 600_000, standing: 600_000 }

test('no more is worked on than there are places, and one kind leaves the others theirs', async () => {
  const server = await holdWork({ admission: { patience, places: five } })
  const programs = Array.from({ length: 6 }, (_, n) => server.ask(`/program/${n}`))
  await eventually(() => expect(server.figures().waiting).toBe(4))
  expect(server.begun).toHaveLength(2)
  const others = ['device', 'person', 'export'].map((kind) => server.ask(`/${kind}/0`))
  await eventually(() => expect(server.begun).toHaveLength(5))
  expect(server.figures()).toMatchObject({ inHand: 5, waiting: 4 })
  for (const kind of ['device', 'person', 'export']) server.finish(`/${kind}/0`)
  const begun = () => server.begun.filter((path) => path.startsWith('/program'))
  for (let n = 0; n < 6; n++) {
    await eventually(() => expect(begun().length).toBeGreaterThan(n))
    expect(server.figures().inHand).toBeLessThanOrEqual(5)
    server.finish(begun()[n] ?? '')
  }
  const answers = await Promise.all([...programs, ...others])
  expect(answers.map(({ status }) => status)).toEqual(Array(9).fill(200))
})

test('those who wait come in order of priority, not of arrival', async () => {
  const server = await holdWork({ admission: { patience, places: five } })
  const kinds = ['export', 'program', 'person', 'device']
  // Each has the one that is kept for it, and the first has the one for all.
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

test('what finds no room learns when to come again; the last in order goes first, and health always has room', async () => {
  const server = await holdWork({
    admission: { places: five, maxWaiting: 2, patience: { burst: 600_000, standing: 100 } },
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

  // A device comes before the exports that wait: the last of them has to go.
  server.start('/device/2')
  expect((await waits[0])?.status).toBe(503)
  await eventually(() => expect(server.figures().waiting).toBe(2))
  const page = await server.ask('/export/4', { headers: { accept: 'text/html' } })
  expect([page.status, page.headers['content-type']]).toEqual([503, 'text/plain; charset=utf-8'])
  const health = server.ask('/health/livez')
  await eventually(() => expect(server.begun).toContain('/health/livez'))
  server.finish('/health/livez')
  expect((await health).status).toBe(200)
  expect(Object.fromEntries(server.figures().sentAway)).toEqual({ 'export busy': 3 })
})

test('of many that are sent away at once not all return in the same second', () => {
  let now = 0
  const times = returnTimes(() => now)
  // Twenty were done in a second, so that ten may be promised for each to come.
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

test('a client that sends a body slowly holds no place, and is sent away in the end', async () => {
  const pace = { after: 1_000, perSecond: 1_000_000 }
  const bodies = { ...usualAdmission.bodies, pace }
  const server = await holdWork({ admission: { patience, places: five, bodies } })
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

test('bodies that are here take so much memory together and no more', async () => {
  const bodies = { ...usualAdmission.bodies, together: 1_000 }
  const server = await holdWork({ admission: { patience, places: five, bodies } })
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

test('a client that reads an answer slowly holds no place, and an export rests while nobody reads it', async () => {
  let made = 0
  const piece = new Uint8Array(64 * 1024)
  const server = await holdWork({ admission: { patience, places: five } }, async ({ url }) => {
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
  // Without a listener Node would read the answer and throw it away.
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
    expect([rests, server.figures().inHand]).toEqual([true, 0])
  })
})

test('what waits in a line of its own stands aside, and others have its place', async () => {
  const line = lineOf({ atOnce: 1, waiting: 100 })
  const leave = await line.enter()
  const server = await holdWork({ admission: { patience, places: five } }, async ({ url }) => {
    if (url.includes('stuck')) (await line.enter())()
    return new Response('done', { headers: { 'content-type': 'text/plain' } })
  })
  const stuck = Array.from({ length: 20 }, (_, n) => server.ask(`/program/stuck/${n}`))
  expect((await server.ask('/program/other')).text).toBe('done')
  await eventually(() => expect(server.figures()).toMatchObject({ inHand: 0, waiting: 0 }))
  leave()
  expect((await Promise.all(stuck)).map(({ text }) => text)).toEqual(Array(20).fill('done'))
  await eventually(() => expect(server.figures().inHand).toBe(0))
})

test('a client that leaves while waiting is forgotten', async () => {
  const server = await holdWork({ admission: { patience, places: five } })
  for (let n = 0; n < 2; n++) server.start(`/program/${n}`)
  await eventually(() => expect(server.begun).toHaveLength(2))
  const gone = server.open('/program/gone')
  gone.end()
  await eventually(() => expect(server.figures().waiting).toBe(1))
  gone.destroy()
  await eventually(() => expect(server.figures().waiting).toBe(0))
  server.finish('/program/0')
  await eventually(() => expect(server.figures().inHand).toBe(1))
  expect(server.begun).toHaveLength(2)
})

test('while requests wait for the database there are fewer places, and afterwards as many as before', async () => {
  let waitingForDatabase = 100
  const server = await holdWork({
    admission: {
      patience,
      places: { first: 40, least: 10, most: 40 },
      waitingForDatabase: () => waitingForDatabase,
    },
  })
  await eventually(() => expect(server.figures().places).toBe(10))
  waitingForDatabase = 0
  for (let n = 0; n < 12; n++) server.start(`/program/${n}`)
  await eventually(() => expect(server.figures().places).toBe(40))
  await eventually(() => expect(server.begun).toHaveLength(12))
})
