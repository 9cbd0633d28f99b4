/**
 * `taxiway devices export`: every registered device as a file, page by page, so that its size does not matter.
 *
 * A CSV is written for spreadsheets: a value that one would read as a formula gets an apostrophe, which `devices
 * update --from` removes again. The file appears once it is complete.
 */

import { randomUUID } from 'node:crypto'
import { open, rename, rm, stat } from 'node:fs/promises'
import { Command, Option } from 'commander'
import type { BetaDeviceIdentity } from 'taxiway-autopilot'
import { unwritable } from '../context/unwritable.ts'
import { withExamples } from '../examples.ts'
import { CliError } from '../exit.ts'
import { connect } from '../graph/client.ts'
import { profiledDevicePages } from '../graph/device-pages.ts'
import { contextFor, withContextOption } from '../sign-in/current-context.ts'
import { outputOf } from '../terminal/output.ts'
import { csvText } from '../terminal/table.ts'

const properties = [
  'serialNumber',
  'manufacturer',
  'model',
  'groupTag',
  'displayName',
  'userPrincipalName',
  'addressableUserName',
  'enrollmentState',
  'lastContactedDateTime',
  'purchaseOrderIdentifier',
  'productKey',
  'skuNumber',
  'systemFamily',
  'resourceName',
  'azureActiveDirectoryDeviceId',
  'managedDeviceId',
  'id',
] as const

type Options = {
  readonly filter?: string
  readonly raw?: boolean
  readonly force?: boolean
  readonly as?: 'csv' | 'json'
}

export function exportCommand(): Command {
  const command = withContextOption(new Command('export'))
    .description('Write every registered device, with all properties, to a file.')
    .argument('[file]', 'the file; standard output when not given')
    .option('--filter <expression>', 'an OData filter of Microsoft Graph')
    .addOption(
      new Option('--as <kind>', 'the file format (default: from its name, otherwise csv)').choices([
        'csv',
        'json',
      ]),
    )
    .option(
      '--raw',
      'write raw values, without a byte order mark and without protection against formulas',
    )
    .option('--force', 'replace the file if it exists')
    .action(async (file: string | undefined, options: Options) => exportTo(file, options, command))
  return withExamples(command, {
    'taxiway devices export devices.csv':
      'for a spreadsheet; read it back with devices update --from',
    'taxiway devices export devices.json': 'as JSON',
    [`taxiway devices export kiosks.csv --filter "contains(groupTag,'Kiosk')"`]: 'some of them',
  })
}

async function exportTo(
  file: string | undefined,
  options: Options,
  command: Command,
): Promise<void> {
  const output = outputOf(command)
  const pages = profiledDevicePages(connect(await contextFor(command)), {
    filter: options.filter,
  })
  const kind = options.as ?? kindOf(file, output.format)
  const parts = kind === 'json' ? jsonParts : csvParts(options.raw === true, file !== undefined)
  const target = await openTarget(file, options.force === true)
  try {
    let count = 0
    await target.text(parts.head)
    for await (const page of pages) {
      await target.text(parts.page(page, count === 0))
      count += page.length
    }
    await target.text(parts.foot)
    await target.keep()
    output.say(`${count === 1 ? '1 device' : `${count} devices`}${file ? ` in ${file}` : ''}.`)
  } catch (error) {
    await target.drop()
    throw error
  }
}

function kindOf(file: string | undefined, format: string): 'csv' | 'json' {
  return format === 'json' || file?.toLowerCase().endsWith('.json') === true ? 'json' : 'csv'
}

type Parts = {
  readonly head: string
  readonly page: (devices: readonly BetaDeviceIdentity[], isFirst: boolean) => string
  readonly foot: string
}

const jsonParts: Parts = {
  head: '[',
  page: (devices, isFirst) =>
    devices
      .map((device, i) => `${isFirst && i === 0 ? '' : ','}\n${JSON.stringify(device)}`)
      .join(''),
  foot: '\n]\n',
}

/** Spreadsheets recognize UTF-8 only with a byte order mark. */
function csvParts(raw: boolean, isFile: boolean): Parts {
  const columns = properties.map((key) => ({ key, title: key }))
  const rowOf = (device: BetaDeviceIdentity) =>
    Object.fromEntries(properties.map((name) => [name, cell(device, name)]))
  return {
    head: (isFile && !raw ? '\ufeff' : '') + csvText([], columns, raw),
    page: (devices) => withoutHead(csvText(devices.map(rowOf), columns, raw)),
    foot: '',
  }
}

function withoutHead(text: string): string {
  return text.slice(text.indexOf('\n') + 1)
}

function cell(device: BetaDeviceIdentity, name: (typeof properties)[number]): string {
  return String((device as Readonly<Record<string, unknown>>)[name] ?? '')
}

type Target = {
  text(text: string): Promise<void>
  keep(): Promise<void>
  drop(): Promise<void>
}

async function openTarget(path: string | undefined, force: boolean): Promise<Target> {
  if (path === undefined) return standardOutput
  if (!force && (await stat(path).catch(() => undefined)) !== undefined) {
    throw new CliError(`The file ${path} already exists.`, {
      hint: 'Choose another name, or add --force.',
    })
  }
  const draft = `${path}.${randomUUID().slice(0, 8)}.tmp`
  const handle = await open(draft, 'wx').catch((cause: Error) => {
    throw unwritable(path, cause)
  })
  return {
    text: async (text) => void (await handle.write(text)),
    keep: async () => {
      await handle.sync()
      await handle.close()
      await rename(draft, path).catch((cause: Error) => {
        throw unwritable(path, cause)
      })
    },
    drop: async () => {
      await handle.close()
      await rm(draft, { force: true })
    },
  }
}

const standardOutput: Target = {
  text: (text) =>
    new Promise((resolve) => {
      if (process.stdout.write(text)) resolve()
      else process.stdout.once('drain', resolve)
    }),
  keep: async () => undefined,
  drop: async () => undefined,
}
