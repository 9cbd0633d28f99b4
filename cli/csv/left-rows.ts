/** The second file of `fix`: rows that were left out, unchanged, in a form that can represent anything. */
import { encodeText, type LeftOut } from 'taxiway-device-csv'
import { DraftFile } from './draft-file.ts'

type Where = { readonly input: string; readonly force: boolean; readonly dryRun: boolean }

export class LeftRows {
  readonly #path: string
  readonly #where: Where
  #rows: LeftOut[] = []
  #draft: DraftFile | undefined

  constructor(path: string, where: Where) {
    this.#path = path
    this.#where = where
  }

  /** The file's name; null when no row was left out or nothing is written. */
  get path(): string | null {
    return this.#draft?.path ?? null
  }

  add(row: LeftOut): void {
    if (!this.#where.dryRun) this.#rows.push(row)
  }

  async write(header: readonly string[] | null): Promise<void> {
    const rows = this.#rows
    this.#rows = []
    if (rows.length === 0) return
    const lines = rows.map(({ fields }) => quotedLine(fields))
    if (this.#draft === undefined) {
      this.#draft = await DraftFile.create(this.#path, {
        inputs: [this.#where.input],
        force: this.#where.force,
      })
      await this.#draft.write(encodeText(header === null ? '' : quotedLine(header), 'utf-8-bom'))
    }
    await this.#draft.write(encodeText(lines.join(''), 'utf-8'))
  }

  async commit(): Promise<void> {
    await this.#draft?.commit()
  }

  async discard(): Promise<void> {
    await this.#draft?.discard()
  }
}

const quotedLine = (fields: readonly string[]): string =>
  `${fields.map((field) => `"${field.replaceAll('"', '""')}"`).join(',')}\r\n`
