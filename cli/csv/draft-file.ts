/**
 * A file being written: it gets its name only when it is complete, and never that of an input.
 * `-` is standard output.
 */
import { type FileHandle, open, realpath, stat } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { type Draft, draftOf } from '../context/draft.ts'
import { refuses } from '../context/unwritable.ts'
import { CliError } from '../exit.ts'

export type DraftOptions = {
  /** Files that must not be replaced, whatever else is allowed. */
  readonly inputs?: readonly string[]
  /** Replaces an existing file. */
  readonly force?: boolean
  /** Its owner alone may read it when this is absent. */
  readonly mode?: number
}

export class DraftFile {
  readonly path: string
  readonly #handle: FileHandle | undefined
  readonly #draft: Draft | undefined

  private constructor(path: string, draft?: Draft, handle?: FileHandle) {
    this.path = path
    this.#draft = draft
    this.#handle = handle
  }

  static async create(
    path: string,
    { inputs = [], force = false, mode = 0o600 }: DraftOptions = {},
  ): Promise<DraftFile> {
    if (path === '-') return new DraftFile(path)
    const target = await identityOf(path)
    for (const input of inputs) {
      if (input !== '-' && (await identityOf(input)) === target) {
        throw new CliError(`${path} is an input and is never written to.`, {
          hint: 'Choose another name.',
        })
      }
    }
    const existing = await stat(path).catch(() => undefined)
    if (existing?.isDirectory() === true)
      throw new CliError(`${path} is a folder.`, { hint: 'Name a file in it.' })
    if (!force && existing !== undefined) {
      throw new CliError(`${path} exists already.`, {
        hint: 'Choose another name, or replace it with --force.',
      })
    }
    const draft = await draftOf(path)
    return new DraftFile(path, draft, await open(draft.path, 'wx', mode).catch(refuses(path)))
  }

  async write(bytes: Uint8Array): Promise<void> {
    if (bytes.length === 0) return
    if (this.#handle !== undefined) await this.#handle.writeFile(bytes).catch(refuses(this.path))
    else
      await new Promise<void>((done, failed) =>
        process.stdout.write(bytes, (error) => (error ? failed(error) : done())),
      )
  }

  async commit(): Promise<void> {
    if (this.#handle === undefined) return
    await this.#handle.sync().catch(refuses(this.path))
    await this.#handle.close()
    await this.#draft?.keep().catch(refuses(this.path))
  }

  async discard(): Promise<void> {
    await this.#handle?.close()
    await this.#draft?.drop()
  }
}

/** The file's real path, also when it does not exist yet. */
async function identityOf(path: string): Promise<string> {
  const whole = resolve(path)
  return realpath(whole).catch(async () =>
    join(
      await realpath(dirname(whole)).catch(() => dirname(whole)),
      whole.slice(dirname(whole).length),
    ),
  )
}
