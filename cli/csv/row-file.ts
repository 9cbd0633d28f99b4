/** Rows written one by one to a new file, in the strictest form that can hold them. */
import {
  type Column,
  type DeviceRow,
  encodeText,
  headerLine,
  rowLine,
  type WriteOptions,
} from 'taxiway-device-csv'
import { DraftFile, type DraftOptions } from './draft-file.ts'

export type RowFileOptions = DraftOptions & {
  readonly format: NonNullable<WriteOptions['format']>
  readonly columns: readonly Column[]
  /** False writes UTF-8 with byte order mark, since ANSI cannot hold a value. */
  readonly ansi: boolean
}

const flushAt = 1 << 16

export class RowFile {
  readonly #draft: DraftFile
  readonly #options: RowFileOptions
  #text: string
  #fresh = true

  private constructor(draft: DraftFile, options: RowFileOptions) {
    this.#draft = draft
    this.#options = options
    const header = headerLine(options.format, options.columns)
    this.#text = header === '' ? '' : `${header}\r\n`
  }

  static async create(path: string, options: RowFileOptions): Promise<RowFile> {
    return new RowFile(await DraftFile.create(path, options), options)
  }

  get path(): string {
    return this.#draft.path
  }

  async write(row: DeviceRow): Promise<void> {
    this.#text += `${rowLine(row, this.#options.columns, true)}\r\n`
    if (this.#text.length > flushAt) await this.#flush()
  }

  async commit(): Promise<void> {
    await this.#flush()
    await this.#draft.commit()
  }

  async discard(): Promise<void> {
    await this.#draft.discard()
  }

  async #flush(): Promise<void> {
    const encoding = this.#options.ansi ? 'ansi' : this.#fresh ? 'utf-8-bom' : 'utf-8'
    await this.#draft.write(encodeText(this.#text, encoding))
    this.#fresh = false
    this.#text = ''
  }
}
