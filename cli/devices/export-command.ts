/**
 * `taxiway devices export`: every registered device as a file, page by page, so that its size does not matter.
 *
 * A CSV is written for spreadsheets: a value that one would read as a formula gets an apostrophe, which `devices
 * update --from` removes again. The file appears once it is complete.
 */

import { Command, Option } from 'commander'
import type { BetaDeviceIdentity } from 'taxiway-autopilot'
import { DraftFile } from '../csv/draft-file.ts'
import { withExamples } from '../examples.ts'
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
  const target = await DraftFile.create(file ?? '-', {
    force: options.force === true,
    mode: 0o666,
  })
  const write = (text: string) => target.write(Buffer.from(text))
  try {
    let count = 0
    await write(parts.head)
    for await (const page of pages) {
      await write(parts.page(page, count === 0))
      count += page.length
    }
    await write(parts.foot)
    await target.commit()
    output.say(`${count === 1 ? '1 device' : `${count} devices`}${file ? ` in ${file}` : ''}.`)
  } catch (error) {
    await target.discard()
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
