/**
 * Graph's types as data: the single definition of each member's name and type. `$metadata`, `$select` and
 * the shapes of answers in TypeScript all come from it.
 */
import type { ComplexTypes } from './complex-types.ts'
import type { enums } from './enums.ts'
import type { Members } from './members.ts'

export type EntityType = {
  readonly name: string
  /** The entity type that it inherits from. */
  readonly base?: EntityType
  readonly abstract?: boolean
  readonly members: Members
  /** Members that only beta has. */
  readonly beta: Members
  readonly navigations: Members
}

type EntityParts<M extends Members, B extends Members> = {
  readonly members: M
  readonly beta?: B
  readonly navigations?: Members
  readonly base?: EntityType
  readonly abstract?: boolean
}

/** An entity type whose members TypeScript knows one by one. */
export type TypedEntity<M, B> = Omit<EntityType, 'members' | 'beta'> & {
  readonly members: M
  readonly beta: B
}

/** Every entity has an id, which is not repeated. */
export function entityType<
  const M extends Members,
  const B extends Members = Readonly<Record<never, never>>,
>(name: string, { beta, navigations, ...parts }: EntityParts<M, B>): TypedEntity<M, B> {
  return { name, ...parts, beta: beta ?? ({} as B), navigations: navigations ?? {} }
}

type Enums = typeof enums

type Plain<T> = T extends
  | 'Edm.String'
  | 'Edm.DateTimeOffset'
  | 'Edm.Duration'
  | 'Edm.Binary'
  | 'Edm.Guid'
  ? string
  : T extends 'Edm.Int32' | 'Edm.Int64'
    ? number
    : T extends 'Edm.Boolean'
      ? boolean
      : T extends `Collection(${infer Item})`
        ? readonly Plain<Item>[]
        : T extends `graph.${infer Name}`
          ? Named<Name>
          : never

type Named<Name> = Name extends keyof Enums
  ? Enums[Name][number]
  : Name extends keyof ComplexTypes
    ? Wire<ComplexTypes[Name]>
    : never

/** Members as they stand in an answer. */
export type Wire<M extends Members> = {
  readonly [Name in keyof M]: M[Name] extends `${infer T}!` ? Plain<T> : Plain<M[Name]> | null
}

/** An entity as beta answers it, its id included. */
export type BetaWire<T extends { members: Members; beta: Members }> = {
  readonly id: string
} & Wire<T['members']> &
  Wire<T['beta']>

/** An entity as v1.0 answers it. */
export type V1Wire<T extends { members: Members }> = { readonly id: string } & Wire<T['members']>

/** Names of all members, the inherited ones and `id` included. */
export function memberNames(type: EntityType, version: 'v1.0' | 'beta'): readonly string[] {
  const inherited = type.base === undefined ? ['id'] : memberNames(type.base, version)
  const own = version === 'beta' ? { ...type.members, ...type.beta } : type.members
  return [...inherited, ...Object.keys(own)]
}
