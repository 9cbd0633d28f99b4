/** Taking up an interrupted import: the receipt says what is open, the unchanged files say what to send. */
import { stat } from 'node:fs/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Context } from '../../context/context-file.ts'
import { CliError } from '../../exit.ts'
import { type InputFile, readFiles } from '../files/read-files.ts'
import { arrivalMs } from '../upload.ts'
import { isHeld, type Receipt, readReceipt } from './receipt.ts'

/** The receipt in the file `path`, which must be there. */
export async function openReceipt(path: string): Promise<Receipt> {
  const receipt = await readReceipt(path)
  if (receipt !== undefined) return receipt
  throw new CliError(`There is no receipt ${path}.`, {
    hint: 'Name the file that the import printed; it is next to the CSV.',
  })
}

/** The receipt in the file `path`, which must be of the server and tenant of `context`. */
export async function receiptToResume(path: string, context: Context): Promise<Receipt> {
  const receipt = await openReceipt(path)
  if (receipt.graph === context.graph && receipt.tenant === context.tenant) {
    if (receipt.rows.some(({ status }) => status === 'sending')) await untilArrived(path)
    // Somebody may have decided about them since.
    for (const row of receipt.rows) if (isHeld(row)) row.status = 'sent'
    return receipt
  }
  throw new CliError(
    `The import of ${path} went to tenant ${receipt.tenant} at ${receipt.graph}, ` +
      `but you are signed in to ${context.tenant} at ${context.graph}.`,
    { hint: 'Use that sign-in: taxiway context list, then --context <name>' },
  )
}

/** The server may still be at work on the last request of a run that was killed a moment ago. */
async function untilArrived(path: string): Promise<void> {
  const { mtimeMs } = await stat(path)
  await sleep(Math.max(0, mtimeMs + arrivalMs - Date.now()))
}

/** The files of `receipt`, read again if some rows may still have to be sent; they must not have changed. */
export async function filesToResume({
  files,
  rows,
  encoding,
}: Receipt): Promise<readonly InputFile[]> {
  const open = rows.some(({ status }) => status === 'waiting' || status === 'sending')
  if (!open) return []
  const names = [...new Set(files.map(({ path }) => path))]
  const read = await readFiles(names, { ...everything, encoding })
  const changed = files.find(
    ({ path, sha256 }) => read.find((each) => each.path === path)?.sha256 !== sha256,
  )
  if (changed !== undefined) {
    throw new CliError(`${changed.path} has changed since its import began.`, {
      hint: 'Restore it as it was, or import the changed file with a new receipt: --receipt <file>',
    })
  }
  return files.map(({ file, path }) => inputNamed(read, { file, path }))
}

/** What stopped nothing when the import began stops nothing now; the file is the same. */
const everything = {
  accepted: { has: () => true } as unknown as ReadonlySet<string>,
  replaced: new Set<never>(),
}

/** The part of a file that a receipt names; the receipt's name may start from another folder. */
function inputNamed(
  read: readonly InputFile[],
  { file, path }: { readonly file: string; readonly path: string },
): InputFile {
  const inside = (name: string): string => (name.includes('!') ? name.slice(name.indexOf('!')) : '')
  const found = read.find((each) => each.path === path && inside(each.file) === inside(file))
  if (found === undefined) throw new Error(`${path} has lost ${file}`)
  return { ...found, file, path }
}
