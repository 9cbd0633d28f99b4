/** A body is read as it was meant, or refused: no letter is replaced and no value dropped silently. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { jsonOf } from '../../../src/surfaces/http/json-of.ts'
import { type Client, type Json, json, openRegistry, origin } from '../../support/registry.ts'
import { identitySet, register, v1 } from '../graph/registered.ts'

let registry: Awaited<ReturnType<typeof openRegistry>>
let tenant: Client
let path: string
beforeAll(async () => {
  registry = await openRegistry(undefined, { throttling: 'off' })
  tenant = await registry.newTenant()
  const [device] = await register(registry, tenant, { to: 1 })
  path = `${v1}/${identitySet}/${device.id}`
})
afterAll(() => registry.close())

const send = async (body: Uint8Array, type = 'application/json') => {
  const { status, statusText, text } = await posted(body, type)
  const { groupTag } = await json(tenant.ask('GET', path))
  return { status, statusText, text, groupTag }
}

async function posted(body: Uint8Array, type: string) {
  const answer = await registry.app.fetch(
    new Request(`${origin}${path}/updateDeviceProperties`, {
      method: 'POST',
      headers: { authorization: `Bearer ${tenant.token}`, 'content-type': type },
      body: new Uint8Array(body),
    }),
  )
  return { status: answer.status, statusText: answer.statusText, text: await answer.text() }
}

const tagged = '{"groupTag":"Zürich"}'

test('what Windows PowerShell sends is refused, and read if it says its charset', async () => {
  const latin1 = Buffer.from(tagged, 'latin1')
  const refused = await send(latin1)
  expect([refused.status, refused.text]).toEqual([400, expect.stringContaining('is not UTF-8')])
  expect(refused.groupTag).not.toContain('\ufffd')
  for (const charset of ['iso-8859-1', 'Windows-1252', '"latin1"'])
    expect(await send(latin1, `application/json; charset=${charset}`)).toMatchObject({
      status: 204,
      groupTag: 'Zürich',
    })
  const wide = Buffer.from(tagged.replace('Zürich', 'Genève'), 'utf16le')
  expect(await send(wide, 'application/json; charset=utf-16')).toMatchObject({ groupTag: 'Genève' })
  expect((await send(latin1, 'application/json; charset=ebcdic')).status).toBe(415)
})

test.each([
  '{"groupTag":"A","groupTag":"B"}',
  '{groupTag:"A",groupTag:"B"}',
  String.raw`{"groupTag":"A","group\u0054ag":"B"}`,
  '{"displayName":"A{\\"","groupTag":"A","groupTag" : "B"}',
])('%s is refused', async (body) => {
  const answer = await send(Buffer.from(body))
  expect([answer.status, answer.text]).toEqual([400, expect.stringContaining('is there twice')])
})

test('a name may be there in several objects, and in texts', () => {
  const value: Json = { a: [{ b: 1 }, { b: '"b":{' }], b: { a: '\\', b: [] } }
  expect(jsonOf(JSON.stringify(value, null, 2))).toEqual(value)
  expect(() => jsonOf('{"a":{"b":[{"c":1,"c":2}]}}')).toThrow("'c' is there twice")
})
