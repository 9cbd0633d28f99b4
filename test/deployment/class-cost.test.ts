/** What a class of devices that start together asks of the database: counted, not timed. */
import { askForChallenge, fleetMachine, proofFor, redeemChallenge } from 'taxiway-device'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { statementsOf } from '../support/databases/counted-statements.ts'
import type { Client } from '../support/registry.ts'
import { openFirstBoot } from './support.ts'

let boot: Awaited<ReturnType<typeof openFirstBoot>>
let tenant: Client

const fleet = Array.from({ length: 40 }, (_, n) => fleetMachine({ seed: 'class' }, n))
  .flatMap(({ hardwareHash, prover }) => (prover?.ekModulus ? [{ hardwareHash, prover }] : []))
  .slice(0, 16)

beforeAll(async () => {
  boot = await openFirstBoot()
  tenant = await boot.newTenant()
  await boot.assignProfile(tenant)
  for (const { hardwareHash } of fleet) await boot.register(tenant, hardwareHash)
})
afterAll(() => boot.close())

/** Each asks for its challenge and, when all have theirs, for its profile. */
async function start(): Promise<void> {
  const challenges = await Promise.all(
    fleet.map(({ hardwareHash, prover }) => askForChallenge(boot.service, hardwareHash, prover)),
  )
  const proofs = await Promise.all(
    fleet.map(async (machine, n) => {
      const challenge = challenges[n]
      if (challenge === undefined || 'result' in challenge) throw new Error(challenge?.detail)
      const proof = await proofFor(boot.service, challenge, machine)
      return { ...machine, challenge, proof }
    }),
  )
  const answers = await Promise.all(proofs.map((each) => redeemChallenge(boot.service, each)))
  expect(answers.map(({ result }) => result)).toEqual(fleet.map(() => 'profile'))
}

test('no statement is asked once for each of them', async () => {
  // Each device's first proof is audited by itself; the usual contact comes after it.
  await start()
  const asked = await statementsOf(boot.store, start)
  const counts = new Map<string, number>()
  for (const text of asked) counts.set(text, (counts.get(text) ?? 0) + 1)
  const often = [...counts].filter(([, count]) => count > fleet.length / 2)
  expect(often).toEqual([])
})
