/**
 * A list request as data: which rows, in which order, which page. Protocols fill it in and storage reads it, so
 * neither knows the other's language. Field names are the domain's; storage maps them to columns.
 */
export type Scalar = string | number | boolean | null

export type Comparison = 'eq' | 'ne' | 'gt' | 'ge' | 'lt' | 'le'
/**
 * `matches`: some part matches the regular expression, ignoring case; the caller checks which expressions are
 * allowed.
 */
export type TextTest = 'contains' | 'startsWith' | 'endsWith' | 'matches'

/**
 * The type of a field. `text` ignores case, and an absent text equals the empty one; `id` is a UUID; a `date` is
 * compared as ISO text to the millisecond; `texts` is a list, queried with `any`.
 */
export type FieldType = 'text' | 'id' | 'date' | 'number' | 'boolean' | 'texts'

export type FieldTypes<Field extends string> = Readonly<Record<Field, FieldType>>

/** A condition over fields of type `Field`. `in` holds if the field equals any of the values. */
export type Filter<Field extends string = string> =
  | {
      readonly kind: 'compare'
      readonly field: Field
      readonly op: Comparison
      readonly value: Scalar
    }
  | { readonly kind: 'text'; readonly field: Field; readonly op: TextTest; readonly value: string }
  /** Some member of the list satisfies the test or, with `negated`, fails it. */
  | {
      readonly kind: 'any'
      readonly field: Field
      readonly op: TextTest | 'eq'
      readonly value: string
      readonly negated?: true
    }
  | { readonly kind: 'in'; readonly field: Field; readonly values: readonly Scalar[] }
  | { readonly kind: 'and' | 'or'; readonly parts: readonly Filter<Field>[] }
  | { readonly kind: 'not'; readonly part: Filter<Field> }

export type Order<Field extends string = string> = {
  readonly field: Field
  readonly descending: boolean
}

/** At most `limit` rows after the position `after`; absent = from the start. */
export type Page = {
  readonly limit: number
  /** A `next` of the same list, which only storage can read. */
  readonly after?: string
  /** Rows to skip at the start. */
  readonly skip?: number
}

/** At most `limit` rows after the one with this id, in a list that is in the order of its ids. */
export type IdPage<Id extends string> = {
  readonly limit: number
  readonly after?: Id | undefined
}

export type ListQuery<Field extends string = string> = {
  readonly filter?: Filter<Field>
  /** Rows that compare equal are sorted by id; absent = sorted by id only. */
  readonly order?: readonly Order<Field>[]
  readonly page: Page
  /** Whether to count all matching rows. */
  readonly count?: boolean
}

/** Some rows, and where the next page starts; absent = this is the last page. */
export type Rows<Row> = {
  readonly rows: readonly Row[]
  readonly next?: string
  /** Rows on all pages; present if it was requested. */
  readonly total?: number
}
