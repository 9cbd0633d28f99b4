/** `taxiway csv check`: says what every file is and what is wrong with it, line by line. */
import { Command, Option } from 'commander'
import { isUserPrincipalName } from 'taxiway-autopilot'
import {
  DeviceCsvChecker,
  DeviceIndex,
  type FileReport,
  type Finding,
  type Severity,
  streamDeviceCsv,
} from 'taxiway-device-csv'
import { withExamples } from '../examples.ts'
import { exitCodes } from '../exit.ts'
import { withContextOption } from '../sign-in/current-context.ts'
import { counted, type Output, outputOf } from '../terminal/output.ts'
import { wholeNumber } from '../whole-number.ts'
import { type EncodingOption, withEncoding } from './encoding-option.ts'
import type { UserLookup } from './existing-users.ts'
import { type Input, keep } from './inputs.ts'
import { type JudgeOptions, progressOver, usersFrom, withJudging } from './options.ts'
import { findTables } from './tables.ts'

type Options = JudgeOptions &
  EncodingOption & {
    readonly maxFindings: number
    readonly failOn: 'error' | 'warning'
    readonly usersOnline?: true
  }

export type CheckedFile = Pick<FileReport, 'kind' | 'encoding' | 'bom' | 'lineEnding' | 'rows'> & {
  readonly path: string
  readonly findings: readonly Finding[]
}

type Counts = Record<Severity, number>

export function checkCommand(): Command {
  const command = withContextOption(new Command('check'))
    .summary('report what a file is and what is wrong with it')
    .description(
      'Recognize each file, then check it: format, header, hashes, users, duplicates within and across files.',
    )
    .argument('<files...>', 'files, folders, patterns, or - for standard input')
    .option(
      '--max-findings <n>',
      'how many findings to list per file; the summary counts all of them',
      wholeNumber,
      1000,
    )
    .addOption(
      new Option(
        '--users-online',
        'ask the service you are signed in to whether the assigned users exist',
      ).conflicts('users'),
    )
    .addOption(
      new Option('--fail-on <severity>', 'exit with code 2 at this severity or above')
        .choices(['error', 'warning'])
        .default('error'),
    )
    .action(async (words: string[], options: Options, self: Command) => {
      const output = outputOf(self)
      const found = await findTables(words, output, options)
      const inputs = options.usersOnline ? await Promise.all(found.map(keep)) : found
      const users = options.usersOnline
        ? await usersOnline(inputs, self, output)
        : await usersFrom(options.users)
      const { files, counts } = await checkAll(inputs, { options, users }, output)
      print(files, counts, output)
      const bad = counts.error + (options.failOn === 'warning' ? counts.warning : 0)
      if (bad > 0) process.exitCode = exitCodes.findings
    })
  return withExamples(withEncoding(withJudging(command)), {
    'taxiway csv check devices.csv': 'check one file against the rules of Intune',
    'taxiway csv check captures/ --users users.csv':
      'all files of a folder, with a list of existing users',
    'taxiway csv check devices.csv --users-online': 'ask the signed-in tenant about assigned users',
    'taxiway csv check devices.csv --encoding windows-1250':
      'a text from a Czech or Polish Windows',
    'taxiway csv check devices.csv --json': 'the findings as data',
  })
}

type Judging = { readonly options: Options; readonly users: ReadonlySet<string> | undefined }

async function checkAll(inputs: readonly Input[], { options, users }: Judging, output: Output) {
  const shared = { devices: new DeviceIndex(), files: [] as string[] }
  const counts: Counts = { error: 0, warning: 0, info: 0 }
  const progress = progressOver(inputs, 'Checking', output)
  const files: CheckedFile[] = []
  try {
    for (const input of inputs) {
      const findings: Finding[] = []
      const note = (finding: Finding): void => {
        counts[finding.severity]++
        if (findings.length < options.maxFindings || finding.line === 0) findings.push(finding)
      }
      const checker = new DeviceCsvChecker(note, {
        ...shared,
        profile: options.for,
        fileName: input.path,
        isMade: input.isMade,
        ...(input.encoding && { encoding: input.encoding }),
        ...(users && { users }),
      })
      for await (const chunk of input.open()) {
        checker.push(chunk)
        progress.add(chunk.length)
      }
      const { kind, encoding, bom, lineEnding, rows } = checker.end()
      const sorted = findings.toSorted((a, b) => a.line - b.line)
      files.push({ path: input.path, kind, encoding, bom, lineEnding, rows, findings: sorted })
    }
  } finally {
    progress.stop()
  }
  return { files, counts }
}

/** The assigned users that exist, asked for in one go before the check. */
async function usersOnline(
  inputs: readonly Input[],
  command: Command,
  output: Output,
): Promise<ReadonlySet<string>> {
  // Signing in takes libraries that no offline command should wait for.
  const { signedInLookup } = await import('./existing-users.ts')
  const lookUp: UserLookup = await signedInLookup(command, output)
  const names = new Set<string>()
  for (const { path, open, isMade, encoding } of inputs) {
    const how = { fileName: path, isMade, ...(encoding && { encoding }) }
    for await (const { assignedUser } of streamDeviceCsv(open(), how)) {
      if (isUserPrincipalName(assignedUser)) names.add(assignedUser.toLowerCase())
    }
  }
  return lookUp(names)
}

function print(files: readonly CheckedFile[], counts: Counts, output: Output): void {
  const rows = files.reduce((sum, file) => sum + file.rows, 0)
  const summary = {
    files: files.length,
    rows,
    errors: counts.error,
    warnings: counts.warning,
    infos: counts.info,
  }
  if (output.format === 'json') {
    output.json({ files, summary })
    return
  }
  for (const file of files) {
    const bom = file.bom ? ' with byte order mark' : ''
    output.say(
      `${file.path}: ${file.kind}, ${file.encoding}${bom}, ${lineEnds(file.lineEnding)}, ${counted(file.rows, 'row')}`,
    )
  }
  const listed = files.flatMap((file) =>
    file.findings.map((finding) => ({ file: file.path, ...finding })),
  )
  output.rows(listed, [
    { key: 'file', title: 'File' },
    { key: 'line', title: 'Line' },
    { key: 'column', title: 'Column' },
    { key: 'severity', title: 'Severity' },
    { key: 'code', title: 'Code' },
    { key: 'message', title: 'What' },
    { key: 'fix', title: 'Fix' },
  ])
  const total = counts.error + counts.warning + counts.info
  if (total > listed.length)
    output.say(`${counted(total - listed.length, 'more finding')} not listed (--max-findings).`)
  output.say(
    `${counted(counts.error, 'error')}, ${counted(counts.warning, 'warning')}, ${counted(counts.info, 'remark')} in ${counted(rows, 'row')}.`,
  )
}

const lineEnds = (kind: string): string => (kind === 'none' ? 'no line end' : `${kind} line ends`)
