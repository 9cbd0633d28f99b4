/** What `taxiway import` does: files that are read, checked, confirmed and sent, or an import that is continued. */
import type { Command } from 'commander'
import type { Context } from '../context/context-file.ts'
import { CliError, exitCodes } from '../exit.ts'
import { connect } from '../graph/client.ts'
import { contextFor } from '../sign-in/current-context.ts'
import { askToConfirm } from '../terminal/confirm.ts'
import { counted, type Output, outputOf } from '../terminal/output.ts'
import { showFiles, showOpenRows } from './dry-run.ts'
import { type InputFile, readFiles } from './files/read-files.ts'
import { saveRows } from './files/save-rows.ts'
import {
  type ImportOptions,
  overridesOf,
  refuseWithResume,
  replacedBy,
  runOf,
} from './import-options.ts'
import { sayPlan } from './plan.ts'
import { newReceipt, receiptPathFor } from './receipt/new-receipt.ts'
import { filesToResume, openReceipt, receiptToResume } from './receipt/resume.ts'
import { SourceRows } from './receipt/submission.ts'
import { runImport } from './run-import.ts'

const maxRemarks = 8

export async function importFiles(
  names: readonly string[],
  options: ImportOptions,
  command: Command,
): Promise<number> {
  const output = outputOf(command)
  if ((names.length === 0) === (options.resume === undefined)) {
    throw new CliError('Name the files to import, or a receipt to --resume, but not both.', {
      hint: 'See: taxiway import --help',
    })
  }
  if (options.resume !== undefined) return resumeImport(options.resume, options, command)
  const overrides = overridesOf(options)

  const files = await readFiles(names, {
    accepted: new Set(options.accept),
    replaced: replacedBy(overrides),
    encoding: options.encoding,
  })
  sayRemarks(output, files)
  sayPlan(output, files, overrides)
  if (options.dryRun === true) {
    showFiles(output, files, overrides)
    return exitCodes.ok
  }
  if (options.save !== undefined) await saveRows(options.save, files, options.force === true)
  const context = await contextFor(command)
  if (process.stdin.isTTY === true && hasDoubt(files))
    await askToConfirm(questionFor(files, context), { yes: options.yes === true })
  const receiptPath = await receiptPathFor(files[0]?.file ?? '', options.receipt)
  const { encoding } = options
  const receipt = newReceipt(files, context, { ...overrides, ...(encoding && { encoding }) })
  return runImport({
    ...runOf(options),
    graph: connect(context, options.timeout),
    output,
    receipt,
    receiptPath,
    sources: new SourceRows(files, receipt),
  })
}

async function resumeImport(
  path: string,
  options: ImportOptions,
  command: Command,
): Promise<number> {
  refuseWithResume(options)
  if (options.dryRun === true) {
    showOpenRows(outputOf(command), await openReceipt(path))
    return exitCodes.ok
  }
  const context = await contextFor(command)
  const receipt = await receiptToResume(path, context)
  const files = await filesToResume(receipt)
  const graph = connect(context, options.timeout)
  return runImport({
    ...runOf(options),
    graph,
    output: outputOf(command),
    receipt,
    receiptPath: path,
    sources: new SourceRows(files, receipt),
  })
}

function questionFor(files: readonly InputFile[], { graph, tenant }: Context): string {
  const rows = files.reduce((sum, each) => sum + each.rows.length, 0)
  return `Send ${counted(rows, 'row')} to ${new URL(graph).host}, tenant ${tenant}?`
}

/** A file in order is sent without a question. */
function hasDoubt(files: readonly InputFile[]): boolean {
  return files.some(({ remarks, leftOut }) => remarks.length + leftOut.length > 0)
}

function sayRemarks(output: Output, files: readonly InputFile[]): void {
  const same = Map.groupBy(
    files.flatMap((each) => each.remarks),
    (remark) => remark.slice(remark.indexOf(': ')),
  )
  const remarks = [...same.values()].map(([first = '', ...more]) =>
    more.length === 0 ? first : `${first} The same of ${counted(more.length, 'other file')}.`,
  )
  for (const remark of remarks.slice(0, maxRemarks)) output.say(remark)
  if (remarks.length > maxRemarks) {
    output.say(`… and ${remarks.length - maxRemarks} more: taxiway csv check <file>`)
  }
}
