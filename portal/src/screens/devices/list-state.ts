/**
 * What the device list shows, as its address says it: sent to a colleague, it shows the same.
 *
 * Defaults are never written. A name that is no longer known is dropped, and the person learns it.
 */

/** Fields that can be filtered by: name in the address → name on the wire. */
export const filterFields = {
  tag: 'groupTag',
  status: 'profileStatus',
  maker: 'manufacturer',
  model: 'model',
  user: 'userPrincipalName',
  order: 'purchaseOrderIdentifier',
} as const

export type FilterName = keyof typeof filterFields

export type ValueFilter = { readonly values: readonly string[]; readonly not: boolean }

export const densities = { compact: 28, medium: 36, roomy: 48 } as const
export type Density = keyof typeof densities

export type ListState = {
  readonly q: string
  readonly filters: Readonly<Partial<Record<FilterName, ValueFilter>>>
  /** Days; `from..to`, either may be missing. */
  readonly registered: string
  /** Within so many days. */
  readonly provisional: number | undefined
  /** `-model` = descending. */
  readonly sort: string
  readonly columns: readonly string[] | undefined
  readonly widths: Readonly<Record<string, number>>
  readonly density: Density
  readonly row: number
}

export const newestFirst = '-registeredDateTime'

const names = Object.keys(filterFields) as FilterName[]
const plain = ['q', 'sort', 'cols', 'w', 'density', 'row', 'registered', 'provisional']
const known = new Set([...plain, ...names, ...names.map((name) => `${name}.not`)])

export function readList(parameters: URLSearchParams): ListState {
  const text = (name: string, form: RegExp, otherwise: string) => {
    const given = parameters.get(name) ?? ''
    return form.test(given) ? given : otherwise
  }
  const cols = parameters.get('cols')
  return {
    q: parameters.get('q') ?? '',
    filters: readFilters(parameters),
    registered: text('registered', /^(\d{4}-\d\d-\d\d)?\.\.(\d{4}-\d\d-\d\d)?$/, ''),
    provisional: wholeNumber(parameters.get('provisional')),
    sort: text('sort', /^-?[A-Za-z]+$/, newestFirst),
    columns: cols === null ? undefined : cols.split(',').filter((each) => each !== ''),
    widths: readWidths(parameters.getAll('w')),
    density: text('density', /^(compact|medium|roomy)$/, 'medium') as Density,
    row: wholeNumber(parameters.get('row')) ?? 0,
  }
}

function readFilters(parameters: URLSearchParams): ListState['filters'] {
  const filters: Partial<Record<FilterName, ValueFilter>> = {}
  for (const name of names) {
    const [values, others] = [parameters.getAll(name), parameters.getAll(`${name}.not`)]
    if (values.length > 0) filters[name] = { values, not: false }
    else if (others.length > 0) filters[name] = { values: others, not: true }
  }
  return filters
}

export function unknownNames(parameters: URLSearchParams): readonly string[] {
  return [...new Set(parameters.keys())].filter((name) => !known.has(name))
}

export function writeList(state: ListState): string {
  const { q, filters, registered, provisional, sort, columns, widths, density, row } = state
  const pairs: [string, string][] = [
    ['q', q],
    ...names.flatMap((name) => pairsOf(name, filters[name])),
    ['registered', registered],
    ['provisional', provisional === undefined ? '' : String(provisional)],
    ['sort', sort === newestFirst ? '' : sort],
    ['cols', columns?.join(',') ?? ''],
    ...Object.entries(widths).map(([key, width]): [string, string] => ['w', `${key}:${width}`]),
    ['density', density === 'medium' ? '' : density],
    ['row', row === 0 ? '' : String(row)],
  ]
  const given = pairs.filter(([name, value]) => value !== '' || isFilter(name))
  return new URLSearchParams(given).toString()
}

function pairsOf(name: FilterName, filter: ValueFilter | undefined): [string, string][] {
  return (filter?.values ?? []).map((value) => [filter?.not ? `${name}.not` : name, value])
}

/** Of a filter the empty value means: without. */
function isFilter(name: string): boolean {
  return Object.hasOwn(filterFields, name.replace(/\.not$/, ''))
}

/** Whether anything but the order and the looks is asked for. */
export function isNarrowed({ q, filters, registered, provisional }: ListState): boolean {
  return (
    q !== '' || registered !== '' || provisional !== undefined || Object.keys(filters).length > 0
  )
}

/** The filter as the routes take it, without `leaveOut`: a menu of values shows what else could be chosen. */
export function filterOf(state: ListState, leaveOut?: FilterName): string {
  const parts: string[] = []
  for (const name of names) {
    const filter = state.filters[name]
    if (filter === undefined || name === leaveOut) continue
    const operator = filter.not ? 'ne' : 'eq'
    const terms = filter.values.map((value) => `${filterFields[name]} ${operator} ${quoted(value)}`)
    parts.push(`(${terms.join(filter.not ? ' and ' : ' or ')})`)
  }
  const [from = '', to = ''] = state.registered.split('..')
  if (from !== '') parts.push(`registeredDateTime ge ${from}T00:00:00Z`)
  if (to !== '') parts.push(`registeredDateTime le ${to}T23:59:59Z`)
  if (state.provisional !== undefined) {
    const until = new Date(Date.now() + state.provisional * 86_400_000)
    parts.push(`provisionalUntilDateTime le ${until.toISOString().slice(0, 10)}T23:59:59Z`)
  }
  return parts.join(' and ')
}

function quoted(value: string): string {
  return `'${value.replaceAll("'", "''")}'`
}

function readWidths(texts: readonly string[]): Readonly<Record<string, number>> {
  const widths: Record<string, number> = {}
  for (const text of texts) {
    const [, key, width] = /^([A-Za-z]+):(\d{2,4})$/.exec(text) ?? []
    if (key !== undefined) widths[key] = Number(width)
  }
  return widths
}

function wholeNumber(text: string | null): number | undefined {
  return text !== null && /^\d{1,8}$/.test(text) ? Number(text) : undefined
}
