/** Saved views: names for addresses of the portal. */

export type SavedView = {
  readonly id: string
  readonly name: string
  /** Such as `/devices`. */
  readonly path: string
  /** What follows the question mark; may be empty. */
  readonly query: string
  readonly shared: boolean
  /** The person or application that saved it. */
  readonly by: string
  /** Whether it is the caller's own, and so can be changed and deleted. */
  readonly own: boolean
}

export type SavedViewRequest = Pick<SavedView, 'name' | 'path' | 'query' | 'shared'>
