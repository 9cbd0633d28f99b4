/** Partners and customers, made anew for each test. */
import { expect } from 'vitest'
import type { Json } from '../support/registry.ts'
import { differences, type Example, examples, filled, type Variables } from './examples.ts'
import { resetWorld } from './known-devices.ts'
import { type Answer, openWorld, type World } from './partner-world.ts'

export let world: World

export const opened = openWorld()

export async function beginTest() {
  world = await opened
  await resetWorld(world)
}

export const named = (start: string) =>
  examples.find(({ name }) => name.startsWith(start)) as Example

export async function replay(step: Json, variables: Variables, root: string): Promise<void> {
  // Faults are the emulator's: `test/emulator/faults.test.ts`.
  if (/throttle/.test(step.precondition ?? '')) return
  const asked = filled(step.request, variables)
  const path = asked.path.replace(/^\/partnercenter\/v1/, root)
  const { Authorization: sent, 'Content-Length': _, ...headers } = asked.headers ?? {}
  const isAnonymous = asked.headers !== undefined && sent === undefined
  const who = step.as ?? asked.as ?? 'partner'
  const own = isAnonymous ? undefined : tokenOf(who, asked.path)
  const token = variables['oem'] ?? own
  const request = { headers, token, body: asked.body ?? asked.bodyTemplate }
  const answer = await answered(() => world.send(asked.method, path, request), step.repeatUntil)
  check(filled(step.expect, variables), answer, { title: `${asked.method} ${path}`, headers })
  capture(step.capture ?? {}, answer, variables)
}

type Sent = { readonly title: string; readonly headers: Readonly<Record<string, string>> }

export function check(expected: Json, answer: Answer, { title, headers }: Sent): void {
  const status = `${title}: ${JSON.stringify(answer.body)}`
  expect(differences(expected.status, answer.status, status)).toEqual([])
  if (expected.bodyEmpty) expect(answer.body, title).toBeUndefined()
  for (const [name, each] of Object.entries<string>(expected.headers ?? {})) {
    const wanted = each === '$sameAsRequest' ? (headers[name] ?? '$string') : each
    expect(differences(wanted, answer.headers.get(name), `${title} ${name}`)).toEqual([])
  }
  if (expected.body) expect(differences(expected.body, answer.body), title).toEqual([])
}

/** A person of the partner has one token for Partner Center and one for the admin API. */
function tokenOf(who: string, path: string): string | undefined {
  const isAdmin = path.startsWith('/admin/') && who === 'partner'
  const tokens: Readonly<Record<string, string>> = world.tokens
  return tokens[isAdmin ? 'partnerAdmin' : who]
}

/** A job is readable at once, and is asked for again until it ends. */
async function answered(ask: () => Promise<Answer>, wait: Json): Promise<Answer> {
  const answer = await ask()
  if (wait === undefined) return answer
  expect(['queued', 'processing', ...wait.in]).toContain(answer.body.status)
  await world.registry.decideAll()
  return await ask()
}

function capture(wanted: Json, answer: Answer, variables: Variables): void {
  for (const [name, from] of Object.entries<Json>(wanted)) {
    const text =
      from.header === undefined
        ? from.bodyPath.split('.').reduce((at: Json, key: string) => at?.[key], answer.body)
        : (answer.headers.get(from.header) ?? '')
    variables[name] = from.split
      ? text.split(from.split)[from.index]
      : from.group
        ? (/([0-9a-f-]{36})$/.exec(text)?.[from.group] ?? '')
        : text
  }
}
