/**
 * A list request as data: which rows, in which order, which page. Protocols fill it in, storage reads it,
 * so neither knows the other's language. Field names are the domain's; storage maps them to columns.
 */
export type Scalar = string | number | boolean | null

export type Comparison = 'eq' | 'ne' | 'gt' | 'ge' | 'lt' | 'le'
export type TextTest = 'contains' | 'startsWith' | 'endsWith'

/** A condition over fields of type `Field`. `in` holds when the field equals any of the values. */
export type Filter<Field extends string = string> =
  | {
      readonly kind: 'compare'
      readonly field: Field
      readonly op: Comparison
      readonly value: Scalar
    }
  | { readonly kind: 'text'; readonly field: Field; readonly op: TextTest; readonly value: string }
  | { readonly kind: 'in'; readonly field: Field; readonly values: readonly Scalar[] }
  | { readonly kind: 'and' | 'or'; readonly parts: readonly Filter<Field>[] }
  | { readonly kind: 'not'; readonly part: Filter<Field> }

/** A page of at most `limit` rows after the row that `after` names; absent = from the start. */
export type Page = { readonly limit: number; readonly after?: string }

export type ListQuery<Field extends string = string> = {
  readonly filter?: Filter<Field>
  readonly page: Page
}

/** Some rows, and where the next page starts; absent = these were the last. */
export type Rows<Row> = { readonly rows: readonly Row[]; readonly next?: string }
