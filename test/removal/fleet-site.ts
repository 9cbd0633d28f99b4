/** What an attempt to get around an approval has: people, a program, a fleet, and ways to ask. */
import type { peopleOf } from '../factors/registry-people.ts'
import type { Client, openRegistry } from '../support/registry.ts'

export type Asker = Pick<Client, 'ask'>
export type FleetDevice = { readonly id: string; readonly serial: string }
type Registry = Awaited<ReturnType<typeof openRegistry>>

export type FleetSite = {
  /** An administrator. */
  readonly adi: Asker
  /** An approver. */
  readonly bea: Asker
  /** Both. */
  readonly cyd: Asker
  readonly robot: Client
  readonly registry: Registry
  readonly people: Awaited<ReturnType<typeof peopleOf>>
  readonly devices: readonly FleetDevice[]
  /** Of people, by name. */
  readonly ids: Readonly<Record<string, string>>
  readonly sql: (text: string, values?: unknown[]) => ReturnType<Registry['store']['pool']['query']>
  readonly deleteAll: (by: Asker, some?: readonly FleetDevice[]) => Promise<Response>
  /** The approval that a refusal names. */
  readonly refused: (answer: Promise<Response>) => Promise<string>
  readonly decide: (by: Asker, id: string, way?: string | { digest: string }) => Promise<number>
}
