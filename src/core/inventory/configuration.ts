/** Policies of Intune's that tools keep beside deployment profiles: stored as they were given, and assigned to groups. */
import { DomainError } from '../errors.ts'
import type { TenantId } from '../ids.ts'
import type { FieldTypes } from '../query.ts'
import {
  findRecord,
  holdRecord,
  type Members,
  newRecord,
  type Records,
  type Stored,
  type Value,
} from './records.ts'

export type Configuration = {
  /** The type on the wire, such as `windows10EnrollmentCompletionPageConfiguration`. */
  readonly type: string
  readonly name: string
  /** Of those that are applied in turn; 0 = the default, the last. */
  readonly priority: number
  /** What else was given, by the names of the wire. */
  readonly given: Members
  readonly settings: readonly Value[]
  readonly targets: readonly Members[]
  readonly templateFamily: string
  readonly modifiedAt: string
  readonly version: number
}

export const configurationFieldTypes = {
  id: 'id',
  name: 'text',
  type: 'text',
  priority: 'number',
  templateFamily: 'text',
  modifiedAt: 'date',
  createdAt: 'date',
} as const satisfies FieldTypes<string>

export type ConfigurationField = keyof typeof configurationFieldTypes
export type Configurations = Records<Configuration, ConfigurationField>

/** Of a kind in a tenant. */
const maxConfigurations = 1_000

export type ConfigurationPlace = {
  readonly records: Configurations
  readonly tenantId: TenantId
  readonly now: Date
}

export type NewConfiguration = Pick<
  Configuration,
  'type' | 'name' | 'given' | 'settings' | 'templateFamily'
>

/** It comes after those of its type that are there. */
export async function createConfiguration(
  { records, tenantId, now }: ConfigurationPlace,
  wanted: NewConfiguration,
): Promise<Stored<Configuration>> {
  const all = await everyOne(records, tenantId)
  if (all.length >= maxConfigurations)
    throw new DomainError('request-invalid', `A tenant has at most ${maxConfigurations} of these.`)
  const highest = Math.max(
    0,
    ...all
      .filter(({ members }) => members.type === wanted.type)
      .map(({ members }) => members.priority),
  )
  const members: Configuration = {
    ...wanted,
    priority: highest + 1,
    targets: [],
    modifiedAt: now.toISOString(),
    version: 1,
  }
  const record = newRecord(members)
  await records.add(tenantId, record)
  return { id: record.id, createdAt: now, members }
}

/** Members that are not named stay as they are. */
export async function updateConfiguration(
  { records, tenantId, now }: ConfigurationPlace,
  id: string,
  change: Partial<Omit<Configuration, 'modifiedAt' | 'version'>>,
): Promise<Stored<Configuration>> {
  const known = await holdRecord(records, tenantId, id)
  const members = {
    ...known.members,
    ...change,
    given: { ...known.members.given, ...change.given },
    modifiedAt: now.toISOString(),
    version: known.members.version + 1,
  }
  await records.replace(tenantId, id, members)
  return { ...known, members }
}

/** Those of its type close ranks around it. [documented: deviceEnrollmentConfiguration setPriority] */
export async function setPriority(
  place: ConfigurationPlace,
  id: string,
  priority: number,
): Promise<void> {
  const known = await findRecord(place.records, place.tenantId, id)
  const others = (await everyOne(place.records, place.tenantId))
    .filter((each) => each.members.type === known.members.type && each.id !== id)
    .toSorted((a, b) => a.members.priority - b.members.priority)
  const at = Math.min(priority, others.length + 1) - 1
  const inOrder = [...others.slice(0, at), known, ...others.slice(at)]
  for (const [i, each] of inOrder.entries()) {
    if (each.members.priority !== i + 1)
      await updateConfiguration(place, each.id, { priority: i + 1 })
  }
}

async function everyOne(
  records: Configurations,
  tenantId: TenantId,
): Promise<readonly Stored<Configuration>[]> {
  return (await records.list(tenantId, { page: { limit: maxConfigurations } })).rows
}
