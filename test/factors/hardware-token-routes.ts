/** Hardware tokens over the admin API. */
import { describe, expect, test } from 'vitest'
import { toBase32 } from '../../src/identity-provider/core/factors/codes/base32.ts'
import {
  appSettings,
  codeAt,
  stepAt,
} from '../../src/identity-provider/core/factors/codes/one-time-code.ts'
import { json } from '../support/registry.ts'
import { ada, base, csv, importFile, nextStep, now, people, robot } from './admin-routes-stage.ts'
import { codeShown, secret } from './support.ts'

const refused = async (answering: Promise<Response>) => {
  const answer = await answering
  return [answer.status, await answer.text()]
}

describe('a hardware token', () => {
  let id: string
  const act = (name: string, body: object = {}) =>
    robot.ask('POST', `${base}/hardware-tokens/${id}/${name}`, body)
  const listed = async () =>
    (await json(robot.ask('GET', `${base}/hardware-tokens`))).value.find(
      (each: { id: string }) => each.id === id,
    )

  test('comes out of a file; bad rows are named in the answer', async () => {
    const answer = await json(importFile(`${csv('S1')}\nS2,ABC8,30,Contoso,Key`))
    expect(answer.value).toMatchObject([
      { row: 2, serialNumber: 'S1' },
      { row: 3, error: { column: 'secret key', position: 4 } },
    ])
    id = answer.value[0].id
    expect(await listed()).toEqual({
      id,
      serialNumber: 'S1',
      manufacturer: 'Contoso',
      model: 'Key',
      hashFunction: 'SHA-1',
      digits: 6,
      timeIntervalInSeconds: 30,
      userId: null,
      status: 'available',
    })
  })

  test('is assigned, activated by a code, and taken back', async () => {
    const tom = await people.add('tom', [])
    expect((await act('activate', { code: '123456' })).status).toBe(409)
    expect((await act('assign', { userId: tom.id })).status).toBe(204)
    expect(await listed()).toMatchObject({ userId: tom.id, status: 'assigned' })
    expect((await act('activate', { code: '000000' })).status).toBe(400)
    expect((await act('activate', { code: codeShown(now) })).status).toBe(204)
    expect(await listed()).toMatchObject({ status: 'activated' })
    expect((await robot.ask('DELETE', `${base}/hardware-tokens/${id}`)).status).toBe(409)
    // The only factor is not taken back by one administrator alone.
    expect(await refused(act('unassign'))).toEqual([409, expect.stringContaining('factor-reset')])
    const [spare] = (await json(importFile(csv('S1b')))).value
    const other = `${base}/hardware-tokens/${spare.id}`
    await robot.ask('POST', `${other}/assign`, { userId: tom.id })
    // Nor is it replaced by one: with their own token, the administrator could sign in as that person.
    const activation = { code: codeShown(now) }
    expect(await refused(robot.ask('POST', `${other}/activate`, activation))).toEqual([
      409,
      expect.stringContaining('/me/hardware-tokens/'),
    ])
    nextStep()
    const owner = await people.signIn('tom', codeShown(now))
    const own = `${base}/me/hardware-tokens/${spare.id}/activate`
    expect((await owner.ask('POST', own, { code: codeShown(now) })).status).toBe(204)
    // Once it counts, its clock can be set anew by either.
    const twice = { code: codeAt(secret, appSettings, stepAt(now, appSettings) + 1) }
    expect((await robot.ask('POST', `${other}/activate`, twice)).status).toBe(204)
    expect((await act('unassign')).status).toBe(204)
    expect((await robot.ask('DELETE', `${base}/hardware-tokens/${id}`)).status).toBe(204)
    expect((await act('unassign')).status).toBe(404)
  })

  test('is not guessed into activity: refused tries stay counted though nothing else of them does', async () => {
    const answer = await json(importFile(csv('S3')))
    id = answer.value[0].id
    await act('assign', { userId: ada.id })
    const statuses = []
    for (let n = 0; n < 6; n++) statuses.push((await act('activate', { code: '000000' })).status)
    expect(statuses).toEqual([400, 400, 400, 400, 400, 429])
    await act('unassign')
  })

  test('that RSA made for SecurID is refused by name', async () => {
    const answer = await importFile('<TKNBatch><TKNHeader/></TKNBatch>')
    expect([answer.status, await answer.text()]).toEqual([400, expect.stringContaining('SecurID')])
  })

  test('leaves no seed in an answer or in the audit trail', async () => {
    const answers = [
      await robot.ask('GET', `${base}/hardware-tokens`),
      await robot.ask('GET', `${base}/users/${ada.id}/factors`),
      await robot.ask('GET', `${base}/audit/export`),
    ]
    for (const answer of answers) {
      const text = await answer.text()
      expect(answer.status).toBe(200)
      for (const form of [toBase32(secret), secret.toString('hex'), secret.toString('base64')])
        expect(text.toLowerCase()).not.toContain(form.toLowerCase())
    }
  })
})
