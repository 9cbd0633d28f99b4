/** Names that are answered slowly or never hold up no others; what is not in the DNS is looked for on this machine. */
import type { LookupAddress, LookupOptions } from 'node:dns'
import type { LookupFunction } from 'node:net'
import { expect, test } from 'vitest'
import { oneAtATime, type Resolve, throughDns } from '../../src/outbound/look-up.ts'

type Found = string | readonly LookupAddress[]

const ask = (lookup: LookupFunction, name: string, options: LookupOptions = { all: true }) =>
  new Promise<Found>((resolve, reject) =>
    lookup(name, options, (error, found) => (error ? reject(error) : resolve(found))),
  )

const place = [{ address: '192.0.2.1', family: 4 }]

const failing = (code: string) => Promise.reject(Object.assign(new Error(code), { code }))

/** Answers only what is let go, by name. */
function slowSystem() {
  const open: { readonly name: string; readonly answer: () => void }[] = []
  const lookup: LookupFunction = (name, _, answer) => {
    open.push({ name, answer: () => answer(null, place) })
  }
  return { open, lookup }
}

test('names that are never answered hold up no others', async () => {
  const resolve: Resolve = (name) =>
    name.startsWith('dead') ? new Promise(() => undefined) : Promise.resolve(place)
  const lookup = throughDns(resolve, () => expect.unreachable())
  for (let n = 0; n < 100; n++) void ask(lookup, `dead${n}.example`)
  expect(await ask(lookup, 'live.example')).toEqual(place)
  expect(await ask(lookup, 'live.example', { all: false })).toBe('192.0.2.1')
})

test('this machine is asked for what is not in the DNS, and for names of one label', async () => {
  const asked: string[] = []
  const system: LookupFunction = (name, _, answer) => {
    asked.push(name)
    answer(null, place)
  }
  for (const code of ['ENOTFOUND', 'ENODATA', 'ECONNREFUSED'])
    expect(
      await ask(
        throughDns(() => failing(code), system),
        `${code}.example`,
      ),
    ).toEqual(place)
  expect(
    await ask(
      throughDns(() => expect.unreachable(), system),
      'localhost',
    ),
  ).toEqual(place)
  expect(asked).toEqual([
    'ENOTFOUND.example',
    'ENODATA.example',
    'ECONNREFUSED.example',
    'localhost',
  ])
  for (const code of ['ETIMEOUT', 'ESERVFAIL'])
    await expect(
      ask(
        throughDns(() => failing(code), system),
        'a.example',
      ),
    ).rejects.toThrow(code)
  expect(asked).toHaveLength(4)
})

test('this machine is asked for one name at a time, and once for all who want it', async () => {
  const { open, lookup } = slowSystem()
  const careful = oneAtATime(lookup)
  const answers = Promise.all([
    ...Array.from({ length: 16 }, () => ask(careful, 'dead.example')),
    ask(careful, 'other.example'),
  ])
  expect(open.map(({ name }) => name)).toEqual(['dead.example'])
  open[0]?.answer()
  expect(open.map(({ name }) => name)).toEqual(['dead.example', 'other.example'])
  open[1]?.answer()
  expect(await answers).toHaveLength(17)
  const later = ask(careful, 'dead.example')
  expect(open).toHaveLength(3)
  open[2]?.answer()
  expect(await later).toEqual(place)
})
