/** Plans above the limit: what a second person approves is what runs, by itself, and nothing else does. */
import { expect } from 'vitest'
import { type Json, json } from '../support/registry.ts'
import type { Asker, FleetSite } from './fleet-site.ts'

const path = '/admin/v1/removal-plans'

type PlanCase = (site: FleetSite) => Promise<unknown>

async function planned(by: Asker, site: FleetSite, how: object = {}): Promise<Json> {
  const { count = 50, ...more }: { count?: number } = how
  const serialNumbers = site.devices.slice(0, count).map(({ serial }) => serial)
  return await json(by.ask('POST', path, { select: { serialNumbers }, ...more }))
}

/** It waits; answers the approval that it waits for. */
async function waiting(by: Asker, id: string): Promise<string> {
  const asked = await by.ask('POST', `${path}/${id}/run`, {})
  const got: Json = await asked.json()
  expect([asked.status, got.state], JSON.stringify(got).slice(0, 300)).toEqual([
    202,
    'awaitingApproval',
  ])
  return got.approvalId
}

async function work({ registry }: FleetSite): Promise<void> {
  while (await registry.app.runNextJob());
}

const left = async ({ sql }: FleetSite): Promise<number> =>
  (await sql('select count(*)::int as devices from device')).rows[0]?.['devices']

const refusal = async (answer: Promise<Response>) => {
  const got = await answer
  return [got.status, ((await got.json()) as Json).error.code]
}

export const planCases: Readonly<Record<string, PlanCase>> = {
  'approved, it runs by itself, and its approval is spent': async (site) => {
    const { adi, bea, decide } = site
    const { id } = await planned(adi, site)
    const approval = await waiting(adi, id)
    expect(await refusal(adi.ask('POST', `/admin/v1/approvals/${approval}/approve`, {}))).toEqual([
      403,
      'approval-needs-another-person',
    ])
    const shown = await json(bea.ask('GET', `/admin/v1/approvals/${approval}`))
    expect(shown).toMatchObject({
      state: 'pending',
      action: 'removal-plan.run',
      subjects: { count: 50 },
      digest: expect.stringMatching(/^sha256:[0-9a-f]{64}$/),
    })
    expect(await decide(bea, approval, { digest: `sha256:${'0'.repeat(64)}` })).toBe(409)
    await work(site)
    expect(await left(site)).toBe(60)
    expect(await decide(bea, approval, { digest: shown.digest })).toBe(200)
    await work(site)
    expect(await left(site)).toBe(10)
    expect(await json(bea.ask('GET', `/admin/v1/approvals/${approval}`))).toMatchObject({
      state: 'executed',
    })
    expect(await json(adi.ask('GET', `${path}/${id}`))).toMatchObject({ state: 'done' })
    const again = await planned(adi, site, { count: 60 })
    expect(again.state).toBe('ambiguous')
  },
  'the requester does not approve it': async (site) => {
    const { cyd } = site
    const approval = await waiting(cyd, (await planned(cyd, site)).id)
    expect(await refusal(cyd.ask('POST', `/admin/v1/approvals/${approval}/approve`, {}))).toEqual([
      403,
      'approval-needs-another-person',
    ])
  },
  'other devices make the approval void': async (site) => {
    const { adi, bea } = site
    const { id } = await planned(adi, site)
    const approval = await waiting(adi, id)
    const select = { serialNumbers: site.devices.slice(0, 30).map(({ serial }) => serial) }
    const changed = await adi.ask('PATCH', `${path}/${id}`, { select })
    expect((await json(changed)).state).toBe('ready')
    expect(await refusal(bea.ask('POST', `/admin/v1/approvals/${approval}/approve`, {}))).toEqual([
      409,
      'approval-changed',
    ])
    await work(site)
    expect(await left(site)).toBe(60)
    expect(await waiting(adi, id)).not.toBe(approval)
  },
  'rejected or expired, it is ready again; cancelled, its approval is void': async (site) => {
    const { adi, bea, decide, sql } = site
    const { id } = await planned(adi, site)
    expect(await decide(bea, await waiting(adi, id), 'reject')).toBe(200)
    expect((await json(adi.ask('GET', `${path}/${id}`))).state).toBe('ready')
    await waiting(adi, id)
    await sql(`update approval set expires_at = now() - interval '1 second'`)
    expect((await json(adi.ask('GET', `${path}/${id}`))).state).toBe('ready')
    const approval = await waiting(adi, id)
    expect((await adi.ask('POST', `${path}/${id}/cancel`, {})).status).toBe(200)
    expect(await decide(bea, approval)).toBe(409)
    await work(site)
    expect(await left(site)).toBe(60)
  },
  'an approval of one plan lets no other run': async (site) => {
    const { adi, bea, decide, deleteAll, refused, devices } = site
    const [first, second] = [await planned(adi, site), await planned(adi, site)]
    const approval = await waiting(adi, first.id)
    expect(await waiting(adi, second.id)).not.toBe(approval)
    await refused(deleteAll(adi, devices.slice(0, 50)))
    expect(await decide(bea, approval)).toBe(200)
    await refused(deleteAll(adi, devices.slice(0, 50)))
    await work(site)
    expect((await json(adi.ask('GET', `${path}/${second.id}`))).state).toBe('awaitingApproval')
  },
  'two devices are not released alone, one is': async (site) => {
    const { adi } = site
    const release = { act: 'release' }
    await waiting(adi, (await planned(adi, site, { ...release, count: 2 })).id)
    const { id } = await planned(adi, site, { ...release, count: 1 })
    expect((await adi.ask('POST', `${path}/${id}/run`, {})).status).toBe(202)
    await work(site)
    expect(await left(site)).toBe(59)
    // It counts with everything else.
    expect((await site.deleteAll(adi, site.devices.slice(1, 10))).status).toBe(200)
    await site.refused(site.deleteAll(adi, site.devices.slice(10, 11)))
  },
  'run many times at once, it is counted and runs once': async (site) => {
    const { adi, sql } = site
    const { id } = await planned(adi, site, { count: 8 })
    const runs = await Promise.all(
      Array.from({ length: 5 }, () => adi.ask('POST', `${path}/${id}/run`, {})),
    )
    expect(runs.map(({ status }) => status).toSorted()).toEqual([202, 409, 409, 409, 409])
    const { rows } = await sql('select sum(devices)::int as devices from destructive_act')
    expect(rows[0]?.['devices']).toBe(8)
  },
  'somebody who may plan alone does not run it': async (site) => {
    const { people } = site
    await people.add('desk', ['Autopilot service desk'])
    const desk = await people.signIn('desk')
    const { id, state } = await planned(desk, site, { count: 1 })
    expect(state).toBe('ready')
    expect((await desk.ask('POST', `${path}/${id}/run`, {})).status).toBe(403)
    expect((await site.adi.ask('POST', `${path}/${id}/run`, {})).status).toBe(202)
  },
}
