/**
 * A statement with parameters, as the driver's own query object is one (`pg.Submittable`), only shorter: it is sent in
 * one piece, its columns are asked for once on each connection, and its rows are read at once (`row-reader.ts`).
 */
import pg from 'pg'
import { bindMessage, type WireValue } from './bind-message.ts'
import { type Row, type RowReader, rowReaderOf } from './row-reader.ts'

export type Statement = {
  /** Empty: it is prepared for this time only. */
  readonly name: string
  readonly text: string
  readonly values: readonly unknown[]
}

export type Callback = (error: Error | null, result?: pg.QueryResult) => void

/** The driver's connection, as its own queries know it. */
export type Connection = Pick<pg.Connection, 'stream' | 'sync'> & {
  readonly parsedStatements: Record<string, string | undefined>
  readonly submittedNamedStatements: Record<string, string | undefined>
  parse(statement: { readonly name: string; readonly text: string }): void
  sendCopyFail(message: string): void
}

/** By connection and name of a statement: a statement that is prepared keeps its columns, or fails. */
const described = new WeakMap<Connection, Map<string, Columns>>()

type Columns = { readonly fields: pg.FieldDef[]; readonly read: RowReader }

const noColumns: Columns = { fields: [], read: rowReaderOf([]) }

// The driver's own way from values to parameters, which it does not declare.
const { prepareValue } = (
  pg as unknown as { utils: { prepareValue: (value: unknown) => WireValue } }
).utils

export class PreparedStatement {
  readonly name: string
  readonly text: string
  readonly #values: readonly unknown[]
  /** The driver calls it, and may put another in its place that calls this one. */
  callback: Callback
  readonly #rows: Row[] = []
  #columns: Columns | undefined
  #known: Map<string, Columns> | undefined
  #failure: Error | undefined
  #outcome: Pick<pg.QueryResult, 'command' | 'rowCount' | 'oid'> = noOutcome

  constructor({ name, text, values }: Statement, callback: Callback) {
    this.name = name
    this.text = text
    this.#values = values
    this.callback = callback
  }

  /** Returns why it cannot be sent. */
  submit(connection: Connection): Error | null {
    const { name, text } = this
    const before = connection.parsedStatements[name] ?? connection.submittedNamedStatements[name]
    if (before !== undefined && before !== text)
      return new Error(`Prepared statements must be unique: '${name}' is another one already`)
    try {
      const values = this.#values.map((value) =>
        typeof value === 'string' ? value : prepareValue(value),
      )
      this.#send(connection, { name, values }, before !== undefined)
      return null
    } catch (error) {
      return error instanceof Error ? error : new Error(String(error))
    }
  }

  #send(
    connection: Connection,
    bound: { readonly name: string; readonly values: readonly WireValue[] },
    isPrepared: boolean,
  ): void {
    const { stream } = connection
    if (bound.name !== '') this.#known = knownOn(connection)
    this.#columns = this.#known?.get(bound.name)
    const message = bindMessage(bound, this.#columns === undefined)
    if (!stream.writable) return
    if (isPrepared) {
      stream.write(message)
      return
    }
    stream.cork()
    connection.parse(this)
    stream.write(message)
    stream.uncork()
    if (bound.name !== '') connection.submittedNamedStatements[bound.name] = this.text
  }

  /** One row, from its number of columns at `start` on. */
  takeRow(bytes: Buffer, start: number, end: number): void {
    if (this.#failure !== undefined) return
    try {
      this.#rows.push((this.#columns ?? noColumns).read(bytes, start, end))
    } catch (error) {
      this.#failure = error instanceof Error ? error : new Error(String(error))
    }
  }

  handleRowDescription({ fields }: { readonly fields: pg.FieldDef[] }): void {
    this.#columns = { fields, read: rowReaderOf(fields) }
  }

  handleCommandComplete({ text }: { readonly text: string }): void {
    this.#outcome = outcomeIn(text)
    this.#columns ??= noColumns
    this.#known?.set(this.name, this.#columns)
  }

  handleReadyForQuery(): void {
    if (this.#failure !== undefined) {
      this.callback(this.#failure)
      return
    }
    const { fields } = this.#columns ?? noColumns
    this.callback(null, { ...this.#outcome, rows: this.#rows, fields })
  }

  handleError(error: Error): void {
    this.callback(this.#failure ?? error)
  }

  handleCopyInResponse(connection: Connection): void {
    connection.sendCopyFail('No source stream defined')
  }

  // The driver calls these too; of what they say nothing is needed here.
  handleEmptyQuery(): void {}
  handlePortalSuspended(): void {}
  handleCopyData(): void {}
}

function knownOn(connection: Connection): Map<string, Columns> {
  const known = described.get(connection) ?? new Map<string, Columns>()
  described.set(connection, known)
  return known
}

const noOutcome = { command: '', rowCount: null, oid: 0 }

/** Of such as `SELECT 51` or `INSERT 0 1`. */
function outcomeIn(text: string): Pick<pg.QueryResult, 'command' | 'rowCount' | 'oid'> {
  const [command = '', ...numbers] = text.split(' ')
  const count = numbers.at(-1)
  if (count === undefined || !/^\d+$/.test(count)) return { ...noOutcome, command }
  return { command, rowCount: Number(count), oid: numbers.length > 1 ? Number(numbers[0]) : 0 }
}
