/** What is selected over all pages: some, or all that match but a few. */

export type Selection =
  | { readonly kind: 'some'; readonly ids: ReadonlySet<string> }
  | { readonly kind: 'all'; readonly except: ReadonlySet<string> }

/** More than the server takes by their ids at once; all that match a filter are taken by it. */
export const maxByHand = 5_000

export const nothingSelected: Selection = { kind: 'some', ids: new Set() }
export const allSelected: Selection = { kind: 'all', except: new Set() }

export function isSelected(selection: Selection, id: string): boolean {
  return selection.kind === 'some' ? selection.ids.has(id) : !selection.except.has(id)
}

export function countOf(selection: Selection, total: number): number {
  return selection.kind === 'some' ? selection.ids.size : Math.max(0, total - selection.except.size)
}

export function withRows(
  selection: Selection,
  ids: readonly string[],
  selected: boolean,
): Selection {
  if (selection.kind === 'some') return { kind: 'some', ids: changed(selection.ids, ids, selected) }
  return { kind: 'all', except: changed(selection.except, ids, !selected) }
}

export function toggled(selection: Selection, id: string): Selection {
  return withRows(selection, [id], !isSelected(selection, id))
}

function changed(
  set: ReadonlySet<string>,
  ids: readonly string[],
  add: boolean,
): ReadonlySet<string> {
  const next = new Set(set)
  for (const id of ids) {
    if (add) next.add(id)
    else next.delete(id)
  }
  return next
}
