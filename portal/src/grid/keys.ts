/** What a key does in a grid: where the focus goes, what is selected, which act begins. */

export type Place = {
  /** -1 = the header. */
  readonly row: number
  readonly column: number
}

export type Sizes = {
  readonly rows: number
  readonly columns: number
  /** Rows that fit the screen. */
  readonly page: number
}

export type Pressed = {
  readonly key: string
  readonly ctrl: boolean
  readonly shift: boolean
  readonly alt: boolean
}

export type GridAct =
  | { readonly act: 'go'; readonly to: Place; readonly range: boolean }
  | {
      readonly act:
        | 'select'
        | 'range'
        | 'select-all'
        | 'open'
        | 'edit'
        | 'clear'
        | 'sort'
        | 'copy'
        | 'copy-rows'
    }
  | { readonly act: 'move' | 'resize'; readonly by: number }

type Step = (place: Place, sizes: Sizes) => Partial<Place>

const steps: Readonly<Record<string, Step>> = {
  ArrowUp: ({ row }) => ({ row: row - 1 }),
  ArrowDown: ({ row }) => ({ row: row + 1 }),
  ArrowLeft: ({ column }) => ({ column: column - 1 }),
  ArrowRight: ({ column }) => ({ column: column + 1 }),
  Home: () => ({ column: 0 }),
  End: (_, { columns }) => ({ column: columns - 1 }),
  PageUp: ({ row }, { page }) => ({ row: row === -1 ? -1 : Math.max(0, row - page) }),
  PageDown: ({ row }, { page }) => ({ row: row + page }),
  'Ctrl+Home': () => ({ row: 0, column: 0 }),
  'Ctrl+End': (_, { rows, columns }) => ({ row: rows - 1, column: columns - 1 }),
}

const acts: Readonly<Record<string, GridAct>> = {
  ' ': { act: 'select' },
  'Shift+ ': { act: 'range' },
  Enter: { act: 'open' },
  F2: { act: 'edit' },
  Escape: { act: 'clear' },
  'Ctrl+a': { act: 'select-all' },
  'Ctrl+c': { act: 'copy' },
  'Ctrl+Shift+c': { act: 'copy-rows' },
}

const headerActs: Readonly<Record<string, GridAct>> = {
  Enter: { act: 'sort' },
  'Alt+ArrowLeft': { act: 'move', by: -1 },
  'Alt+ArrowRight': { act: 'move', by: 1 },
  'Ctrl+Alt+ArrowLeft': { act: 'resize', by: -16 },
  'Ctrl+Alt+ArrowRight': { act: 'resize', by: 16 },
  ' ': { act: 'select' },
  'Ctrl+a': { act: 'select-all' },
  Escape: { act: 'clear' },
}

/** Undefined for a key that the grid does not use. */
export function actOf(pressed: Pressed, place: Place, sizes: Sizes): GridAct | undefined {
  const name = nameOf(pressed)
  const act = (place.row === -1 ? headerActs : acts)[name]
  if (act !== undefined) return act
  const isRange = pressed.shift && /^Arrow(Up|Down)$/.test(pressed.key) && place.row >= 0
  const step = steps[isRange ? pressed.key : name]
  if (step === undefined) return undefined
  return { act: 'go', to: within({ ...place, ...step(place, sizes) }, sizes), range: isRange }
}

function nameOf({ key, ctrl, shift, alt }: Pressed): string {
  const plain = key.length === 1 ? key.toLowerCase() : key
  return `${ctrl ? 'Ctrl+' : ''}${alt ? 'Alt+' : ''}${shift ? 'Shift+' : ''}${plain}`
}

function within({ row, column }: Place, { rows, columns }: Sizes): Place {
  return {
    row: Math.min(Math.max(-1, row), rows - 1),
    column: Math.min(Math.max(0, column), columns - 1),
  }
}
