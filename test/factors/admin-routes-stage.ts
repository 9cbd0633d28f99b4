/** A tenant with a program and people who have second factors. */
import { allRoles } from '../../src/core/access/permissions.ts'
import type { Person } from '../../src/core/directory/user.ts'
import { toBase32 } from '../../src/identity-provider/core/factors/codes/base32.ts'
import { appSettings } from '../../src/identity-provider/core/factors/codes/one-time-code.ts'
import { emulationAt } from '../support/movable-registry.ts'
import { localBackend } from '../support/postgres.ts'
import { type Client, openRegistry } from '../support/registry.ts'
import { peopleOf } from './registry-people.ts'
import { secret } from './support.ts'

export let registry: Awaited<ReturnType<typeof openRegistry>>
export let robot: Client
export let people: Awaited<ReturnType<typeof peopleOf>>
export let ada: Person

/** Stands still unless a test needs another code. */
export let now = new Date()

export const nextStep = () => {
  pass(appSettings.stepSeconds)
}

export async function openStage() {
  registry = await openRegistry(localBackend, { emulation: emulationAt(() => now) })
  robot = await registry.newTenant(allRoles)
  people = await peopleOf(registry, robot)
  ada = await people.add('ada', ['Global Administrator'])
  await people.add('ida', ['Intune Administrator'])
}

export const base = '/admin/v1'

const header = 'serial number,secret key,time interval,manufacturer,model'

export const csv = (...serials: readonly string[]) =>
  [header, ...serials.map((each) => `${each},${toBase32(secret)},30,Contoso,Key`)].join('\n')

export const importFile = (file: string) =>
  robot.ask('POST', `${base}/hardware-tokens/import`, { file })

export function pass(seconds: number): void {
  now = new Date(now.getTime() + seconds * 1000)
}
